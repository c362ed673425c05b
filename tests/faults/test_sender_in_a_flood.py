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


async def test_a_page_overtakes_five_hundred_notices(db: Database, clock: WoundClock) -> None:
    rig = Rig(db, clock, pace=Pace(), limits=Limits(rates_on=True), leaping=True)
    lev = await rig.person("Lev")
    await asyncio.gather(*(rig.person() for _ in range(500)))
    await asyncio.gather(*(rig.promise(to=n, priority=Priority.NOTICE) for n in range(2, 502)))
    promised = asyncio.Event()

    def after_a_hundred(_: Event) -> None:
        if len(rig.box.calls) == 100:
            promised.set()

    rig.box.listeners.append(after_a_hundred)
    async with asyncio.TaskGroup() as group:
        group.create_task(rig.sender.deliver_due())
        await promised.wait()
        began = clock.now()
        await rig.promise(to=1, sound=True, priority=Priority.PAGE)
    page = next(call for call in rig.box.calls if call.chat_id == lev.user_id)
    assert (page.at - began).total_seconds() <= 1
    assert len(rig.box.calls) == 501
    assert rig.box.floods == 0


async def test_a_board_overtakes_the_cards_of_hundreds(db: Database, clock: WoundClock) -> None:
    rig = Rig(db, clock, pace=Pace(), limits=Limits(rates_on=True), leaping=True)
    lev = await rig.person("Lev")
    await asyncio.gather(*(rig.person() for _ in range(300)))
    await asyncio.gather(*(rig.promise(to=n, priority=Priority.CARD) for n in range(2, 302)))
    under_way = asyncio.Event()

    def after_fifty(_: Event) -> None:
        if len(rig.box.calls) == 50:
            under_way.set()

    rig.box.listeners.append(after_fifty)
    async with asyncio.TaskGroup() as group:
        group.create_task(rig.sender.deliver_due())
        await under_way.wait()
        began = clock.now()
        await rig.promise(to=1, priority=Priority.BOARD)
    board = next(call for call in rig.box.calls if call.chat_id == lev.user_id)
    assert (board.at - began).total_seconds() <= 1
    assert len(rig.box.calls) == 301
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
