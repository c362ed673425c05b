"""What a sysadmin types when asked "when will it work": a time of day, or a length of time.

The words for hours and minutes stand with the other texts, and those of every language are understood.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.telegram.texts import Texts, languages

FARTHEST = timedelta(hours=24)

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")


def estimate_at(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment meant, in UTC: after `now` and at most 24 h ahead; None when the words mean no such moment.

    "3:40", "03.40": the next time the clock of `zone` shows it. "40 min", "1 h", "1:30 h", "1.5 h",
    "1 h 20 min": so long from now.
    """
    hours, minutes, before = (_typed(key) for key in ("typed-hours", "typed-minutes", "typed-before"))
    plain = re.sub(rf"^{before}\s+", "", " ".join(words.lower().split()))
    length = _length(plain, hours, minutes)
    if length is not None:
        return now + length if timedelta(0) < length <= FARTHEST else None
    clock = _CLOCK.fullmatch(plain)
    return _next(int(clock[1]), int(clock[2]), now, zone) if clock else None


def _length(plain: str, hours: str, minutes: str) -> timedelta | None:
    if both := re.fullmatch(rf"(\d{{1,2}}):([0-5]\d)\s*{hours}\.?", plain):
        return timedelta(hours=int(both[1]), minutes=int(both[2]))
    in_hours = rf"(\d{{1,2}}(?:[.,]\d)?)\s*{hours}\.?"
    found = re.fullmatch(rf"(?:{in_hours})?\s*(?:(\d{{1,4}})\s*{minutes}\.?)?", plain)
    if found is None or not (found[1] or found[2]):
        return None
    return timedelta(hours=float((found[1] or "0").replace(",", ".")), minutes=int(found[2] or 0))


def _next(hour: int, minute: int, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Where the clocks go back tonight the time comes twice: the next of the two."""
    if hour > 23 or minute > 59:
        return None
    today = now.astimezone(zone).date()
    moments = [
        datetime.combine(today + timedelta(days=days), time(hour, minute, fold=fold), zone).astimezone(UTC)
        for days in (0, 1)
        for fold in (0, 1)
    ]
    ahead = [moment for moment in moments if now < moment <= now + FARTHEST]
    return min(ahead, default=None)


@cache
def _typed(key: str) -> str:
    """One of the words of this text in any language, as a pattern."""
    words = {word for one in languages() for word in Texts(one, ZoneInfo("UTC"))(key).split()}
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"
