"""Time zones by the names of cities, in the languages of the screens."""

from __future__ import annotations

import difflib
from functools import cache
from zoneinfo import available_timezones

from bot.intake.rules import plain
from bot.telegram.texts import OLD_NAMES, city, languages
from bot.zone import zone_named

CITIES = {
    "london": "Europe/London",
    "warsaw": "Europe/Warsaw",
    "berlin": "Europe/Berlin",
    "kyiv": "Europe/Kyiv",
    "chisinau": "Europe/Chisinau",
    "istanbul": "Europe/Istanbul",
    "moscow": "Europe/Moscow",
    "tbilisi": "Asia/Tbilisi",
    "almaty": "Asia/Almaty",
}
"""What the settings offer, from west to east: the button's word and the zone."""

_NEW_NAMES = {old: new for new, old in OLD_NAMES.items()}


def zone_meant(words: str) -> str | None:
    """The zone of a city or an IANA name, however it is written; None when no such is known."""
    return _names().get(plain(words))


def zones_like(words: str, *, most: int = 3) -> list[str]:
    """Zones whose names look like these words, the likeliest first."""
    close = difflib.get_close_matches(plain(words), _names(), n=most * 2, cutoff=0.6)
    return list(dict.fromkeys(_names()[name] for name in close))[:most]


@cache
def _names() -> dict[str, str]:
    """Every name that somebody may write, as `plain` makes it, and the zone it means."""
    names: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        newest = _NEW_NAMES.get(zone, zone)
        if ("/" not in zone and zone != "UTC") or zone_named(newest) is None:
            continue
        names[plain(newest)] = newest
        for language in languages():
            names.setdefault(plain(city(newest, language)), newest)
    return names
