"""The canary goes the whole way, rings nowhere, and is missed when it does not arrive."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.health.canary import Canary
from bot.health.canary_rules import CARD, FIRST, TIME_TO_ARRIVE, Stage, is_canary
from bot.intake.models import Inbox
from bot.intake.rules import State
from bot.outbox.models import Outgoing
from bot.person.queries import people
from bot.timer.models import Timer
from tests.stories.night import Night

GROUP = -1001


class Way:
    """A canary whose minute is the night's own work; `closed` stops that after so many looks."""

    def __init__(self, night: Night, chat_id: int | None = None) -> None:
        self.night, self.looks = night, 0
        self.closed = False
        bot = night.bot
        self.canary = bot.canary = Canary(
            night.db,
            night.clock,
            lambda: bot.library.centre,
            lambda one: bot.poller.bring_in([one]),
            chat_id,
            night.box.bot["id"],
            pause=self.pause,
        )

    async def pause(self, _: float) -> None:
        self.looks += 1
        self.night.clock.forward(seconds=1)
        if not self.closed:
            await self.night.settle()

    def stopped_at(self) -> Stage | None:
        """As the health page says it."""
        return self.canary.stopped_at

    async def flies(self) -> Stage:
        await self.night.settle()
        return await self.canary.fly()


def methods(night: Night) -> list[str]:
    return [call.method for call in night.box.calls]


def rows(session: Session, table: Any) -> list[Any]:
    return list(session.scalars(select(table)))


async def test_it_arrives_and_nobody_hears_of_it(night: Night) -> None:
    people = [await night.operator("Olga"), await night.lead("Lev"), await night.administrator("Ada")]
    way = Way(night)
    before = [hero.screen() for hero in people]
    assert await way.flies() is Stage.ARRIVED
    assert (way.stopped_at(), way.canary.flown) == (None, {"arrived": 1})
    assert [hero.screen() for hero in people] == before
    assert "getMe" in methods(night)
    assert "sendMessage" not in methods(night)


async def test_its_way_is_everybodys_inbox_timer_outbox_and_telegram(night: Night) -> None:
    way = Way(night)
    await way.flies()
    (update,) = night.db.read_here(rows, Inbox)
    assert is_canary(update.update_id)
    assert update.state == State.APPLIED
    assert night.db.read_here(rows, Timer) == []
    (promise,) = night.db.read_here(rows, Outgoing)
    assert (promise.card, promise.state, promise.sound) == (CARD, "sent", False)


async def test_whoever_it_is_addressed_to_is_nobody(night: Night) -> None:
    ada = await night.administrator("Ada")
    await Way(night).flies()
    await ada.writes("/people")
    ada.does_not_see(CARD)
    assert [person.name for person in night.db.read_here(people)] == ["Ada"]
    assert night.kinds(0) == []


async def test_in_a_chat_of_its_own_it_is_heard_without_sound(night: Night) -> None:
    ada = await night.administrator("Ada")
    night.box.add_group(GROUP, "Canary", [ada.phone.user_id])
    way = Way(night, GROUP)
    assert await way.flies() is Stage.ARRIVED
    assert await way.flies() is Stage.ARRIVED
    sent = [call for call in night.box.calls if call.method == "sendMessage"]
    assert [call.params["chat_id"] for call in sent] == [str(GROUP)] * 2
    assert all(call.params["disable_notification"] for call in sent)
    assert "дошла" in str(sent[0].params["text"])


async def test_where_it_stops_is_named_told_once_and_told_when_it_is_over(night: Night) -> None:
    ada = await night.administrator("Ada")
    way = Way(night)
    fault = night.box.faults.plan("server_error", "getMe")
    assert await way.flies() is Stage.OUTBOX
    assert way.stopped_at() is Stage.OUTBOX
    await night.settle()
    ada.sees("Самопроверка бота не проходит с 02:")
    ada.sees("Сообщения не уходят в Telegram.")
    assert ada.heard() == []
    assert await way.flies() is Stage.OUTBOX
    night.box.faults.planned.remove(fault)
    assert await way.flies() is Stage.ARRIVED
    assert way.stopped_at() is None
    await night.settle()
    ada.sees("Самопроверка бота снова проходит.")
    assert ada.screen().count("Самопроверка") == 1


async def test_a_night_that_does_not_move_is_seen_where_it_stands(night: Night) -> None:
    way = Way(night)
    way.closed = True
    assert await way.canary.fly() is Stage.INBOX
    assert way.canary.seconds is not None
    assert way.looks == TIME_TO_ARRIVE.total_seconds()


async def test_one_that_was_left_behind_is_handled_after_the_next_start_and_asks_nobody(
    night: Night,
) -> None:
    way = Way(night)
    way.closed = True
    await way.canary.fly()
    night.start_bot()
    Way(night)
    await night.settle()
    (update,) = night.db.read_here(rows, Inbox)
    assert update.state == State.APPLIED


async def test_what_looks_like_a_canary_but_has_telegrams_number_is_a_message(night: Night) -> None:
    olga = await night.operator("Olga")
    await olga.writes("/canary")
    assert not [one for one in night.db.read_here(rows, Outgoing) if one.card == CARD]
    assert all(one.update_id < FIRST for one in night.db.read_here(rows, Inbox))
