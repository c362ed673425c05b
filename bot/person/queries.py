"""Who is who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Table, bindparam, exists, select
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.person.models import Grant, Person
from bot.person.rules import Role, UnknownPerson
from bot.tables import flush_of

GRANTS: Table = Grant.__table__  # type: ignore[assignment]
PEOPLE: Table = Person.__table__  # type: ignore[assignment]
_HELD = Prepared(select(GRANTS.c.role).where(GRANTS.c.person_id == bindparam("person")))


def person_by_telegram_id(session: Session, telegram_id: int) -> Person | None:
    """Whoever is let in under this Telegram id; somebody who left is a stranger."""
    return session.scalar(_present().where(Person.telegram_id == telegram_id))


def person(session: Session, person_id: int) -> Person:
    """The person of this id, also one who left; UnknownPerson when there is none."""
    found = session.get(Person, person_id)
    if found is None:
        raise UnknownPerson(person=person_id)
    return found


def as_person(columns: Mapping[str, Any]) -> Person:
    """A person to be looked at, of what stands in their row; no session knows of it."""
    return Person(**columns)


def roles_of(session: Session, person_id: int) -> frozenset[Role]:
    """What the person may do now."""
    flush_of(session, Grant)
    return frozenset(Role(role) for role in _HELD.column(session, person=person_id))


def recheck_minutes_of(session: Session, person_id: int) -> int | None:
    """How often they want to be asked whether it works; None: as often as the centre asks."""
    flush_of(session, Person)
    minutes: int | None = _RECHECK_MINUTES.first(session, person=person_id)
    return minutes


_RECHECK_MINUTES = Prepared(select(PEOPLE.c.recheck_minutes).where(PEOPLE.c.id == bindparam("person")))


def is_there(session: Session, person_id: int, *roles: Role) -> bool:
    """Whether this person may still act in one of these roles, and messages reach them."""
    found = session.get_one(Person, person_id)
    reachable = found.left_at is None and found.unreachable_at is None
    return reachable and not roles_of(session, person_id).isdisjoint(roles)


def grants_of(session: Session, person_id: int) -> Sequence[Grant]:
    """The person's roles with their levels, by role."""
    return session.scalars(select(Grant).where(Grant.person_id == person_id).order_by(Grant.role)).all()


def people_with(session: Session, role: Role) -> Sequence[Person]:
    """Everybody who holds the role, by their level on the ladder, then by who joined first."""
    query = _present().join(Grant, Grant.person_id == Person.id).where(Grant.role == role)
    return session.scalars(query.order_by(Grant.level, Person.id)).all()


def people(session: Session) -> Sequence[Person]:
    """Everybody who is let in, by name. Whoever holds no role is not."""
    holds = exists().where(Grant.person_id == Person.id)
    return session.scalars(_present().where(holds).order_by(Person.name, Person.id)).all()


def anybody(language: str, time_zone: str) -> Person:
    """A reader who is nobody in particular, as in a group. Never stored; no person has this id."""
    return Person(id=0, name="", language=language, time_zone=time_zone)


def _present() -> Select[Person]:
    return select(Person).where(Person.left_at.is_(None))
