"""A handler that fails, a disk that is full: tried again, put aside, and nobody else's trouble."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime

import pytest
from aiogram.types import Update
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database, StorageFailure, is_storage_trouble
from bot.intake.rules import Entry, State
from bot.timeline.actions import record
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from tests.faults.intake_rig import Rig, applied, box_with, inbox, living, states


def failing(rig: Callable[[], Rig], times: int, error: Exception) -> Callable[[Update], object]:
    left = [times]

    async def handle(update: Update) -> State | None:
        if left[0] > 0:
            left[0] -= 1
            raise error
        return await rig().note(update)

    return handle


async def test_a_handler_that_fails_twice_and_then_works_is_applied_once(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    rig = Rig(box, db, clock, handle=failing(lambda: rig, 2, RuntimeError("flaky")))  # type: ignore[arg-type]
    async with living(rig):
        await rig.run_dry()
    assert applied(db) == list(inbox(db))
    [row] = inbox(db).values()
    assert (row.state, row.attempts, row.error) == ("applied", 2, "RuntimeError")
    assert rig.pauses.seconds == [0.2, 1.0]


async def test_a_handler_that_fails_three_times_is_quarantined_and_told(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    olga.write("and this")

    def tell(session: Session, entry: Entry, why: str, now: datetime) -> None:
        record(session, Event.PERSON_CHANGED, by=None, at=now, update=-entry.update_id, why_not=why)

    rig = Rig(box, db, clock, handle=failing(lambda: rig, 3, KeyError("x")), on_quarantine=tell)  # type: ignore[arg-type]
    async with living(rig):
        await rig.run_dry()
    bad, good = inbox(db)
    assert states(db) == ["quarantined", "applied"]
    assert applied(db) == [-bad, good]

    def quarantined(session: Session) -> list[TimelineEvent]:
        found = select(TimelineEvent).where(TimelineEvent.kind == Event.QUARANTINED)
        return list(session.scalars(found))

    [event] = db.read_here(quarantined)
    assert event.data == {"update": bad, "error": "KeyError"}
    assert event.why == f"update {bad}"


async def test_a_handler_that_fails_after_its_write_is_not_called_again(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    calls = 0

    async def handle(update: Update) -> State | None:
        nonlocal calls
        calls += 1
        await rig.note(update)
        raise RuntimeError("the toast was broken")

    rig = Rig(box, db, clock, handle=handle)
    async with living(rig):
        await rig.run_dry()
    assert (calls, len(applied(db)), states(db)) == (1, 1, ["applied"])


async def test_a_handler_that_hangs_is_a_failure_too(
    db: Database, clock: WoundClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.worker.LONGEST_ATTEMPT_SECONDS", 0)
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")

    async def hangs(_: Update) -> State | None:
        await asyncio.Event().wait()
        return None

    rig = Rig(box, db, clock, handle=hangs)
    async with living(rig):
        await rig.run_dry()
    [row] = inbox(db).values()
    assert (row.state, row.error) == ("quarantined", "TimeoutError")


STORAGE = sqlite3.OperationalError("database or disk is full")
STORAGE.sqlite_errorname = "SQLITE_FULL"
NO_TABLE = sqlite3.OperationalError("no such table: x")
NO_TABLE.sqlite_errorname = "SQLITE_ERROR"


@pytest.mark.parametrize(
    "error",
    [StorageFailure("disk full"), OperationalError("INSERT", {}, STORAGE)],
    ids=["commit", "statement"],
)
async def test_a_full_disk_is_waited_out_and_counts_against_nobody(
    db: Database, clock: WoundClock, error: Exception
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    rig = Rig(box, db, clock, handle=failing(lambda: rig, 50, error))  # type: ignore[arg-type]
    async with living(rig):
        await rig.run_dry()
    [row] = inbox(db).values()
    assert (row.state, row.attempts, row.error) == ("applied", 0, None)
    assert rig.pauses.seconds == [1.0] * 50
    assert rig.worker.trouble is None


def test_a_missing_table_is_a_mistake_of_ours_and_no_trouble_of_the_disk() -> None:
    assert not is_storage_trouble(OperationalError("SELECT", {}, NO_TABLE))
    assert not is_storage_trouble(ValueError())


async def test_a_disk_that_fills_up_within_a_real_write_loses_nothing(
    db: Database, clock: WoundClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    rig = Rig(box, db, clock)
    await rig.fetch()
    times = [3]

    def full(boundary: str) -> None:
        if boundary == "before commit" and times[0]:
            times[0] -= 1
            raise OSError("disk full")

    monkeypatch.setattr(db, "_boundary", full)
    async with living(rig):
        await rig.worker.idle()
    assert len(applied(db)) == 1
    assert states(db) == ["applied"]
