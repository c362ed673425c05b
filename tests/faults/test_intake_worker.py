"""Each person in order, people side by side; one update, one write."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from aiogram.types import Update
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database, wake
from bot.intake.journal import AlreadySettled, forget_settled, settle
from bot.intake.rules import FLOOD_MOST, State
from bot.telegram.visit import SecondWrite
from tests.faults.intake_rig import Rig, applied, box_with, inbox, living, noted, states


async def test_each_person_is_heard_in_order_and_people_side_by_side(db: Database, clock: WoundClock) -> None:
    box, people = box_with(clock, "Olga", "Lev", "Sonya", "Ihor")
    for n in range(5):
        for person in people:
            person.write(f"word {n}")
    heard: dict[int, list[int]] = defaultdict(list)
    within: Counter[int] = Counter()
    most, gate = 0, asyncio.Event()

    async def handle(update: Update) -> State | None:
        nonlocal most
        assert update.message is not None
        assert update.message.from_user is not None
        sender = update.message.from_user.id
        within[sender] += 1
        assert within[sender] == 1, "two of one person's updates at once"
        most = max(most, within.total())
        if within.total() == len(people):
            gate.set()
        await gate.wait()
        heard[sender].append(update.update_id)
        within[sender] -= 1
        return await rig.note(update)

    rig = Rig(box, db, clock, handle=handle)
    async with living(rig):
        await rig.run_dry()
    assert most == len(people)
    assert all(ids == sorted(ids) and len(ids) == 5 for ids in heard.values())


async def test_one_slow_person_holds_nobody_up(db: Database, clock: WoundClock) -> None:
    box, [olga, lev] = box_with(clock, "Olga", "Lev")
    olga.write("slow")
    lev.write("quick")
    gate, done = asyncio.Event(), asyncio.Event()

    async def handle(update: Update) -> State | None:
        assert update.message is not None
        if update.message.text == "slow":
            await gate.wait()
        else:
            done.set()
        return await rig.note(update)

    rig = Rig(box, db, clock, handle=handle)
    async with living(rig):
        await rig.worker.idle()
        await rig.fetch()
        await done.wait()
        gate.set()
        await rig.run_dry()
    assert len(applied(db)) == 2


async def test_a_thousand_presses_a_minute_cost_their_sender_and_nobody_else(
    db: Database, clock: WoundClock
) -> None:
    box, [olga, lev] = box_with(clock, "Olga", "Lev")
    menu = box.post(box.chats[101], None, {"text": "menu"})
    for _ in range(200):
        olga.tap(menu.id, "works:1", forge=True)
    lev.write("help")
    rig = Rig(box, db, clock)
    async with living(rig):
        await rig.run_dry()
        assert Counter(states(db)) == {"applied": FLOOD_MOST + 1, "refused": 200 - FLOOD_MOST}
        assert all(not row.body for row in inbox(db).values() if row.state == "refused")
        assert len(rig.turned_away) == 1, "one polite word in ten seconds"
        clock.forward(seconds=10)
        olga.tap(menu.id, "works:1", forge=True)
        await rig.run_dry()
    assert len(applied(db)) == FLOOD_MOST + 2


async def test_what_was_written_over_ten_minutes_is_no_flood_when_it_arrives_at_once(
    db: Database, clock: WoundClock
) -> None:
    """The bot was down; Telegram kept the messages, each with the moment it was sent at."""
    box, [olga] = box_with(clock, "Olga")
    for n in range(FLOOD_MOST * 2):
        olga.write(f"word {n}")
        clock.forward(seconds=5)
    async with living(Rig(box, db, clock)) as rig:
        await rig.run_dry()
    assert len(applied(db)) == FLOOD_MOST * 2


async def test_a_second_write_in_one_visit_is_a_mistake_of_the_program(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    seen: list[type[BaseException]] = []

    async def twice(update: Update) -> State | None:
        caller = rig.caller(update)
        await caller.write(noted, 1, now=clock.now())
        with pytest.raises(SecondWrite) as error:
            await caller.write(noted, 2, now=clock.now())
        seen.append(error.type)
        return None

    rig = Rig(box, db, clock, handle=twice)
    async with living(rig):
        await rig.run_dry()
    assert (applied(db), seen) == ([1], [SecondWrite])


async def test_a_write_for_a_settled_update_is_undone_whole(db: Database, clock: WoundClock) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    woken: list[dict[str, object]] = []

    def action(session: Session) -> None:
        noted(session, 7, now=clock.now())
        wake(session, "outbox")

    async def late(update: Update) -> State | None:
        await db.write(settle, update.update_id, State.REFUSED, now=clock.now())
        db.after_commit.append(woken.append)
        with pytest.raises(AlreadySettled):
            await rig.caller(update).write(action)
        raise AlreadySettled(update.update_id)

    rig = Rig(box, db, clock, handle=late)
    async with living(rig):
        await rig.run_dry()
    assert (applied(db), states(db), woken) == ([], ["refused"], [])


async def test_a_handler_without_a_write_leaves_its_end_to_the_worker(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")

    async def reads(_: Update) -> State | None:
        return State.IGNORED

    async with living(Rig(box, db, clock, handle=reads)) as rig:
        await rig.run_dry()
    [row] = inbox(db).values()
    assert (row.state, row.settled_at) == ("ignored", clock.now())


async def test_old_updates_are_forgotten_once_they_are_settled(db: Database, clock: WoundClock) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("settled")
    async with living(Rig(box, db, clock)) as rig:
        await rig.run_dry()
    olga.write("not settled")
    await Rig(box, db, clock).fetch()
    clock.forward(hours=73)
    assert await db.write(forget_settled, before=clock.now() - timedelta(hours=72), most=9) == 1
    assert states(db) == ["new"]
