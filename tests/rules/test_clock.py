"""A machine's clock that is set back must not hold up a page, nor one that jumps forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.clock import SteadyClock
from bot.db import Database
from bot.timeline.actions import record
from bot.timeline.queries import newest_at
from bot.timeline.rules import Event

MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)


class Machine:
    """A machine with two clocks: one that people set, and one that only time moves."""

    def __init__(self) -> None:
        self.wall, self.seconds = MIDNIGHT, 0.0
        self.clock = self.started()

    def started(self) -> SteadyClock:
        return SteadyClock(lambda: self.wall, lambda: self.seconds)

    def passes(self, **by: float) -> datetime:
        """Time goes by; what the bot's clock says then."""
        self.wall, self.seconds = (
            self.wall + timedelta(**by),
            self.seconds + timedelta(**by).total_seconds(),
        )
        return self.clock.now()

    def set(self, **by: float) -> datetime:
        """Somebody sets the clock."""
        self.wall += timedelta(**by)
        return self.clock.now()


def test_it_is_the_machines_clock_while_nobody_sets_it() -> None:
    machine = Machine()
    assert machine.passes(hours=3) == machine.wall


def test_set_back_an_hour_it_does_not_go_back_and_a_page_is_not_held_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    machine = Machine()
    before = machine.passes(hours=3)
    due_at = before + timedelta(minutes=5)
    assert machine.set(hours=-1) == before
    assert machine.passes(minutes=5) < due_at
    assert machine.passes(minutes=1) >= due_at
    assert "action=clock_moved by_seconds=-3600" in caplog.text


def test_the_machines_clock_comes_up_with_it() -> None:
    machine = Machine()
    machine.passes(hours=3)
    machine.set(hours=-1)
    for _ in range(601):
        machine.passes(minutes=1)
    assert machine.clock.now() == machine.wall


def test_set_forward_it_follows_at_once_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine()
    assert machine.set(minutes=20) == machine.wall
    assert "action=clock_moved by_seconds=1200" in caplog.text
    assert machine.passes(seconds=1) == machine.wall
    assert caplog.text.count("clock_moved") == 1


def test_started_anew_it_goes_on_from_the_newest_event(caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine()
    mark = MIDNIGHT + timedelta(hours=1)
    machine.clock.not_before(mark)
    assert machine.clock.now() == mark
    machine.clock.not_before(None)
    machine.clock.not_before(MIDNIGHT)
    assert machine.passes(minutes=10) == mark + timedelta(minutes=9)
    assert caplog.text.count("clock_behind") == 1


def test_events_from_a_clock_that_was_far_ahead_are_not_believed(caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine()
    machine.clock.not_before(MIDNIGHT + timedelta(days=400))
    assert machine.clock.now() == MIDNIGHT
    assert "action=clock_behind" in caplog.text


async def test_the_newest_event_is_the_mark(db: Database) -> None:
    assert await db.read(newest_at) is None
    for minutes in (0, 5):
        at = MIDNIGHT + timedelta(minutes=minutes)
        await db.write(partial(record, kind=Event.ROTA_CHANGED, by=None, at=at))
    assert await db.read(newest_at) == MIDNIGHT + timedelta(minutes=5)
