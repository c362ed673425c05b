"""Shifts that come again: put on the rota ahead, and only once, so that what people change stays changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Required, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import wake
from bot.person.models import Grant
from bot.person.queries import person as person_of
from bot.person.rules import Role, checked_level, checked_zone
from bot.rota.models import Pattern, Shift
from bot.rota.pattern_rules import (
    AHEAD,
    Days,
    NoSuchPattern,
    checked_days,
    moment_from,
    today_in,
    walls,
)
from bot.rota.queries import days_of, unplanned
from bot.rota.rules import NoEffect, RoleNotHeld, checked_span
from bot.timeline.actions import record
from bot.timeline.rules import Event

_DAY = timedelta(days=1)


class PatternFacts(TypedDict, total=False):
    """What makes a pattern: `days_on` of every `days_on + days_off` days, or on `weekdays`, 1 to 7."""

    person_id: Required[int]
    role: Required[Role]
    starts: Required[time]
    ends: Required[time]
    time_zone: Required[str]
    first_day: Required[date]
    last_day: date | None
    days_on: int | None
    days_off: int | None
    weekdays: Collection[int] | None
    level: int | None


def pattern_of(*, by: int | None, now: datetime, **facts: Unpack[PatternFacts]) -> Pattern:
    """The pattern, not yet kept. Mistakes: NotAPattern, NotALevel, UnknownTimeZone."""
    weekdays, level = facts.get("weekdays"), facts.get("level")
    week = None if weekdays is None else frozenset(weekdays)
    last_day, on, off = facts.get("last_day"), facts.get("days_on"), facts.get("days_off")
    days = checked_days(Days(facts["first_day"], last_day, on, off, week))
    return Pattern(
        person_id=facts["person_id"], role=facts["role"], level=level and checked_level(level),
        time_zone=checked_zone(facts["time_zone"]), starts=f"{facts['starts']:%H:%M}",
        ends=f"{facts['ends']:%H:%M}", made_at=now, made_by=by, **_columns(days),
    )  # fmt: skip


def put_pattern(session: Session, *, by: int | None, now: datetime, **facts: Unpack[PatternFacts]) -> Pattern:
    """Have them work by this pattern.

    The same person, role, days and beginning are the same pattern: its end and level are changed, also on
    the shifts to come that nobody has touched. Its shifts are put on the rota `AHEAD`; without a level with
    the one of the person's role. Mistakes: RoleNotHeld, NotAPattern, NotALevel, UnknownTimeZone.
    """
    person_id, role = facts["person_id"], facts["role"]
    if session.get(Grant, (person_id, role)) is None:
        raise RoleNotHeld(person=person_of(session, person_id).name, role=role)
    wanted = pattern_of(by=by, now=now, **facts)
    pattern = same_pattern(session, wanted)
    if pattern is not None and _said(pattern) == _said(wanted):
        return pattern
    if pattern is None:
        pattern = wanted
        session.add(pattern)
    else:
        pattern.ends, pattern.level, pattern.last_day = wanted.ends, wanted.level, wanted.last_day
        _follow(session, pattern, now=now)
    session.flush()
    _tell(session, Event.PATTERN_MADE, pattern, by=by, now=now)
    plan_pattern(session, pattern, by=by, now=now)
    return pattern


def end_pattern(
    session: Session, pattern_id: int, *, last_day: date, by: int | None, now: datetime
) -> Pattern:
    """The last shift of this pattern starts on `last_day`; later ones that nobody has touched go.

    Mistakes: NoSuchPattern, NoEffect, NotAPattern.
    """
    pattern = session.get(Pattern, pattern_id)
    if pattern is None:
        raise NoSuchPattern
    if pattern.last_day == last_day.isoformat():
        raise NoEffect(person=person_of(session, pattern.person_id).name)
    first = date.fromisoformat(pattern.first_day)
    pattern.last_day = checked_days(Days(first, last_day, 1, 0)).last.isoformat()  # type: ignore[union-attr]
    _follow(session, pattern, now=now)
    _tell(session, Event.PATTERN_ENDED, pattern, by=by, now=now)
    plan_pattern(session, pattern, by=by, now=now)
    return pattern


def plan_ahead(session: Session, *, now: datetime) -> None:
    """Put on the rota what patterns have for the days that came into sight."""
    for pattern in unplanned(session, now):
        plan_pattern(session, pattern, by=None, now=now)


def plan_pattern(session: Session, pattern: Pattern, *, by: int | None, now: datetime) -> int:
    """Put this pattern's next shifts on the rota; how many. Where the person has a shift then, that stays."""
    held = session.get(Grant, (pattern.person_id, pattern.role))
    if held is None:
        return 0
    today = today_in(pattern.time_zone, now)
    planned_to = date.fromisoformat(pattern.planned_to) if pattern.planned_to else today - 2 * _DAY
    until = today + AHEAD
    count = 0
    for day in days_of(pattern).between(max(planned_to + _DAY, today - _DAY), until):
        shift = _shift_on(pattern, day, pattern.level or held.level)
        if shift is not None and shift.ends_at > now and not _busy(session, shift):
            session.add(shift)
            session.flush()
            count += 1
    pattern.planned_to = max(until, planned_to).isoformat()
    session.flush()
    if count:
        _tell(session, Event.ROTA_CHANGED, pattern, by=by, now=now, added=count)
        wake(session, "rota")
    return count


def same_pattern(session: Session, wanted: Pattern) -> Pattern | None:
    """The pattern with this one's person, role, beginning and days, if there is one."""
    names = ("person_id", "role", "time_zone", "starts", "days_on", "days_off", "weekdays", "first_day")
    columns = Pattern.__table__.c
    return session.scalar(select(Pattern).where(*(columns[name] == getattr(wanted, name) for name in names)))


def _columns(days: Days) -> dict[str, int | str | None]:
    """The days as the table has them."""
    week = None if days.weekdays is None else "".join(map(str, sorted(days.weekdays)))
    last = None if days.last is None else days.last.isoformat()
    first = days.first.isoformat()
    return {"days_on": days.on, "days_off": days.off, "weekdays": week, "first_day": first, "last_day": last}


def _said(pattern: Pattern) -> tuple[str | int | None, ...]:
    return pattern.ends, pattern.level, pattern.last_day


def _follow(session: Session, pattern: Pattern, *, now: datetime) -> None:
    """Shifts to come that nobody has touched get the pattern's end and level, or go after its last day."""
    days, held = days_of(pattern), session.get(Grant, (pattern.person_id, pattern.role))
    for shift in _untouched(session, pattern, now):
        day = date.fromisoformat((shift.starts_local or "")[:10])
        planned = _shift_on(pattern, day, pattern.level or (held.level if held else shift.level))
        if day not in days or planned is None:
            session.delete(shift)
        else:
            shift.ends_at, shift.ends_local, shift.level = planned.ends_at, planned.ends_local, planned.level
    session.flush()
    wake(session, "rota")


def _untouched(session: Session, pattern: Pattern, now: datetime) -> Iterable[Shift]:
    to_come = (Shift.pattern_id == pattern.id, Shift.starts_at > now, Shift.ends_at > now)
    return session.scalars(select(Shift).where(*to_come)).all()


def _shift_on(pattern: Pattern, day: date, level: int) -> Shift | None:
    """The shift of one day; None when the clocks jump over the whole of it."""
    starts, ends = walls(day, time.fromisoformat(pattern.starts), time.fromisoformat(pattern.ends))
    begins, until = (moment_from(wall.isoformat(), pattern.time_zone) for wall in (starts, ends))
    if begins == until:
        return None
    span = checked_span(begins, until, level)
    return Shift(
        person_id=pattern.person_id, role=pattern.role, level=span.level, starts_at=span.starts_at,
        ends_at=span.ends_at, time_zone=pattern.time_zone, starts_local=starts.isoformat(),
        ends_local=ends.isoformat(), pattern_id=pattern.id,
    )  # fmt: skip


def _busy(session: Session, shift: Shift) -> bool:
    theirs = (Shift.person_id == shift.person_id, Shift.role == shift.role)
    then = (Shift.starts_at < shift.ends_at, Shift.ends_at > shift.starts_at)
    return session.scalar(select(Shift.id).where(*theirs, *then)) is not None


def _tell(
    session: Session, kind: Event, pattern: Pattern, *, by: int | None, now: datetime, **data: int
) -> None:
    record(
        session, kind, by=by, at=now, pattern=pattern.id, person=pattern.person_id, role=pattern.role,
        first_day=pattern.first_day, last_day=pattern.last_day, planned_to=pattern.planned_to, **data,
    )  # fmt: skip
