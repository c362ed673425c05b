"""Put shifts on the rota. Asked for what is so already, an action changes nothing and writes no event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import wake
from bot.person.models import Grant
from bot.person.queries import person as person_of
from bot.person.rules import Role, checked_level, checked_zone
from bot.rota.models import Shift
from bot.rota.pattern_rules import local_of
from bot.rota.rules import RoleNotHeld, checked_span, to_the_second
from bot.timeline.actions import record
from bot.timeline.rules import Event


def put_shift(
    session: Session,
    *,
    person_id: int,
    role: Role,
    starts_at: datetime,
    ends_at: datetime,
    level: int | None = None,
    time_zone: str | None = None,
    by: int | None,
    now: datetime,
) -> Shift:
    """Have them on duty; the shift with the same start is the same shift, and its end and level are moved.

    Without a level it is the one that the person's role has. With a time zone it is meant by the clock on
    the wall there, and follows when that zone's rules change. Mistakes: RoleNotHeld, NotAShift, NotALevel,
    UnknownTimeZone.
    """
    held = session.get(Grant, (person_id, role))
    if held is None:
        raise RoleNotHeld(person=person_of(session, person_id).name, role=role)
    span = checked_span(starts_at, ends_at, checked_level(held.level if level is None else level))
    shift = _same(session, person_id, role, span.starts_at)
    zone = checked_zone(time_zone) if time_zone is not None else (shift.time_zone if shift else None)
    wanted = (span.ends_at, span.level, zone)
    if shift is not None and (shift.ends_at, shift.level, shift.time_zone) == wanted:
        return shift
    if shift is None:
        shift = Shift(person_id=person_id, role=role, starts_at=span.starts_at)
        session.add(shift)
    if shift.time_zone != zone or shift.starts_local is None:
        shift.starts_local = local_of(span.starts_at, zone)
    shift.ends_at, shift.level, shift.time_zone = wanted
    shift.ends_local, shift.pattern_id = local_of(span.ends_at, zone), None
    session.flush()
    ends = span.ends_at.isoformat()
    _tell(session, person_id, role, span.starts_at, by=by, now=now, ends_at=ends, level=span.level)
    return shift


def remove_shift(
    session: Session, *, person_id: int, role: Role, starts_at: datetime, by: int | None, now: datetime
) -> bool:
    """Take the shift with this start off the rota. True if there was anything left of it.

    One that has begun ends now: what is past stays, so that what was taken on in it is handed over.
    """
    shift, cut = _same(session, person_id, role, to_the_second(starts_at)), to_the_second(now)
    if shift is None or shift.ends_at <= cut:
        return False
    if shift.starts_at < cut:
        shift.ends_at, shift.ends_local, shift.pattern_id = cut, local_of(cut, shift.time_zone), None
    else:
        session.delete(shift)
    session.flush()
    _tell(session, person_id, role, shift.starts_at, by=by, now=now, removed=True)
    return True


def _same(session: Session, person_id: int, role: Role, starts_at: datetime) -> Shift | None:
    key = (Shift.person_id == person_id) & (Shift.role == role) & (Shift.starts_at == starts_at)
    return session.scalar(select(Shift).where(key))


def _tell(
    session: Session,
    person_id: int,
    role: Role,
    starts_at: datetime,
    *,
    by: int | None,
    now: datetime,
    **data: Any,
) -> None:
    data |= {"person": person_id, "role": role, "starts_at": starts_at.isoformat()}
    record(session, Event.ROTA_CHANGED, by=by, at=now, **data)
    wake(session, "rota")
