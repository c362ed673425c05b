"""Which hours of a shift somebody means: "22:00–02:00", "22-2", by their own clock."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.zone import moment_of

_HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:[-–—−]|\s)\s*(\d{1,2})(?:[:.](\d{2}))?")


def part_meant(
    words: str, starts_at: datetime, ends_at: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    """The part of the time between the two moments that the words name; None where they name none.

    An hour that comes twice that night is meant the first time it comes.
    """
    found = _HOURS.fullmatch(" ".join(words.split()))
    if found is None:
        return None
    begins = _clock(found[1], found[2])
    ends = _clock(found[3], found[4])
    if begins is None or ends is None:
        return None
    first = next(
        (one for one in _moments(begins, starts_at, ends_at, zone) if starts_at <= one < ends_at), None
    )
    if first is None:
        return None
    last = next((one for one in _moments(ends, first, ends_at, zone) if first < one <= ends_at), None)
    return (first, last) if last is not None else None


def _clock(hour: str, minute: str | None) -> time | None:
    hours, minutes = int(hour) % 24 if int(hour) == 24 else int(hour), int(minute or 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def _moments(clock: time, after: datetime, before: datetime, zone: ZoneInfo) -> list[datetime]:
    """When the clock shows this, from the day of the one moment to that of the other."""
    day, last = (one.astimezone(zone).date() for one in (after, before))
    moments = []
    while day <= last:
        moments.append(moment_of(datetime.combine(day, clock), zone))
        day += timedelta(days=1)
    return moments
