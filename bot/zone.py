"""Time zones by the names people write."""

from __future__ import annotations

import difflib
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_SECOND = timedelta(seconds=1)


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of this name from the IANA database, or None. Never raises, whatever the text is."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def nearest_zone(name: str) -> str | None:
    """The known name that looks most like this one, if any does; a city alone is found too."""
    names = _names()
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in names}
    close = difflib.get_close_matches(name.strip().casefold(), [*cities], n=1, cutoff=0.75)
    if close:
        return cities[close[0]]
    return next(iter(difflib.get_close_matches(name, names, n=1, cutoff=0.6)), None)


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """When a clock on the wall of this zone shows this (a naive datetime, whole seconds), in UTC.

    A time that comes twice is its first coming; one that the clocks jump over is the first moment after the
    jump. So it depends on the wall and the zone alone: what ends then and what begins then always meet.
    """
    late = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == wall:
        return late
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    before = early.astimezone(zone).utcoffset()
    while late - early > _SECOND:
        middle = early + (late - early) // 2 // _SECOND * _SECOND
        is_before = middle.astimezone(zone).utcoffset() == before
        early, late = (middle, late) if is_before else (early, middle)
    return late


def wall_of(moment: datetime, zone: ZoneInfo) -> datetime | None:
    """What the clock shows then, where that names this moment and no other: not in the hour that comes twice
    for the second time."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    return wall if moment_of(wall.replace(fold=0), zone) == moment else None


def are_there() -> bool:
    """Whether this machine knows any time zones at all: the package tzdata, or the system's own files."""
    return zone_named("Europe/Kyiv") is not None or zone_named("Europe/Berlin") is not None


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))
