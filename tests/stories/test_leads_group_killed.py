"""The process dies before or after any call to the leads' group, and Telegram's limits are kept there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import TelegramMethod

from bot.telegram.pacing import Pace, Pacing
from tests.stories.boards import crowd
from tests.stories.leads_group import CALLS, all_work_again, leads_group
from tests.stories.night import Night

METHODS = ("createForumTopic", "sendMessage", "editMessageText", "editForumTopic", "closeForumTopic")


class Killed(BaseException):
    """Nothing of the process runs after this."""


class Death(BaseRequestMiddleware):
    """Dies once, before or after the first call of this method about the group's board."""

    def __init__(self, chat_id: int, method: str, *, after: bool) -> None:
        self.chat_id, self.method, self.after, self.alive = chat_id, method, after, True

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        an_answer = self.method == "sendMessage" and getattr(method, "message_thread_id", None) is None
        here = getattr(method, "chat_id", None) == self.chat_id and not an_answer
        due = self.alive and here and method.__api_method__ == self.method
        if due and not self.after:
            self.alive = False
            raise Killed
        answer = await make_request(bot, method)
        if due:
            self.alive = False
            raise Killed
        return answer


async def _survived(night: Night, deed: Awaitable[None]) -> int:
    """Carry it out; should the process die, another one goes on after the lease. How often it died."""
    try:
        await deed
    except Killed:
        await night.bot.worker.stop()
        night.start_bot()
        night.clock.forward(seconds=40)
        await night.settle()
        return 1
    return 0


@pytest.mark.parametrize(
    ("method", "after"),
    [
        ("createForumTopic", True),
        ("sendMessage", True),
        *(
            pytest.param(method, after, marks=pytest.mark.slow)
            for method in METHODS
            for after in (False, True)
            if not (after and method in ("createForumTopic", "sendMessage"))
        ),
    ],
)
async def test_killed_at_any_call_the_group_ends_as_it_should(
    night: Night, method: str, *, after: bool
) -> None:
    group = await leads_group(night, bind=False)
    there = await crowd(night, 3, acknowledged=False)
    night.wire.session.middleware(Death(group.chat.id, method, after=after))
    died = await _survived(night, group.writes(group.anna, "/leads_here"))
    await night.forward(minutes=1)
    died += await _survived(night, there.lev.taps("Принять"))
    died += await _survived(night, night.forward(seconds=5))
    for number, one in enumerate(there.many, start=1):
        died += await _survived(night, one.writes(f"/works_{number}"))
    died += await _survived(night, night.forward(seconds=20))
    assert died == 1
    opening = method == "createForumTopic"
    orphans = [topic for topic in group.topics if not group.posts(topic.id)]
    (shown,) = [topic for topic in group.topics if group.posts(topic.id)]
    assert len(orphans) == (opening and after)
    assert shown.name.endswith("ещё раз") == opening, "nobody can know whether there is another one"
    assert (shown.name[0], shown.closed) == ("🟢", True)
    boards = group.posts(shown.id)
    assert len(boards) == 1 + (after and method == "sendMessage")
    assert "Закончился" in boards[-1].text


async def test_a_group_gets_no_more_than_twenty_a_minute_however_much_happens(night: Night) -> None:
    """Three mass outages within two minutes, with Telegram's limit on."""
    night.pacing = Pacing(Pace(overall=10_000, chat=10_000), now=lambda: night.clock.now().timestamp())
    night.start_bot()
    group = await leads_group(night)
    night.box.limits.rates_on, night.box.limits.per_second, night.box.limits.chat_burst = True, 10_000, 10_000
    there = await crowd(night, 3, acknowledged=False)
    many = [await night.operator(f"Ещё {number}") for number in range(1, 7)]
    for one, software in zip(many, ["CRM", "Чаты"] * 3, strict=True):
        await one.reports(software, known="У меня то же самое")
        for _ in range(10):
            await night.forward(seconds=1)
    await there.lev.writes("/ackall_1")
    for _ in range(60):
        await night.forward(seconds=1)
    await all_work_again(night, [*there.many, *many])
    for _ in range(70):
        await night.forward(seconds=1)
    moments = [call.at.timestamp() for call in night.box.accepted(*CALLS) if call.chat_id == group.chat.id]
    busiest = max(sum(begin <= at < begin + 60 for at in moments) for begin in moments)
    assert busiest <= 20
    assert night.box.floods == 0
    assert [(topic.name[0], topic.closed) for topic in group.topics] == [("🟢", True)] * 3


async def test_the_running_keeper_follows_what_is_committed_and_ends_when_asked(night: Night) -> None:
    """As in a real process: nobody calls it, it is woken by commits."""
    group = await leads_group(night)
    shown = asyncio.Event()
    night.box.listeners.append(lambda event: shown.set() if event.chat_id == group.chat.id else None)
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(30):
        running = tasks.create_task(night.bot.groups.run())
        await crowd(night, 3, acknowledged=False)
        await shown.wait()
        night.bot.groups.stop()
        await running
    assert len(group.topics) == 1
    assert "Массовый сбой №1" in group.board.text


async def test_another_process_does_not_speak_while_one_does(night: Night) -> None:
    group = await leads_group(night, bind=False)
    await crowd(night, 3, acknowledged=False)
    night.wire.session.middleware(Death(group.chat.id, "createForumTopic", after=True))
    with pytest.raises(Killed):
        await group.writes(group.anna, "/leads_here")
    await night.bot.worker.stop()
    night.start_bot()
    await night.forward(seconds=10)
    assert group.calls("sendMessage") == group.calls("sendMessage")[:1], "only the answer to the command"
    await night.forward(seconds=25)
    assert "Массовый сбой №1" in group.board.text
