"""Time zones by the names people write."""

from __future__ import annotations

import difflib
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


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


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))
