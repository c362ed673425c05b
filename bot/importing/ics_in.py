"""rota.ics: who is on duty when, from a calendar. An event is a shift; a cancelled one goes off the rota.

Whose it is says X-NIGHTSHIFT-PERSON (a Telegram id), else the attendee's name, else the summary. Zones are
the IANA database's: what the file itself says about a zone of that name does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from bot.errors import FileMistakes
from bot.importing.cells import level_in, role_in, telegram_id_in, zone_in
from bot.importing.csvfile import CsvFile, CsvRow, decoded
from bot.importing.ics import LEVEL, LINE, PERSON, ROLE, UTC_NAMES, ZONE
from bot.importing.ics_checks import Vevent, judge_event, line_of, rules_of, zone_of
from bot.person.rules import Role
from bot.rota.rules import LONGEST_SHIFT
from bot.zone import moment_of

LARGEST_BYTES = 2_000_000
MOST_EVENTS, MOST_SERIES, MOST_SHIFTS = 5_000, 100, 10_000
AHEAD = timedelta(days=366)
"""So far ahead an event that comes again is put on the rota."""
_BACK = timedelta(days=1)
_SERIES = ("RRULE", "RDATE")


@dataclass(frozen=True)
class IcsShift:
    """One event, or one coming of it. `names`: what may say whose it is, the surest first."""

    line: int
    telegram_id: int | None
    names: tuple[str, ...]
    role: Role
    starts_at: datetime
    ends_at: datetime | None
    level: int | None
    time_zone: str | None


def read_ics(raw: bytes, name: str, *, role: Role | None, now: datetime) -> list[IcsShift]:
    """The shifts in the file, or FileMistakes with all that is wrong. `role`: of events that name none."""
    file = CsvFile(name, [])
    events = _events(file, raw)
    series = [event for event in events if any(key in event for key in _SERIES)]
    if len(events) > MOST_EVENTS or len(series) > MOST_SERIES:
        problem = f"{len(events)} events, {len(series)} of them come again"
        remedy = f"At most {MOST_EVENTS} and {MOST_SERIES} fit into one file: split it."
        file.refuse(1, "", problem, remedy)
    for event in events:
        judge_event(file, event)
    file.stop_if_wrong()
    found = [shift for event in _each(file, events, now) if (shift := _shift(file, event, role)) is not None]
    file.stop_if_wrong()
    return found


def _events(file: CsvFile, raw: bytes) -> list[Vevent]:
    """The events, each with its line; what cannot be read at all stops here."""
    if len(raw) > LARGEST_BYTES:
        file.refuse(1, "", f"the file is longer than {LARGEST_BYTES} bytes", "Split it in two.")
    file.stop_if_wrong()
    text = decoded(raw, file.name)
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, KeyError, RecursionError) as error:
        said = " ".join(str(error).split())[:120]
        file.refuse(1, "", f"this is no calendar that can be read ({said})", "Export it again as .ics.")
        raise FileMistakes(file.mistakes) from None
    lines = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip().upper() == "BEGIN:VEVENT"
    ]
    events = list(calendar.walk("VEVENT"))
    for event, line in zip(events, lines, strict=False):
        event[LINE] = str(line)
        event.setdefault("UID", f"line {line}")
    return events


def _each(file: CsvFile, events: Iterable[Vevent], now: datetime) -> Iterator[Vevent]:
    """Single events as they are, and each coming of the others from yesterday to `AHEAD`."""
    known, calendar = list(events), Calendar()
    again = {str(event["UID"]) for event in known if any(key in event for key in _SERIES)}
    single = [event for event in known if str(event["UID"]) not in again]
    for event in known:
        if str(event["UID"]) in again:
            _end_series(event, now + AHEAD)
            calendar.add_component(event)
    yield from single
    try:
        comings = recurring_ical_events.of(calendar).between(now - _BACK, now + AHEAD)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        said = " ".join(str(error).split())[:120]
        file.refuse(1, "RRULE", f"an event cannot be repeated ({said})", "Correct its RRULE.")
        return
    if len(single) + len(comings) > MOST_SHIFTS:
        problem = f"{len(single) + len(comings)} shifts"
        file.refuse(1, "", problem, f"At most {MOST_SHIFTS} fit into one file: split it.")
        return
    yield from comings


def _end_series(event: Vevent, at: datetime) -> None:
    """No rule goes on for ever: looking for the 30th of February would last as long."""
    for rule in rules_of(event):
        until = (rule.get("UNTIL") or [None])[0]
        day = until.date() if isinstance(until, datetime) else until
        if not rule.get("COUNT") and (day is None or day > at.date()):
            rule["UNTIL"] = [at.astimezone(UTC)]


def _shift(file: CsvFile, event: Vevent, usual: Role | None) -> IcsShift | None:
    before, line = len(file.mistakes), line_of(event)
    row = CsvRow(line, {key: str(event[key]) for key in (PERSON, ROLE, LEVEL, ZONE) if key in event})
    telegram_id = file.read(row, PERSON, telegram_id_in) if PERSON in event else None
    role = file.read(row, ROLE, role_in) if ROLE in event else usual
    level = file.read(row, LEVEL, level_in)
    zone = file.read(row, ZONE, zone_in) if ZONE in event else None
    starts, ends = event["DTSTART"].dt, _end(event)
    if role is None and len(file.mistakes) == before:
        file.refuse(line, ROLE, "no role is named", "Say it for the whole file: --role duty_lead.")
    starts_at, ends_at = _moment(starts), _moment(ends)
    if not timedelta() < ends_at - starts_at <= LONGEST_SHIFT:
        problem = f"it lasts from {starts_at:%Y-%m-%d %H:%M} to {ends_at:%Y-%m-%d %H:%M} UTC"
        file.refuse(line, "DTEND", problem, f"It ends after it begins, within {LONGEST_SHIFT.days} days.")
    if len(file.mistakes) > before or role is None:
        return None
    cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    named = zone or next((key for key in map(zone_of, (starts, ends)) if key not in UTC_NAMES), None)
    until = None if cancelled else ends_at
    return IcsShift(line, telegram_id, tuple(_names(event)), role, starts_at, until, level, named)


def _end(event: Vevent) -> datetime:
    """DTEND, or the beginning and DURATION by the clock on the wall; the beginning where that is no time."""
    starts: datetime = event["DTSTART"].dt
    ends = event["DTEND"].dt if "DTEND" in event else None
    try:
        return ends if isinstance(ends, datetime) else starts + event["DURATION"].dt
    except (OverflowError, TypeError, KeyError):
        return starts


def _moment(value: datetime) -> datetime:
    zone = zone_of(value)
    if zone is None or zone in UTC_NAMES:
        return value.astimezone(UTC).replace(microsecond=0)
    return moment_of(value.replace(tzinfo=None, microsecond=0, fold=0), ZoneInfo(zone))


def _names(event: Vevent) -> Iterator[str]:
    attendees = event.get("ATTENDEE", [])
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        said = str(getattr(attendee, "params", {}).get("CN", ""))
        if said:
            yield _plain(said)
    if "SUMMARY" in event:
        yield _plain(str(event["SUMMARY"]))


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip().casefold()
