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
_TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
_BY_THE_HOUR = ("BYHOUR", "BYMINUTE", "BYSECOND")


def line_of(event: Vevent) -> int:
    return int(str(event.get(LINE, "1")))


def judge_event(file: CsvFile, event: Vevent) -> None:
    """Everything that can be said of an event before it is repeated."""
    line = line_of(event)
    for key, why in event.errors:
        file.refuse(line, str(key), f"it cannot be read ({' '.join(str(why).split())[:80]})", "Correct it.")
    for key in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        if key in event:
            _judge_moment(file, event, key)
    if "DTSTART" not in event:
        file.refuse(line, "DTSTART", "the event does not say when it begins", "Write DTSTART.")
    elif "DTEND" not in event and "DURATION" not in event:
        file.refuse(line, "DTEND", "the event does not say when it ends", "Write DTEND.")
    for rule in rules_of(event):
        _judge_rule(file, line, rule)


def rules_of(event: Vevent) -> list[Any]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _judge_rule(file: CsvFile, line: int, rule: Any) -> None:
    """Rules that come more often than shifts do, or for which one could search for ever."""
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    if frequency in _TOO_OFTEN or any(key in rule for key in _BY_THE_HOUR):
        remedy = "Shifts come again by days: FREQ=DAILY or WEEKLY, without hours."
        file.refuse(line, "RRULE", "it comes again more than once a day", remedy)
    if not 0 < int((rule.get("INTERVAL") or [1])[0]) <= _LONGEST_INTERVAL:
        file.refuse(line, "RRULE", "its INTERVAL cannot be meant", f"Write 1 to {_LONGEST_INTERVAL}.")
    by = {key.upper() for key in rule if key.upper().startswith("BY")}
    if rule.get("COUNT") and by - ({"BYDAY"} if frequency == "WEEKLY" else set()):
        file.refuse(line, "RRULE", "it counts days that may never come", "Write UNTIL instead of COUNT.")


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
