"""What the bot says, in the reader's language and by the reader's clock.

Texts are Fluent messages in bot/locales/<language>/*.ftl; a folder there is a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

from bot import language as shelves

SHELF = shelves.SHELF
FIRST_LANGUAGE = shelves.LANGUAGES[0]
"""Spoken to whoever's language is not on the shelf."""

OLD_NAMES = {"Europe/Kyiv": "Europe/Kiev", "Asia/Kolkata": "Asia/Calcutta"}
"""Zones whose cities Babel knows by an older name only."""


class Reader(Protocol):
    """Whoever reads: a person's row will do."""

    @property
    def language(self) -> str: ...
    @property
    def time_zone(self) -> str: ...


class Texts:
    """One language and one time zone."""

    __slots__ = ("_bundle", "language", "zone")

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        """Raises KeyError when the language is not on the shelf."""
        self.language = language
        self.zone = zone
        self._bundle = _bundle(language)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text of this key. Numbers are written plainly and still choose the plural.

        Raises KeyError for an unknown key, naming where to add it, and for a variable that was not given.
        """
        if not self._bundle.has_message(key):
            raise KeyError(f"no text {key!r}: add it to a file in bot/locales/{self.language}/")
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise KeyError(f"the text {key!r} in bot/locales/{self.language}/ has no words of its own")
        said, faults = self._bundle.format_pattern(
            pattern, {name: _plain(value) for name, value in values.items()}
        )
        if faults:
            raise KeyError(f"the text {key!r} in bot/locales/{self.language}/: {faults[0]}")
        return str(said)

    def at(self, moment: datetime, zone: str | None = None) -> str:
        """The time of day where the reader is: "03:16".

        `zone`: whose time it is, an IANA name; where their clock shows another, it stands beside:
        "03:16, Алматы 06:16".
        """
        return self._both(f"{self._local(moment):%H:%M}", [moment], zone)

    def span(self, starts_at: datetime, ends_at: datetime, zone: str | None = None) -> str:
        """From when to when, as in `at`: "22:00–08:00", "22:00–08:00, Алматы 01:00–11:00"."""
        return self._both(f"{self.at(starts_at)}–{self.at(ends_at)}", [starts_at, ends_at], zone)

    def day(self, moment: datetime) -> str:
        """The day where the reader is, in words: "22 ноября"."""
        return format_date(self._local(moment).date(), "d MMMM", locale=self.language)

    def pick(self, text: Mapping[str, str]) -> str:
        """A text that somebody wrote in several languages: the reader's, or the first one it has."""
        return text.get(self.language) or next(iter(text.values()))

    def _both(self, here: str, moments: list[datetime], zone: str | None) -> str:
        there = ZoneInfo(zone) if zone else self.zone
        clocks = [(self._local(moment), moment.astimezone(there)) for moment in moments]
        if all(mine.utcoffset() == theirs.utcoffset() for mine, theirs in clocks):
            return here
        return f"{here}, {city(str(zone), self.language)} " + "–".join(f"{one:%H:%M}" for _, one in clocks)

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError(f"naive moment {moment!r}: nobody knows where its clock hangs")
        return moment.astimezone(self.zone)


def texts_for(reader: Reader) -> Texts:
    """How to speak to this person."""
    return _texts(reader.language if reader.language in languages() else FIRST_LANGUAGE, reader.time_zone)


@cache
def city(zone: str, language: str) -> str:
    """The city that the zone is named after, in this language: "Киев"."""
    known = Locale(language).time_zones.get(OLD_NAMES.get(zone, zone), {})
    return str(known.get("city") or zone.rpartition("/")[2].replace("_", " "))


@cache
def languages() -> tuple[str, ...]:
    """The languages on the shelf."""
    return shelves.on_shelf(SHELF)


@lru_cache(maxsize=256)
def _texts(language: str, zone: str) -> Texts:
    return Texts(language, ZoneInfo(zone))


@cache
def _bundle(language: str) -> FluentBundle:
    files = sorted((SHELF / language).glob("*.ftl"))
    if not files:
        raise KeyError(f"no texts in bot/locales/{language}/: a language is a folder with .ftl files")
    bundle = FluentBundle([language], use_isolating=False)
    for file in files:
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


def _plain(value: Any) -> Any:
    return fluent_number(value, useGrouping=False) if isinstance(value, int | float) else value
