"""What one cell of people.csv or rota.csv may hold. Each function gives the value, or raises CellMistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.importing.csvfile import CellMistake
from bot.language import LANGUAGES
from bot.person.rules import (
    LEVELS,
    LONGEST_CONNECTION,
    LONGEST_NAME,
    NotAConnection,
    NotAName,
    NotAPhone,
    Role,
    UnknownTimeZone,
    checked_connection,
    checked_name,
    checked_phone,
    checked_zone,
)
from bot.rota.pattern_rules import LONGEST_CYCLE
from bot.rota.rules import to_the_second
from bot.yamlfile import nearest
from bot.zone import moment_of

NOTHING = "-"
_HIGHEST_ID = 2**52
_ROLES = ", ".join(Role)
_YEARS = range(2000, 2100)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EXAMPLE = "2026-11-22T20:00+02:00"
_SPREADSHEET = "A spreadsheet rounds long numbers: format the column as text and type it again."


def telegram_id_in(cell: str) -> int:
    """A person's number at Telegram, as `@userinfobot` and the like show it."""
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+", cell):
        raise CellMistake(f"{cell} is a rounded number", _SPREADSHEET)
    if re.fullmatch(r"-[0-9]+", cell):
        raise CellMistake(f"{_short(cell)} is a group, not a person", "Write the person's own number.")
    if not re.fullmatch(r"[0-9]{1,16}", cell) or not 0 < int(cell) < _HIGHEST_ID:
        remedy = "Write the person's number at Telegram, digits only; a name with @ is not enough."
        raise CellMistake(f"{_short(cell)} is not a Telegram id" if cell else "the cell is empty", remedy)
    return int(cell)


def level_in(cell: str) -> int | None:
    """A place on the ladder, or None where the file does not say."""
    if not cell:
        return None
    if not re.fullmatch(r"[0-9]", cell) or int(cell) not in LEVELS:
        remedy = f"Write a number from {LEVELS[0]} (paged first) to {LEVELS[-1]}, or leave the cell empty."
        raise CellMistake(f"{_short(cell)} is not a level", remedy)
    return int(cell)


def role_in(cell: str) -> Role:
    """One role by its name."""
    try:
        return Role(cell.strip().lower())
    except ValueError:
        remedy = f"{nearest(cell.strip().lower(), Role)}The roles are {_ROLES}."
        raise CellMistake(f"{_short(cell)} is not a role" if cell else "the cell is empty", remedy) from None


def roles_in(cell: str) -> tuple[Role, ...]:
    """Roles with ; , or | between them; none of them for `-`."""
    if cell == NOTHING:
        return ()
    named = [part for part in re.split(r"[;,|]", cell) if part.strip()]
    if not named:
        remedy = (
            f"Write roles with ; between them, or {NOTHING} to let this person go. The roles are {_ROLES}."
        )
        raise CellMistake("no role is named", remedy)
    return tuple(dict.fromkeys(role_in(part) for part in named))


def name_in(cell: str) -> str:
    """A name as colleagues read it."""
    try:
        return checked_name(cell)
    except NotAName:
        problem = "the name is too long" if cell else "the name is missing"
        remedy = f"Write the name as colleagues shall read it, at most {LONGEST_NAME} characters."
        raise CellMistake(problem, remedy) from None


def language_in(cell: str) -> str:
    """A language of the screens."""
    if cell.lower() not in LANGUAGES:
        remedy = f"Write one of {', '.join(LANGUAGES)}, or leave the cell empty."
        raise CellMistake(f"{_short(cell)} is not a language of the screens", remedy)
    return cell.lower()


def zone_in(cell: str) -> str:
    """A time zone by its IANA name."""
    try:
        return checked_zone(cell)
    except UnknownTimeZone as mistake:
        meant = mistake.values["nearest"]
        remedy = f"Did you mean {meant}?" if meant else "Write it as Europe/Kyiv, or leave the cell empty."
        raise CellMistake(f"{_short(cell)} is not a time zone", remedy) from None


def phone_in(cell: str) -> str:
    """A number to dial; empty for `-`."""
    if cell == NOTHING:
        return ""
    if re.search(r"[0-9][.,]?[0-9]*[eE]\+", cell):
        raise CellMistake(f"{_short(cell)} is a rounded number", _SPREADSHEET)
    try:
        return checked_phone(cell)
    except NotAPhone:
        remedy = f"Write it as +380 44 123 45 67, or {NOTHING} to remove it."
        raise CellMistake(f"{_short(cell)} is not a phone number", remedy) from None


def connection_in(cell: str) -> str:
    """A provider or a VPN in short words; empty for `-`."""
    if cell == NOTHING:
        return ""
    try:
        return checked_connection(cell)
    except NotAConnection:
        remedy = f"Write at most {LONGEST_CONNECTION} characters, or {NOTHING} to remove it."
        raise CellMistake(f"{_short(cell)} does not fit", remedy) from None


def if_said(parse: Callable[[str], str]) -> Callable[[str], str | None]:
    """None for an empty cell, else what `parse` says."""
    return lambda cell: parse(cell) if cell else None


def _short(cell: str) -> str:
    return repr(cell if len(cell) <= 40 else f"{cell[:40]}…")


def moment_in(cell: str, zone: str | None = None) -> datetime:
    """ISO 8601 with an offset, or by the clock on the wall of a zone.

    Without both nobody knows which hour is meant when the clocks change. In a zone an hour that comes twice
    is its first coming, and one that never comes is the first moment after it (`bot.zone.moment_of`).
    """
    remedy = f"Write date, time and offset as {_EXAMPLE} or 2026-11-22T18:00Z."
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        problem = f"{cell[:40]!r} is not a moment" if cell else "the cell is empty"
        if re.match(r"[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}", cell):
            remedy += " A spreadsheet changes it: format the column as text."
        raise CellMistake(problem, remedy) from None
    if moment.year not in _YEARS:
        raise CellMistake(f"the year {moment.year} cannot be meant", remedy)
    if moment.tzinfo is None and zone is not None:
        return moment_of(moment.replace(microsecond=0), ZoneInfo(zone))
    if moment.tzinfo is None:
        problem = f"{cell} has no offset, so nobody knows in which time zone it is"
        remedy = f"Write it as {cell}+02:00 with the offset of that day, or the zone in a column time_zone."
        raise CellMistake(problem, remedy)
    return to_the_second(moment)


def time_in(cell: str) -> time:
    """A time of day by the clock on the wall: 22:00."""
    if not re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", cell):
        problem = f"{_short(cell)} is not a time of day" if cell else "the cell is empty"
        raise CellMistake(problem, "Write it as 08:00 or 22:30.")
    hour, minute = cell.split(":")
    return time(int(hour), int(minute))


def day_in(cell: str) -> date:
    """A day: 2026-11-22."""
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        problem = f"{_short(cell)} is not a day" if cell else "the cell is empty"
        raise CellMistake(problem, "Write it as 2026-11-22.") from None
    if day.year not in _YEARS:
        raise CellMistake(f"the year {day.year} cannot be meant", "Write it as 2026-11-22.")
    return day


def round_in(cell: str) -> tuple[int, int] | frozenset[int]:
    """Days that come again: `2/2` (on/off from the first day), or weekdays: `mon-fri`, `sat;sun`."""
    text = re.sub(r"\s", "", cell.lower())
    if found := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})", text):
        on, off = int(found[1]), int(found[2])
        if on and on + off <= LONGEST_CYCLE:
            return on, off
    days: set[int] = set()
    for part in re.split(r"[;,|]", text):
        named = [_WEEK.index(name) for name in part.split("-") if name in _WEEK]
        if len(named) != part.count("-") + 1 or len(named) > 2:
            problem = f"{_short(cell)} does not say which days" if cell else "the cell is empty"
            remedy = "Write 2/2 for two days on and two off, or weekdays as mon-fri or sat;sun."
            raise CellMistake(problem, remedy)
        days |= {1 + (named[0] + step) % 7 for step in range((named[-1] - named[0]) % 7 + 1)}
    return frozenset(days)


def weekdays_out(days: Iterable[int]) -> str:
    """Weekdays (1 is Monday) as `round_in` reads them: `mon-fri`, `sat;sun`."""
    order = sorted(days)
    names = [_WEEK[day - 1] for day in order]
    if len(names) > 2 and order[-1] - order[0] == len(order) - 1:
        return f"{names[0]}-{names[-1]}"
    return ";".join(names)
