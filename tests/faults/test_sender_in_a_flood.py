"""Hundreds wait: what is urgent overtakes them, and all of it goes as fast as Telegram allows."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.outbox.actions import put
from bot.outbox.delivery_actions import claim
from bot.outbox.rules import Priority
from bot.sandbox.limits import Limits
from bot.sandbox.model import Event
from bot.telegram.paces import Paces
from bot.telegram.pacing import Pace
from tests.faults.sender_rig import CARD, Rig


@pytest.fixture
def rig(db: Database, clock: WoundClock) -> Rig:
    return Rig(db, clock)


@pytest.mark.parametrize(
    ("many", "others", "first"),
    [(500, Priority.NOTICE, Priority.PAGE), (300, Priority.CARD, Priority.BOARD)],
    ids=["a page and five hundred notices", "a board and the cards of hundreds"],
)
async def test_what_is_urgent_overtakes_hundreds_that_wait(
    db: Database, clock: WoundClock, many: int, others: Priority, first: Priority
) -> None:
    rig = Rig(db, clock, pace=Pace(), limits=Limits(rates_on=True), leaping=True)
    lev = await rig.person("Lev")
    await asyncio.gather(*(rig.person() for _ in range(many)))
    await asyncio.gather(*(rig.promise(to=n, priority=others) for n in range(2, many + 2)))
    under_way = asyncio.Event()

    def after_fifty(_: Event) -> None:
        if len(rig.box.calls) == 50:
            under_way.set()

    rig.box.listeners.append(after_fifty)
    async with asyncio.TaskGroup() as group:
        group.create_task(rig.sender.deliver_due())
        await under_way.wait()
        began = clock.now()
        await rig.promise(to=1, sound=first is Priority.PAGE, priority=first)
    urgent = next(call for call in rig.box.calls if call.chat_id == lev.user_id)
    assert (urgent.at - began).total_seconds() <= 1
    assert len(rig.box.calls) == many + 1
    assert rig.box.floods == 0


async def test_an_edit_waits_three_seconds_from_when_the_one_on_its_way_was_taken(rig: Rig) -> None:
    await rig.person()
    await rig.promise()
    tapped = rig.clock.now()
    rig.clock.forward(seconds=8)
    taken = rig.clock.now()
    await rig.db.write(claim, "another", set(), 1, now=taken)
    await rig.db.write(partial(put, card=CARD, subject_id=17, to=1, now=tapped, spaced=timedelta(seconds=3)))
    waiting_row = (await rig.rows())[-1]
    assert waiting_row.not_before == taken + timedelta(seconds=3)


async def test_a_mass_outage_drains_as_fast_as_telegram_allows(db: Database, clock: WoundClock) -> None:
    rig = Rig(db, clock, pace=Pace(), limits=Limits(rates_on=True), leaping=True)
    await asyncio.gather(*(rig.person() for _ in range(600)))
    await asyncio.gather(*(rig.promise(to=number) for number in range(1, 601)))
    began = clock.now()
    await rig.sender.deliver_due()
    assert rig.box.floods == 0
    assert len(rig.box.calls) == 600
    assert (rig.box.calls[-1].at - began).total_seconds() <= 1.10 * 19


def test_who_begins_a_little_late_delays_nobody_after_them() -> None:
    paces, late, now = Paces(), 0.01, 0.0
    for chat_id in range(15):
        paces.begin(chat_id, now)
    for chat_id in range(20, 30):
        now += paces.opens_in(chat_id, Priority.CARD, now) + late
        paces.begin(chat_id, now)
    assert now == pytest.approx(10 / 30 + late)
