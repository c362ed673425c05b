"""Who is on duty. Only people who hold the role at this moment count, whatever the rota says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.person.models import Grant, Person
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.rota.models import Shift
from bot.rota.rules import Span, covering

_LOOK_BACK = timedelta(days=62)
"""Twice the longest shift: what ended earlier belongs to nothing that a person would call one shift."""


def on_duty(session: Session, role: Role, now: datetime) -> list[tuple[Person, int]]:
    """Who is on duty in this role, with their level: level 1 first, then who began first; each once."""
    current = _shifts(role).where(Shift.starts_at <= now, Shift.ends_at > now)
    return _each_once(session.execute(current.order_by(Shift.level, Shift.starts_at, Person.id)))


def next_on_duty(
    session: Session, role: Role, now: datetime
) -> tuple[datetime, list[tuple[Person, int]]] | None:
    """When the next shift in this role starts, and who starts it; None when the rota ends here."""
    starts_at = session.scalar(
        _shifts(role).where(Shift.starts_at > now).with_only_columns(func.min(Shift.starts_at))
    )
    if starts_at is None:
        return None
    starting = _shifts(role).where(Shift.starts_at == starts_at).order_by(Shift.level, Person.id)
    return starts_at, _each_once(session.execute(starting))


def shift_of(session: Session, person_id: int, role: Role, now: datetime) -> Span | None:
    """The person's time on duty in this role that `now` is in: back-to-back shifts are one."""
    query = _shifts(role).where(Person.id == person_id, Shift.ends_at > now - _LOOK_BACK)
    rows = session.execute(query.with_only_columns(Shift.starts_at, Shift.ends_at, Shift.level))
    return covering((Span(*row) for row in rows), now)


def ladder_level(session: Session, role: Role, level: int, now: datetime) -> list[Person]:
    """Whom to page on this level.

    Whoever is on duty on it; nobody, where others are on duty and this level has none. When nobody at all
    is on duty in this role the rota cannot be right, and it is everybody with the role.
    """
    current = on_duty(session, role, now)
    if not current:
        return list(people_with(session, role))
    return [person for person, theirs in current if theirs == level]


def everybody(session: Session, role: Role, now: datetime) -> list[Person]:
    """All with the role: first those on duty, by level, then the others by their level."""
    current = [person for person, _ in on_duty(session, role, now)]
    return [*dict.fromkeys([*current, *people_with(session, role)])]


def shifts_between(session: Session, starts_at: datetime, ends_at: datetime) -> Sequence[Shift]:
    """Every shift that touches this time, by its start."""
    query = select(Shift).where(Shift.starts_at < ends_at, Shift.ends_at > starts_at)
    return session.scalars(query.order_by(Shift.starts_at, Shift.role, Shift.level, Shift.person_id)).all()


def _shifts(role: Role) -> Select[Person, int]:
    held = (Grant.person_id == Shift.person_id) & (Grant.role == Shift.role)
    return (
        select(Person, Shift.level)
        .join(Shift, Shift.person_id == Person.id)
        .join(Grant, held)
        .where(Shift.role == role, Person.left_at.is_(None))
    )


def _each_once(rows: Iterable[tuple[Person, int]]) -> list[tuple[Person, int]]:
    first: dict[int, tuple[Person, int]] = {}
    for person, level in rows:
        first.setdefault(person.id, (person, level))
    return list(first.values())
