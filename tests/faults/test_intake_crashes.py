"""Killed anywhere on the way: nothing that Telegram gave us is lost, nothing happens twice."""

from __future__ import annotations

import asyncio

import pytest
from aiogram.types import Update

from bot.clock import WoundClock
from bot.db import Database, StorageFailure
from bot.intake.journal import begin
from bot.intake.rules import State
from bot.nursery import Nursery
from tests.faults.intake_rig import Rig, applied, box_with, inbox, living, states


async def test_killed_before_the_journal_is_committed_they_come_again(
    db: Database, clock: WoundClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("one")
    olga.write("two")

    def dies(boundary: str) -> None:
        raise OSError(boundary)

    monkeypatch.setattr(db, "_boundary", dies)
    async with living(Rig(box, db, clock)) as first:
        with pytest.raises(StorageFailure):
            await first.fetch()
    monkeypatch.undo()
    assert states(db) == []
    async with living(Rig(box, db, clock)) as second:
        await second.run_dry()
    assert len(applied(db)) == len(set(applied(db))) == 2


async def test_killed_after_the_journal_is_committed_they_are_handled_once(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    sent = [olga.write(f"word {n}").id for n in range(5)]
    await Rig(box, db, clock).fetch()
    assert states(db) == ["new"] * 5
    assert len(box.updates.waiting) == 5, "Telegram must not hear of it before the next poll"
    async with living(Rig(box, db, clock)) as second:
        await second.run_dry()
    assert len(applied(db)) == len(set(applied(db))) == len(sent)
    assert not box.updates.waiting


async def test_killed_within_a_handler_it_is_done_again(db: Database, clock: WoundClock) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    reached = asyncio.Event()

    async def hangs(_: Update) -> State | None:
        reached.set()
        await asyncio.Event().wait()
        return None

    async with living(Rig(box, db, clock, handle=hangs)) as first:
        await first.fetch()
        await reached.wait()
    assert applied(db) == []
    async with living(Rig(box, db, clock)) as second:
        await second.run_dry()
    assert applied(db) == list(inbox(db))
    assert states(db) == ["applied"]


async def test_killed_after_the_commit_of_a_handler_it_is_not_done_again(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    committed = asyncio.Event()

    async def writes_and_hangs(update: Update) -> State | None:
        await first.note(update)
        committed.set()
        await asyncio.Event().wait()
        return None

    first = Rig(box, db, clock, handle=writes_and_hangs)
    async with living(first):
        await first.fetch()
        await committed.wait()
    async with living(Rig(box, db, clock)) as second:
        await second.run_dry()
    assert len(applied(db)) == 1


async def test_an_update_that_kills_the_process_three_times_is_put_aside(
    db: Database, clock: WoundClock
) -> None:
    box, [olga, lev] = box_with(clock, "Olga", "Lev")
    olga.write("poison")
    lev.write("hello")
    await Rig(box, db, clock).fetch()
    poison, hello = inbox(db)

    for life in range(1, 4):
        reached = asyncio.Event()

        async def dies(update: Update, reached: asyncio.Event = reached) -> State | None:
            assert update.update_id == poison, "the next one waits until this one has ended"
            reached.set()
            await asyncio.Event().wait()
            return None

        async with living(Rig(box, db, clock, handle=dies)):
            await reached.wait()
        assert inbox(db)[poison].attempts == life, "an attempt is committed before it is made"
    async with living(Rig(box, db, clock)) as fourth:
        await fourth.run_dry()
    assert states(db) == ["quarantined", "applied"]
    assert applied(db) == [hello]


async def test_a_second_worker_that_saw_the_same_row_undoes_its_own_action(
    db: Database, clock: WoundClock
) -> None:
    """Two processes for a moment, as in a clumsy restart: the row says who was first."""
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    await Rig(box, db, clock).fetch()
    first, second = Rig(box, db, clock), Rig(box, db, clock)
    async with living(first), living(second):
        await asyncio.gather(first.worker.idle(), second.worker.idle())
    assert len(applied(db)) == 1


@pytest.mark.parametrize("times", [2, 5])
async def test_delivered_several_times_is_handled_once(db: Database, clock: WoundClock, times: int) -> None:
    box, [olga] = box_with(clock, "Olga")
    box.faults.deliver_times = times
    for n in range(4):
        olga.write(f"word {n}")
    async with living(Rig(box, db, clock)) as rig:
        await rig.run_dry()
        box.faults.clear()
        await rig.run_dry()
    assert len(applied(db)) == len(set(applied(db))) == 4


async def test_what_came_while_the_left_over_was_handled_waits_for_it(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("before the kill")
    await Rig(box, db, clock).fetch()
    olga.write("after it")
    gate, order = asyncio.Event(), list[int]()

    async def slow(update: Update) -> State | None:
        await gate.wait()
        order.append(update.update_id)
        return await second.note(update)

    second = Rig(box, db, clock, handle=slow)
    async with living(second):
        await second.fetch()
        gate.set()
        await second.run_dry()
    assert order == sorted(order)
    assert len(order) == 2


async def test_handed_over_before_the_left_over_was_read_it_is_handled_once(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("quick")
    rig = Rig(box, db, clock)
    await rig.fetch()
    async with living(rig):
        await rig.worker.idle()
    assert len(applied(db)) == 1
    assert inbox(db)[applied(db)[0]].attempts == 0, "it was live: no attempt is written for it"


async def test_stopping_lets_the_running_handler_end_and_begins_nothing_new(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("running")
    olga.write("waiting")
    reached, gate = asyncio.Event(), asyncio.Event()

    async def slow(update: Update) -> State | None:
        reached.set()
        await gate.wait()
        return await rig.note(update)

    rig = Rig(box, db, clock, handle=slow)
    async with living(rig):
        await rig.fetch()
        await reached.wait()
        stopping = Nursery().start(rig.worker.stop(), name="stop")
        await asyncio.wait({stopping}, timeout=0)
        gate.set()
        await stopping
    assert states(db) == ["applied", "new"]


async def test_stopping_does_not_wait_for_ever(db: Database, clock: WoundClock) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("stuck")
    reached = asyncio.Event()

    async def hangs(_: Update) -> State | None:
        reached.set()
        await asyncio.Event().wait()
        return None

    async with living(Rig(box, db, clock, handle=hangs)) as rig:
        await rig.fetch()
        await reached.wait()
        await rig.worker.stop(within=0)
    assert states(db) == ["new"]


async def test_an_attempt_before_a_kill_counts_even_without_a_failure(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    await Rig(box, db, clock).fetch()
    [update_id] = inbox(db)
    for _ in range(3):
        await db.write(begin, update_id)
    async with living(Rig(box, db, clock)) as rig:
        await rig.run_dry()
    assert states(db) == ["quarantined"]
    assert inbox(db)[update_id].error == "the process died with it"
