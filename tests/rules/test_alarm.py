"""The alarm clock: what is due fires once, what fails is tried again, and a clock set back stops nothing."""

from __future__ import annotations

import asyncio
import logging
import threading
from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine
from sqlalchemy.orm import Session

from bot.alarm import AlarmClock, Beat
from bot.clock import SystemClock, WoundClock
from bot.db import Database, NoSeat, StorageFailure
from bot.timer.actions import arm, disarm
from bot.timer.queries import next_due_at
from bot.timer.rules import Fired


class Heard:
    """What fired, in order; as often as `trouble` says it fails first."""

    def __init__(self, trouble: int = 0) -> None:
        self.keys: list[str] = []
        self.trouble = trouble
        self.rang = asyncio.Event()

    def __call__(self, session: Session, timer: Fired, *, now: object) -> None:
        self.keys.append(timer.key)
        self.rang.set()
        if self.trouble:
            self.trouble -= 1
            raise LookupError("nothing there")


async def armed(db: Database, key: str, *, at: datetime) -> None:
    await db.write(partial(arm, key=key, kind="kind", at=at))


async def test_what_is_due_fires_once_and_what_is_not_stays(db: Database, clock: WoundClock) -> None:
    fired = Heard()
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
    fired = Heard()
    for number in range(300):
        await armed(db, f"{number:03}", at=clock.now() + timedelta(minutes=number % 7))
    clock.forward(days=3)
    assert await AlarmClock(db, clock, {"kind": fired}).ring() == 300
    assert sorted(fired.keys) == [f"{number:03}" for number in range(300)]


async def test_one_that_fails_comes_again_half_a_minute_later(
    db: Database, clock: WoundClock, caplog: pytest.LogCaptureFixture
) -> None:
    fired = Heard(trouble=1)
    alarm = AlarmClock(db, clock, {"kind": fired})
    await armed(db, "one", at=clock.now())
    await alarm.ring()
    assert db.read_here(next_due_at) == clock.now() + timedelta(seconds=30)
    clock.forward(seconds=30)
    await alarm.ring()
    assert fired.keys == ["one", "one"]
    assert db.read_here(next_due_at) is None
    assert "action=timer_failed key=one" in caplog.text


async def test_of_many_that_are_due_the_one_that_fails_takes_none_with_it(
    db: Database, clock: WoundClock, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Heard()

    def fails(session: Session, timer: Fired, *, now: object) -> None:
        arm(session, "of the one that fails", "kind", at=clock.now() + timedelta(minutes=1))
        raise LookupError("nothing there")

    for number in range(5):
        await armed(db, f"{number}", at=clock.now())
    await db.write(partial(arm, key="2 and a half", kind="failing", at=clock.now()))
    await AlarmClock(db, clock, {"kind": heard, "failing": fails}).ring()
    assert set(heard.keys) == {"0", "1", "2", "3", "4"}
    assert db.read_here(next_due_at) == clock.now() + timedelta(seconds=30), "it alone is left, and undone"
    assert caplog.text.count("action=timer_failed") == 1


async def test_what_is_armed_while_it_rings_does_not_wait_for_the_next_second(db: Database) -> None:
    heard, asked, goes_on = Heard(), asyncio.Event(), threading.Event()
    loop, clock = asyncio.get_running_loop(), SystemClock()

    def needed(*_: object) -> bool:
        loop.call_soon_threadsafe(asked.set)
        return not goes_on.wait(10)

    beat = Beat("slow", timedelta(hours=1), needed, lambda *_, **__: None)
    alarm = AlarmClock(db, clock, {"kind": heard}, [beat])
    alarm.start()
    async with asyncio.TaskGroup() as group:
        group.create_task(alarm.ring())
        await asyncio.wait_for(asked.wait(), 10)
        await armed(db, "one", at=clock.now() + timedelta(milliseconds=1))
        alarm._tick.modify(next_run_time=clock.now() + timedelta(hours=1))  # its moment came while it rang
        goes_on.set()
    assert alarm._tick.next_run_time < clock.now() + timedelta(seconds=1)
    alarm.stop()


async def test_a_machine_whose_clock_is_set_back_an_hour_rings_on(db: Database) -> None:
    fired = Heard()
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
    fired, later = Heard(), clock.now() + timedelta(hours=1)

    def moves(session: Session, timer: Fired, *, now: object) -> None:
        arm(session, "second", "kind", at=later)

    await db.write(partial(arm, key="first", kind="moving", at=clock.now()))
    await armed(db, "second", at=clock.now())
    await AlarmClock(db, clock, {"kind": fired, "moving": moves}).ring()
    assert fired.keys == []
    assert db.read_here(next_due_at) == later


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_life_that_ends_in_the_middle_of_a_ring_commits_what_it_began_and_calls_nothing_an_error(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    began, goes_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slow(session: Session, timer: Fired, *, now: object) -> None:
        loop.call_soon_threadsafe(began.set)
        goes_on.wait(10)

    alarm = AlarmClock(db, SystemClock(), {"kind": slow})
    await armed(db, "one", at=SystemClock().now())
    alarm.start()
    await asyncio.wait_for(began.wait(), 10)
    alarm.stop()
    await asyncio.sleep(0)  # it is called off
    goes_on.set()
    await db.write(disarm, "something after it")
    assert db.read_here(next_due_at) is None
    assert caplog.text.count("action=ring_left") == 1
    assert errors(caplog) == []


@pytest.mark.parametrize("why", [NoSeat("taken for dead"), StorageFailure("disk full")], ids=["seat", "disk"])
async def test_who_lost_the_seat_or_the_disk_says_so_in_one_line_and_rings_on(
    db: Database, caplog: pytest.LogCaptureFixture, why: Exception
) -> None:
    rang = asyncio.Event()
    loop = asyncio.get_running_loop()
    trouble = [why]

    def refused(session: Session, timer: Fired, *, now: object) -> None:
        if trouble:
            raise trouble.pop()
        loop.call_soon_threadsafe(rang.set)

    alarm = AlarmClock(db, SystemClock(), {"kind": refused})
    await armed(db, "one", at=SystemClock().now())
    alarm.start()
    await asyncio.wait_for(rang.wait(), 10)
    alarm.stop()
    assert caplog.text.count(f"action=ring_waits why={why}") == 1
    assert errors(caplog) == []


async def test_a_beat_that_finds_no_seat_is_no_error(
    db: Database, clock: WoundClock, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(session: Session, *, now: datetime) -> None:
        raise NoSeat("taken for dead")

    beat = Beat("some", timedelta(seconds=30), lambda *_: True, refused)
    await AlarmClock(db, clock, {}, [beat]).ring()
    assert "action=beat_waits name=some why=taken for dead" in caplog.text
    assert errors(caplog) == []
