"""The process dies at the worst moment: nothing is lost, and what may be there twice says so."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import TelegramMethod

from bot.clock import WoundClock
from bot.db import Database
from bot.outbox.delivery_actions import claim, settle
from bot.outbox.rules import Sent, State, Transient
from bot.sandbox.model import Sandbox
from bot.sandbox.session import SandboxSession
from bot.sandbox.world import Post
from tests.faults.sender_rig import Rig


@pytest.fixture
def rig(db: Database, clock: WoundClock) -> Rig:
    return Rig(db, clock)


def texts(messages: list[Post]) -> list[str]:
    return [post.text for post in messages]


async def test_killed_after_sending_it_is_sent_again_and_marked(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise(fresh=True)
    rows = await rig.db.write(claim, "the one that dies", [], 10, now=rig.clock.now())
    rig.box.call("sendMessage", {"chat_id": olga.user_id, "text": rig.words[17]})
    rig.restart()
    await rig.sender.start()
    await rig.sender.deliver_due()
    assert len(rows) == 1
    assert texts(olga.messages) == ["state 17", "(повтор)\nstate 17"]


async def test_killed_while_editing_it_is_edited_again_without_a_word(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.sender.deliver_due()
    rig.words[17] = "changed"
    await rig.promise()
    await rig.db.write(claim, "the one that dies", [], 10, now=rig.clock.now())
    rig.restart()
    await rig.sender.start()
    await rig.sender.deliver_due()
    assert texts(olga.messages) == ["changed"]


async def test_what_a_dead_sender_holds_is_taken_over_when_its_lease_ends(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.db.write(claim, "the one that dies", [], 10, now=rig.clock.now())
    await rig.forward(seconds=29)
    assert olga.messages == []
    await rig.forward(seconds=1)
    assert texts(olga.messages) == ["(повтор)\nstate 17"]


async def test_what_came_meanwhile_and_what_a_dead_sender_held_are_one_message(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise(fresh=True, sound=True, receipt="page:55")
    await rig.db.write(claim, "the one that dies", [], 10, now=rig.clock.now())
    rig.words[17] = "newer"
    await rig.promise()
    rig.restart()
    await rig.sender.start()
    await rig.sender.deliver_due()
    assert texts(olga.messages) == ["(повтор)\nnewer"]
    assert len(olga.heard()) == 1
    assert rig.told == [("page", 55, Sent(olga.last.id))]


async def test_who_lost_the_lease_cannot_settle_any_more(rig: Rig) -> None:
    await rig.person()
    await rig.promise()
    rows = await rig.db.write(claim, "slow", [], 10, now=rig.clock.now())
    rig.clock.forward(seconds=31)
    await rig.db.write(claim, "quick", [], 10, now=rig.clock.now())
    late = Transient("too late to matter")
    assert not await rig.db.write(settle, rows[0].id, "slow", late, now=rig.clock.now())
    assert await rig.db.write(settle, rows[0].id, "quick", late, now=rig.clock.now())


class Held(SandboxSession):
    """A line on which a call hangs until it is let go."""

    def __init__(self, box: Sandbox) -> None:
        super().__init__(box)
        self.begun, self.let_go = asyncio.Event(), asyncio.Event()

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> Any:
        self.begun.set()
        await self.let_go.wait()
        return await super().make_request(bot, method, timeout)


async def test_asked_to_stop_it_finishes_what_is_on_its_way_and_begins_nothing(
    db: Database, clock: WoundClock
) -> None:
    rig = Rig(db, clock, session=Held)
    line = rig.session
    assert isinstance(line, Held)
    olga, lev = await rig.person(), await rig.person("Lev")
    await rig.promise(to=1)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(rig.sender.run())
        await line.begun.wait()
        rig.sender.stop()
        await rig.promise(to=2)
        assert not running.done()
        line.let_go.set()
    assert texts(olga.messages) == ["state 17"]
    assert [row.state for row in await rig.rows(1)] == [State.SENT]
    assert lev.messages == []
    assert [row.state for row in await rig.rows(2)] == [State.PENDING]
