"""Who begins, who is missing, and who stands in for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from bot.checkin.models import CheckIn
from bot.person.models import Grant, Person
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.rota.models import Shift
from bot.rota.queries import on_duty

ROLES = (Role.OPERATOR, Role.DUTY_LEAD, Role.SYSADMIN)
ON_A_LADDER = (Role.DUTY_LEAD, Role.SYSADMIN)
AWAITED = (
    exists()
    .where(CheckIn.person_id == Person.id, CheckIn.over_at.is_(None), CheckIn.checked_in_at.is_(None))
    .correlate(Person)
)
"""Whether a person in the same query is asked and has not answered."""
_ASKED = exists().where(
    CheckIn.person_id == Shift.person_id,
    CheckIn.role == Shift.role,
    CheckIn.over_at.is_(None),
    CheckIn.asked_at >= Shift.starts_at,
)
_BEGUN = (
    select(Person, Shift.role, Shift.starts_at)
    .join(Shift, Shift.person_id == Person.id)
    .join(Grant, (Grant.person_id == Shift.person_id) & (Grant.role == Shift.role))
    .where(Shift.starts_at <= bindparam("now"), Shift.ends_at > bindparam("now"), Person.left_at.is_(None))
    .where(Shift.role.in_(ROLES), ~_ASKED)
    .order_by(Person.id, Shift.role, Shift.starts_at)
)
_HOLDS = exists().where(
    Shift.person_id == CheckIn.person_id,
    Shift.role == CheckIn.role,
    Shift.starts_at <= bindparam("now"),
    Shift.ends_at > bindparam("now"),
    Grant.person_id == CheckIn.person_id,
    Grant.role == CheckIn.role,
    Person.id == CheckIn.person_id,
    Person.left_at.is_(None),
)
_ENDED = select(CheckIn).where(CheckIn.over_at.is_(None), ~_HOLDS)
_OVERDUE = (
    select(CheckIn)
    .where(CheckIn.over_at.is_(None), CheckIn.checked_in_at.is_(None), CheckIn.missed_at.is_(None))
    .where(CheckIn.due_at <= bindparam("now"))
    .order_by(CheckIn.due_at, CheckIn.person_id)
    .limit(bindparam("most"))
)


def waiting(session: Session, person_id: int) -> Sequence[CheckIn]:
    """What this person is asked and has not answered."""
    return [row for row in running(session, person_id) if row.checked_in_at is None]


def running(session: Session, person_id: int) -> Sequence[CheckIn]:
    """Their times on duty that they were asked about and that still go on, as far as is known."""
    query = select(CheckIn).where(CheckIn.person_id == person_id, CheckIn.over_at.is_(None))
    return session.scalars(query.order_by(CheckIn.starts_at, CheckIn.role)).all()


def running_of(session: Session, people: Collection[int]) -> Mapping[tuple[int, str], Sequence[CheckIn]]:
    """`running` for many at once, by person and role."""
    if not people:
        return {}
    query = select(CheckIn).where(CheckIn.over_at.is_(None), CheckIn.person_id.in_(people))
    found: dict[tuple[int, str], list[CheckIn]] = {}
    for row in session.scalars(query.order_by(CheckIn.starts_at)):
        found.setdefault((row.person_id, row.role), []).append(row)
    return found


def newest(session: Session, person_id: int) -> CheckIn | None:
    """What they were asked last."""
    query = select(CheckIn).where(CheckIn.person_id == person_id).order_by(CheckIn.asked_at.desc()).limit(1)
    return session.scalar(query)


def begun(session: Session, now: datetime) -> Sequence[tuple[Person, Role, datetime]]:
    """Who is on duty and was not asked since the start of the shift that they are in now, which is given."""
    return [
        (person, Role(role), starts_at) for person, role, starts_at in session.execute(_BEGUN, {"now": now})
    ]


def ended(session: Session, now: datetime) -> Sequence[CheckIn]:
    """Whose time on duty has ended without our having noticed."""
    return session.scalars(_ENDED, {"now": now}).all()


def overdue(session: Session, now: datetime, *, most: int) -> Sequence[CheckIn]:
    """Who has not answered in time and does not count as missing yet."""
    return session.scalars(_OVERDUE, {"now": now, "most": most}).all()


def missing(session: Session) -> Sequence[tuple[CheckIn, Person]]:
    """Who is on duty and has not answered in time, or whom nothing reaches any more."""
    return _with_people(session, CheckIn.over_at.is_(None), _is_missing())


def to_tell(session: Session) -> Sequence[tuple[CheckIn, Person]]:
    """Who is missing, and the leads do not know; or is there, and the leads think otherwise."""
    running = CheckIn.over_at.is_(None)
    unknown = _with_people(session, running, CheckIn.told_at.is_(None), _is_missing())
    back = _with_people(session, CheckIn.told_at.is_not(None), ~and_(running, _is_missing()))
    return [*unknown, *back]


def standing_in(session: Session, person: Person, role: Role, now: datetime) -> list[Person]:
    """Who is paged when this person is not there: the next level on duty, or everybody with the role."""
    out = {other.id for row, other in missing(session) if row.role == role} | {person.id}
    duty = on_duty(session, role, now)
    level = next((theirs for one, theirs in duty if one.id == person.id), 1)
    others = [(one, theirs) for one, theirs in duty if one.id not in out]
    above = [theirs for _, theirs in others if theirs > level]
    if others:
        best = min(above, default=min(theirs for _, theirs in others))
        return [one for one, theirs in others if theirs == best]
    off_duty = [one for one in people_with(session, role) if one.id not in out]
    return off_duty or [one for one in people_with(session, Role.ADMINISTRATOR) if one.id != person.id]


def _with_people(session: Session, *conditions: ColumnElement[bool]) -> Sequence[tuple[CheckIn, Person]]:
    query = select(CheckIn, Person).join(Person, Person.id == CheckIn.person_id).where(*conditions)
    ordered = query.order_by(CheckIn.missed_at, CheckIn.person_id, CheckIn.role)
    return [(row, person) for row, person in session.execute(ordered)]


def _is_missing() -> ColumnElement[bool]:
    """`rules.is_missing`, for the database."""
    unanswered = and_(CheckIn.missed_at.is_not(None), CheckIn.checked_in_at.is_(None))
    return or_(Person.unreachable_at.is_not(None), unanswered)
