"""The rota as an iCalendar file: every shift an event in the zone in which it was planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.importing.ics import LEVEL, PERSON, ROLE, ZONE
from bot.person.models import Person
from bot.report.rules import printable
from bot.rota.models import Shift
from bot.rota.queries import shifts_between
from bot.zone import wall_of

_A_DAY = timedelta(days=1)


def rota_calendar(
    session: Session, starts_at: datetime, ends_at: datetime, *, person_id: int | None = None, now: datetime
) -> bytes:
    """Every shift (of one person) that touches this time, as `nightshift import` reads it back."""
    shifts = [
        shift for shift in shifts_between(session, starts_at, ends_at) if person_id in {None, shift.person_id}
    ]
    people = {person.id: person for person in session.scalars(select(Person))}
    return calendar_of(shifts, people, now=now)


def calendar_of(shifts: Sequence[Shift], people: Mapping[int, Person], *, now: datetime) -> bytes:
    """These shifts as a calendar; `people` by id."""
    calendar = Calendar()
    calendar.add("prodid", "-//Night Shift//rota//EN")
    calendar.add("version", "2.0")
    for shift in shifts:
        calendar.add_component(_event(shift, people[shift.person_id], now))
    if shifts:
        first, last = shifts[0].starts_at - _A_DAY, max(shift.ends_at for shift in shifts) + _A_DAY
        calendar.add_missing_timezones(first_date=first.date(), last_date=last.date())
    written: bytes = calendar.to_ical()
    return written


def _event(shift: Shift, person: Person, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{person.telegram_id}-{shift.role}-{shift.starts_at:%Y%m%dT%H%M%SZ}@nightshift")
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", _shown(shift.starts_at, shift.time_zone))
    event.add("dtend", _shown(shift.ends_at, shift.time_zone))
    event.add("summary", f"{printable(person.name)}: {shift.role.replace('_', ' ')}, level {shift.level}")
    event.add(PERSON, str(person.telegram_id))
    event.add(ROLE, shift.role)
    event.add(LEVEL, str(shift.level))
    if shift.time_zone is not None:
        event.add(ZONE, shift.time_zone)
    return event


def _shown(moment: datetime, zone: str | None) -> datetime:
    """By the clock on the wall of the zone; in UTC where that clock shows the same time twice."""
    wall = None if zone is None else wall_of(moment, ZoneInfo(zone))
    return moment.astimezone(UTC) if wall is None or zone is None else wall.replace(tzinfo=ZoneInfo(zone))
