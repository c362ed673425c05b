"""What an event of a calendar must be before it is repeated: readable, in a known zone, not endless."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.importing.csvfile import CsvFile
from bot.importing.ics import LINE

Vevent = Any
"""An event as the library reads it: what any property may be is judged here, by hand."""

_YEARS = range(2000, 2100)
_LONGEST_INTERVAL = 400
MOST_DAYS = 1_000
_HOW_OFTEN = {"DAILY", "WEEKLY"}


def line_of(event: Vevent) -> int:
    return int(str(event.get(LINE, "1")))


def judge_event(file: CsvFile, event: Vevent) -> None:
    """Everything that can be said of an event before it is repeated."""
    line = line_of(event)
    for key, why in event.errors:
        file.refuse(line, str(key), f"it cannot be read ({' '.join(str(why).split())[:80]})", "Correct it.")
    if event.errors:
        return
    for key in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        if key in event:
            _judge_moment(file, event, key)
    if "DTSTART" not in event:
        file.refuse(line, "DTSTART", "the event does not say when it begins", "Write DTSTART.")
    elif "DTEND" not in event and "DURATION" not in event:
        file.refuse(line, "DTEND", "the event does not say when it ends", "Write DTEND.")
    for rule in rules_of(event):
        _judge_rule(file, line, rule)
    _judge_days(file, event)


def rules_of(event: Vevent) -> list[Any]:
    """The event's rules of coming again; usually none or one."""
    return _listed(event, "RRULE")


def _judge_days(file: CsvFile, event: Vevent) -> None:
    """Days that the event lists one by one."""
    line = line_of(event)
    listed = _days(event, "RDATE")
    if len(listed) + len(_days(event, "EXDATE")) > MOST_DAYS:
        problem = f"more than {MOST_DAYS} days are listed"
        file.refuse(line, "RDATE", problem, "So many do not fit into one event: split it.")
    for moment in listed[:MOST_DAYS]:
        if not isinstance(moment, datetime) or zone_of(moment) is None:
            file.refuse(line, "RDATE", "it is no time of a known zone", "Write such a day as its own event.")


def _days(event: Vevent, key: str) -> list[Any]:
    return [one.dt for several in _listed(event, key) for one in several.dts]


def _listed(event: Vevent, key: str) -> list[Any]:
    value = event.get(key, [])
    return value if isinstance(value, list) else [value]


def _judge_rule(file: CsvFile, line: int, rule: Any) -> None:
    """Only rules that are sure to come again soon: for others one could search for ever."""
    frequency, every = (str((rule.get(key) or ["1"])[0]).upper() for key in ("FREQ", "INTERVAL"))
    by = {key.upper() for key in rule if key.upper().startswith("BY")}
    by_week = frequency == "WEEKLY" or (frequency == "DAILY" and every == "1")
    if frequency not in _HOW_OFTEN or by - ({"BYDAY"} if by_week else set()):
        remedy = "Shifts come again by FREQ=DAILY, or FREQ=WEEKLY with BYDAY; write others one by one."
        file.refuse(line, "RRULE", "it comes again in a way that shifts do not", remedy)
    if not every.isdecimal() or not 0 < int(every) <= _LONGEST_INTERVAL:
        file.refuse(line, "RRULE", "its INTERVAL cannot be meant", f"Write 1 to {_LONGEST_INTERVAL}.")


def _judge_moment(file: CsvFile, event: Vevent, key: str) -> None:
    line, value = line_of(event), event[key]
    if isinstance(value, list):
        file.refuse(line, key, "it is there twice", "Keep one of them.")
        return
    moment = getattr(value, "dt", None)
    if not isinstance(moment, datetime):
        remedy = "Write the hours: a shift of a whole day goes from 00:00 to 00:00."
        file.refuse(line, key, "it is a day without hours", remedy)
        return
    zone = str(value.params.get("TZID", ""))
    remedy = "Write ;TZID=Europe/Kyiv behind its name, or the time in UTC with Z at its end."
    if moment.tzinfo is None and not zone:
        file.refuse(line, key, "it names no time zone, so nobody knows which hour is meant", remedy)
    elif zone_of(moment) is None:
        file.refuse(line, key, f"there is no time zone {zone[:60]!r}", remedy)
    elif moment.year not in _YEARS:
        file.refuse(line, key, f"the year {moment.year} cannot be meant", "Look at the date.")


def zone_of(moment: datetime) -> str | None:
    """The IANA name of its zone; None for a zone that the file made up."""
    key = getattr(moment.tzinfo, "key", None)
    if key is None and moment.tzinfo is not None and moment.utcoffset() == timedelta():
        return "UTC"
    return None if key is None else str(key)
