"""Shifts by the clock on the wall: which days a pattern works, and which moments its hours are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import Mistake
from bot.zone import moment_of, wall_of

AHEAD = timedelta(days=62)
"""So far ahead a pattern's shifts stand on the rota."""
LONGEST_CYCLE = 56
WEEK = range(1, 8)
_DAY = timedelta(days=1)


class NotAPattern(Mistake):
    """Days that cannot come again: no days at all, too long a round, or an end before the beginning."""

    key = "not-a-pattern"


class NoSuchPattern(Mistake):
    """It is not there any more. No values."""

    key = "no-such-pattern"


@dataclass(frozen=True)
class Days:
    """Which days: `on` of every `on + off` from the first day, or these weekdays (1 is Monday)."""

    first: date
    last: date | None = None
    on: int | None = None
    off: int | None = None
    weekdays: frozenset[int] | None = None

    def __contains__(self, day: date) -> bool:
        if day < self.first or (self.last is not None and day > self.last):
            return False
        if self.weekdays is not None:
            return day.isoweekday() in self.weekdays
        return (day - self.first).days % ((self.on or 0) + (self.off or 0)) < (self.on or 0)

    def between(self, first: date, last: date) -> list[date]:
        """The working days from `first` to `last`, both included."""
        begins = max(first, self.first)
        count = (min(last, self.last or last) - begins).days + 1
        return [day for number in range(count) if (day := begins + number * _DAY) in self]


def checked_days(days: Days) -> Days:
    """The same days, or NotAPattern."""
    by_week = days.weekdays is not None and bool(days.weekdays) and days.weekdays <= set(WEEK)
    by_round = days.on is not None and days.off is not None and days.on > 0 and days.off >= 0
    in_order = days.last is None or days.last >= days.first
    short = (days.on or 0) + (days.off or 0) <= LONGEST_CYCLE
    if not in_order or not short or by_week == by_round or (days.weekdays is not None and not by_week):
        raise NotAPattern
    return days


def walls(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """What the clock shows at the beginning and the end of that day's shift; both naive."""
    begins = datetime.combine(day, starts)
    until = datetime.combine(day, ends)
    return begins, until if until > begins else until + _DAY


def local_of(moment: datetime, zone: str | None) -> str | None:
    """How a shift keeps this moment by the wall of a zone; None where only the moment itself can name it."""
    wall = None if zone is None else wall_of(moment, ZoneInfo(zone))
    return None if wall is None else wall.isoformat()


def moment_from(local: str, zone: str) -> datetime:
    """The moment that a kept wall time means in this zone, as the zone's rules are now."""
    return moment_of(datetime.fromisoformat(local), ZoneInfo(zone))


def today_in(zone: str, now: datetime) -> date:
    """The day it is there."""
    return now.astimezone(ZoneInfo(zone)).date()
