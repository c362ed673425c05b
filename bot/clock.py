"""What time it is: the only module that asks the machine. Everything else is given `now`."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import NamedTuple, Protocol

log = logging.getLogger(__name__)

_SLOWER = 0.9
"""An hour set back is made good in ten; a page due in five minutes comes half a minute late meanwhile."""

_WORTH_SAYING = timedelta(minutes=1)

_MOST_MOVES = 20

_FARTHEST_AHEAD = timedelta(hours=3)


class Clock(Protocol):
    def now(self) -> datetime:
        """This moment, aware, in UTC."""


class Move(NamedTuple):
    """The machine's clock was set: by so many seconds, at this moment of the bot's."""

    at: datetime
    seconds: float


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SteadyClock:
    """The machine's clock, but never backwards: what it was set back by must not hold up a page.

    Set back, it goes on a little slower than time does until the machine's clock has come up with it; set
    forward, it follows at once. `wall` and `steady` (seconds that only time moves) are the machine's.
    """

    def __init__(
        self,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.moves: deque[Move] = deque(maxlen=_MOST_MOVES)
        """Each time it was set, until somebody is told of it."""
        self._wall, self._steady, self._lock = wall, steady, Lock()
        self._now = self._wall_was = wall()
        self._steady_was = steady()

    def now(self) -> datetime:
        with self._lock:
            wall, steady = self._wall(), self._steady()
            passed = timedelta(seconds=steady - self._steady_was)
            moved = wall - self._wall_was - passed
            self._now = max(wall, self._now + passed * _SLOWER)
            if abs(moved) >= _WORTH_SAYING:
                log.critical("action=clock_moved by_seconds=%.0f", moved.total_seconds())
                self.moves.append(Move(self._now, moved.total_seconds()))
            self._wall_was, self._steady_was = wall, steady
            return self._now

    def not_before(self, mark: datetime | None) -> None:
        """Go on from this moment, the newest of an earlier run; one too far ahead was a mistake of then."""
        ahead = timedelta() if mark is None else mark - self.now()
        if mark is None or ahead <= timedelta():
            return
        log.critical("action=clock_behind by_seconds=%.0f", ahead.total_seconds())
        self.moves.append(Move(mark, -ahead.total_seconds()))
        if ahead <= _FARTHEST_AHEAD:
            with self._lock:
                self._now = mark


class RehearsalClock:
    """The machine's clock, wound forward by the seconds that a file holds (demo and rehearsals only)."""

    def __init__(self, offset_file: Path) -> None:
        self._offset_file = offset_file

    def offset(self) -> timedelta:
        try:
            return timedelta(seconds=float(self._offset_file.read_text() or 0))
        except FileNotFoundError:
            return timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset()

    def forward(self, seconds: float) -> None:
        """Wind on. Written whole and renamed, so that a reader never sees half a number."""
        fresh = self._offset_file.with_suffix(".new")
        fresh.write_text(str(self.offset().total_seconds() + seconds))
        fresh.replace(self._offset_file)


class WoundClock:
    """A clock that stands until it is wound: for tests."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware moment")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def forward(self, **by: float) -> None:
        """Wind on by `timedelta(**by)`."""
        self._now += timedelta(**by)

    def set(self, moment: datetime) -> None:
        self._now = moment.astimezone(UTC)
