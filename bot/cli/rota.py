"""The command that tells the rota: who is on duty now and next, and where nobody will be."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.cli.failing import CannotStart
from bot.cli.house import centre_of, clock_of, opened, texts_of
from bot.person.models import Person
from bot.person.queries import people, people_with
from bot.person.rules import Role
from bot.report.rules import printable
from bot.rota.queries import gaps, next_on_duty, on_duty, overlaps, shift_of
from bot.settings import Settings, load_settings

_ON_THE_ROTA = (Role.OPERATOR, Role.DUTY_LEAD, Role.SYSADMIN)
_WATCHED = (Role.DUTY_LEAD, Role.SYSADMIN)


def rota(wanted: Namespace) -> int:
    """Tell it, write it as a calendar, or paint it."""
    settings = load_settings()
    now, zone = clock_of(settings).now(), ZoneInfo(settings.time_zone or centre_of(settings).time_zone)
    until = now + timedelta(days=wanted.days)
    if wanted.picture is not None:
        return _paint(settings, wanted, now)
    with opened(settings) as db:
        if wanted.ics:
            return _write(db.read_here(_calendar, now, until, wanted.person), wanted)
        lines = db.read_here(lambda session: list(_told(session, now, until, zone)))
    return _write("".join(f"{line}\n" for line in lines).encode(), wanted)


def _paint(settings: Settings, wanted: Namespace, now: datetime) -> int:
    """The month as one PNG, or as several where more people are on duty than one can show."""
    from bot.roles.rota.month import month_of
    from bot.roles.rota.painting import painted

    texts, role = texts_of(settings), Role(wanted.role)
    first = wanted.month or now.astimezone(texts.zone).date().replace(day=1)
    page, pages = 0, 1
    with opened(settings) as db:
        while page < pages:
            month = db.read_here(month_of, role, first, texts, reader=None, now=now, page=page)
            page, pages = page + 1, month.pages
            file = wanted.picture if page == 1 else wanted.picture.with_stem(f"{wanted.picture.stem}-{page}")
            file.write_bytes(painted(month))
            print(f"painted: {file}")
    return 0


def _write(what: bytes, wanted: Namespace) -> int:
    if wanted.output is not None:
        wanted.output.write_bytes(what)
        print(f"written: {wanted.output}")
    else:
        sys.stdout.write(what.decode())
    return 0


def _calendar(session: Session, now: datetime, until: datetime, name: str | None) -> bytes:
    from bot.importing.ics_out import rota_calendar

    person_id = None if name is None else _named(session, name).id
    return rota_calendar(session, now, until, person_id=person_id, now=now)


def _named(session: Session, name: str) -> Person:
    known = [one for one in people(session) if name.casefold() in {one.name.casefold(), str(one.telegram_id)}]
    if len(known) != 1:
        raise CannotStart(f"{len(known) or 'no'} people are called {name!r}. `nightshift people` lists them.")
    return known[0]


def _told(session: Session, now: datetime, until: datetime, zone: ZoneInfo) -> Iterator[str]:
    yield f"{_at(now, zone)} ({zone.key})"
    for role in _ON_THE_ROTA:
        current = on_duty(session, role, now)
        if current or people_with(session, role):
            yield from _of_role(session, role, now, zone)
        elif role in _WATCHED:
            yield f"{role}: nobody has this role"
    found = [gap for role in _WATCHED for gap in gaps(session, role, now, until)]
    yield f"gaps until {_at(until, zone)}:" if found else f"no gaps until {_at(until, zone)}"
    for gap in sorted(found):
        who = "nobody at all" if gap.level is None else f"nobody on level {gap.level}"
        yield f"  {gap.role}: {who} {_at(gap.starts_at, zone)} to {_at(gap.ends_at, zone)}"
    names = {person.id: printable(person.name, most=40) for person in people(session)}
    for role in _WATCHED:
        for one in overlaps(session, role, now, until):
            who = ", ".join(names[person_id] for person_id in one.people)
            at = f"{_at(one.starts_at, zone)} to {_at(one.ends_at, zone)}"
            yield f"  {role}: several on level {one.level} {at}: {who}"


def _of_role(session: Session, role: Role, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    current = on_duty(session, role, now)
    nobody = "nobody is on duty" + (", everybody with the role is paged" if role in _WATCHED else "")
    yield f"{role}: {_names(current) or nobody}"
    for person, _ in current:
        span = shift_of(session, person.id, role, now)
        if span is not None:
            yield f"  {printable(person.name, most=40)} until {_at(span.ends_at, zone)}"
    following = next_on_duty(session, role, now)
    if following is not None:
        yield f"  next: {_names(following[1])} at {_at(following[0], zone)}"


def _names(duty: Iterable[tuple[Person, int]]) -> str:
    return ", ".join(f"{printable(person.name, most=40)} (level {level})" for person, level in duty)


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
