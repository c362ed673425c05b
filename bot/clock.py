"""What time it is: the only module that asks the machine. Everything else is given `now`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """This moment, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


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
