"""Who could work instead of somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.queries import people_with, roles_of
from bot.person.rules import Role
from bot.rota.models import Shift
from bot.rota.queries import shifts_of_person

AHEAD = timedelta(days=62)
"""How far the coming shifts are looked at."""


def free(
    session: Session, role: Role, starts_at: datetime, ends_at: datetime, *, but: int | None
) -> list[Person]:
    """Who holds the role and is not on duty in it then, those whom messages reach first."""
    people = [
        person
        for person in people_with(session, role)
        if person.id != but and not of_role(shifts_of_person(session, person.id, starts_at, ends_at), role)
    ]
    return sorted(people, key=lambda one: one.started_at is None or one.unreachable_at is not None)


def coming(session: Session, person_id: int, *, now: datetime, role: Role | None = None) -> list[Shift]:
    """The person's shifts that have not ended, in the roles that they hold (or in one), the next first."""
    held = roles_of(session, person_id)
    return [
        shift
        for shift in shifts_of_person(session, person_id, now, now + AHEAD)
        if shift.role in held and role in (None, shift.role)
    ]


def of_role(shifts: Sequence[Shift], role: Role) -> list[Shift]:
    """Those of them that are in this role."""
    return [shift for shift in shifts if shift.role == role]
