"""The alarm clock: what is due fires once, what fails is tried again, and a clock set back stops nothing."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine
from sqlalchemy.orm import Session

from bot.alarm import AlarmClock
from bot.clock import SystemClock, WoundClock
from bot.db import Database
from bot.timer.actions import arm, disarm
from bot.timer.models import Timer
from bot.timer.queries import next_due_at


class Fired:
    """What fired, in order; as often as `trouble` says it fails first."""

    def __init__(self, trouble: int = 0) -> None:
        self.keys: list[str] = []
        self.trouble = trouble
        self.rang = asyncio.Event()

    def __call__(self, session: Session, timer: Timer, *, now: object) -> None:
        self.keys.append(timer.key)
        self.rang.set()
        if self.trouble:
            self.trouble -= 1
            raise LookupError("nothing there")


async def armed(db: Database, key: str, *, at: datetime) -> None:
    await db.write(partial(arm, key=key, kind="kind", at=at))


async def test_what_is_due_fires_once_and_what_is_not_stays(db: Database, clock: WoundClock) -> None:
    fired = Fired()
    alarm = AlarmClock(db, clock, {"kind": fired})
    now = clock.now()
    await armed(db, "soon", at=now)
    await armed(db, "later", at=now + timedelta(minutes=1))
    await armed(db, "void", at=now)
    await db.write(disarm, "void")
    assert (await alarm.ring(), await alarm.ring(), fired.keys) == (1, 0, ["soon"])
    clock.forward(minutes=1)
    await alarm.ring()
    assert fired.keys == ["soon", "later"]


async def test_a_long_stop_fires_everything_that_was_due_meanwhile(db: Database, clock: WoundClock) -> None:
    fired = Fired()
    for number in range(300):
        await armed(db, f"{number:03}", at=clock.now() + timedelta(minutes=number % 7))
    clock.forward(days=3)
    assert await AlarmClock(db, clock, {"kind": fired}).ring() == 300
    assert sorted(fired.keys) == [f"{number:03}" for number in range(300)]


async def test_one_that_fails_comes_again_half_a_minute_later(
    db: Database, clock: WoundClock, caplog: pytest.LogCaptureFixture
) -> None:
    fired = Fired(trouble=1)
    alarm = AlarmClock(db, clock, {"kind": fired})
    await armed(db, "one", at=clock.now())
    await alarm.ring()
    assert db.read_here(next_due_at) == clock.now() + timedelta(seconds=30)
    clock.forward(seconds=30)
    await alarm.ring()
    assert fired.keys == ["one", "one"]
    assert db.read_here(next_due_at) is None
    assert "action=timer_failed key=one" in caplog.text


async def test_a_machine_whose_clock_is_set_back_an_hour_rings_on(db: Database) -> None:
    fired = Fired()
    alarm = AlarmClock(db, SystemClock(), {"kind": fired})
    alarm.start()
    with time_machine.travel(SystemClock().now() - timedelta(hours=1), tick=True):
        await armed(db, "one", at=SystemClock().now() + timedelta(seconds=1.5))
        await asyncio.wait_for(fired.rang.wait(), 10)
    alarm.stop()
    assert fired.keys == ["one"]


async def test_a_timer_that_was_moved_in_the_last_moment_does_not_fire(
    db: Database, clock: WoundClock
) -> None:
    fired, later = Fired(), clock.now() + timedelta(hours=1)

    def moves(session: Session, timer: Timer, *, now: object) -> None:
        arm(session, "second", "kind", at=later)

    await db.write(partial(arm, key="first", kind="moving", at=clock.now()))
    await armed(db, "second", at=clock.now())
    await AlarmClock(db, clock, {"kind": fired, "moving": moves}).ring()
    assert fired.keys == []
    assert db.read_here(next_due_at) == later
