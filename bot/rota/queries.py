"""Who is on duty. Only people who hold the role at this moment count, whatever the rota says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, Table, bindparam, func, select
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.person.models import Grant, Person
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.rota.gap_rules import from_rows, overlaps_from
from bot.rota.models import Pattern, RotaTold, Shift, Swap
from bot.rota.pattern_rules import AHEAD, Days, today_in
from bot.rota.rules import Gap, NoSuchShift, Overlap, Span, SwapState, covering
from bot.rota.rules import gaps as gaps_in
from bot.rota.rules import overlaps as overlaps_in
from bot.tables import flush_of

GRANTS: Table = Grant.__table__  # type: ignore[assignment]
PEOPLE: Table = Person.__table__  # type: ignore[assignment]
SHIFTS: Table = Shift.__table__  # type: ignore[assignment]

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
    flush_of(session, Shift, Person, Grant)
    rows = _TIMES_OF_ONE.rows(session, role=str(role), person=person_id, after=now - _LOOK_BACK)
    return covering((Span(*row) for row in rows), now)


def times_on_duty(session: Session, people: Collection[int], role: Role, now: datetime) -> Mapping[int, Span]:
    """`shift_of` for many at once: whoever of these is on duty in this role, with their time on duty."""
    if not people:
        return {}
    query = _shifts(role).where(Person.id.in_(people), Shift.ends_at > now - _LOOK_BACK)
    rows = session.execute(query.with_only_columns(Person.id, Shift.starts_at, Shift.ends_at, Shift.level))
    spans: dict[int, list[Span]] = {}
    for person_id, starts_at, ends_at, level in rows:
        spans.setdefault(person_id, []).append(Span(starts_at, ends_at, level))
    current = ((person_id, covering(theirs, now)) for person_id, theirs in spans.items())
    return {person_id: span for person_id, span in current if span is not None}


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


def shift(session: Session, shift_id: int) -> Shift:
    """The shift of this id, or NoSuchShift."""
    found = session.get(Shift, shift_id)
    if found is None:
        raise NoSuchShift
    return found


def shifts_of_person(
    session: Session, person_id: int, starts_at: datetime, ends_at: datetime
) -> Sequence[Shift]:
    """Every shift of one person that touches this time, by its start."""
    touching = (Shift.person_id == person_id, Shift.starts_at < ends_at, Shift.ends_at > starts_at)
    return session.scalars(select(Shift).where(*touching).order_by(Shift.starts_at, Shift.role)).all()


def gaps(session: Session, role: Role, starts_at: datetime, ends_at: datetime) -> list[Gap]:
    """Where nobody who holds the role is on duty between the two moments, or nobody on level 1; in order."""
    return gaps_in(role, [span for _, span in _duty(session, role, starts_at, ends_at)], starts_at, ends_at)


def overlaps(session: Session, role: Role, starts_at: datetime, ends_at: datetime) -> list[Overlap]:
    """Where several people who hold the role are on one level at once; in order."""
    return overlaps_in(role, _duty(session, role, starts_at, ends_at), starts_at, ends_at)


def gaps_told(session: Session, evening: int) -> list[Gap]:
    """What of one evening's gaps (20261122) was to come at the last look; the card `rota_gaps` shows them."""
    row = session.get(RotaTold, evening)
    return [] if row is None else from_rows(row.gaps)


def overlaps_told(session: Session, evening: int) -> list[Overlap]:
    """Who is on level 1 at once in the night after this evening (20261122), as it is now."""
    row = session.get(RotaTold, evening)
    return [] if row is None else overlaps_from(row.overlaps)


def swap(session: Session, swap_id: int) -> Swap | None:
    """The swap of this id, however it stands."""
    return session.get(Swap, swap_id)


def open_swaps(session: Session, person_id: int) -> Sequence[Swap]:
    """Swaps that wait for an answer and that this person asked for or is asked, the oldest first."""
    theirs = (Swap.person_id == person_id) | (Swap.colleague_id == person_id)
    return session.scalars(
        select(Swap).where(Swap.state == SwapState.ASKED, theirs).order_by(Swap.asked_at, Swap.id)
    ).all()


def patterns(session: Session, person_id: int | None = None) -> Sequence[Pattern]:
    """Every pattern (of one person), by its first day."""
    query = select(Pattern).order_by(Pattern.first_day, Pattern.id)
    return session.scalars(query if person_id is None else query.where(Pattern.person_id == person_id)).all()


def days_of(pattern: Pattern) -> Days:
    """The days of a pattern as its rules see them."""
    return Days(
        date.fromisoformat(pattern.first_day),
        date.fromisoformat(pattern.last_day) if pattern.last_day else None,
        pattern.days_on,
        pattern.days_off,
        None if pattern.weekdays is None else frozenset(map(int, pattern.weekdays)),
    )


def unplanned(session: Session, now: datetime) -> Sequence[Pattern]:
    """Patterns of people who hold the role and of which days have come into sight that nobody has planned."""
    held = (Grant.person_id == Pattern.person_id) & (Grant.role == Pattern.role)
    return [
        pattern
        for pattern in session.scalars(select(Pattern).join(Grant, held).order_by(Pattern.id))
        if (pattern.planned_to or "")
        < min((today_in(pattern.time_zone, now) + AHEAD).isoformat(), pattern.last_day or "9")
    ]


def _duty(session: Session, role: Role, starts_at: datetime, ends_at: datetime) -> list[tuple[int, Span]]:
    touching = _shifts(role).where(Shift.starts_at < ends_at, Shift.ends_at > starts_at)
    rows = session.execute(touching.with_only_columns(Person.id, Shift.starts_at, Shift.ends_at, Shift.level))
    return [(person_id, Span(begins, ends, level)) for person_id, begins, ends, level in rows]


def _shifts(role: Role) -> Select[Person, int]:
    held = (Grant.person_id == Shift.person_id) & (Grant.role == Shift.role)
    return (
        select(Person, Shift.level)
        .join(Shift, Shift.person_id == Person.id)
        .join(Grant, held)
        .where(Shift.role == role, Person.left_at.is_(None))
    )


_TIMES_OF_ONE = Prepared(
    select(SHIFTS.c.starts_at, SHIFTS.c.ends_at, SHIFTS.c.level)
    .join(PEOPLE, SHIFTS.c.person_id == PEOPLE.c.id)
    .join(GRANTS, (GRANTS.c.person_id == SHIFTS.c.person_id) & (GRANTS.c.role == SHIFTS.c.role))
    .where(SHIFTS.c.role == bindparam("role"), PEOPLE.c.left_at.is_(None))
    .where(PEOPLE.c.id == bindparam("person"), SHIFTS.c.ends_at > bindparam("after"))
)


def _each_once(rows: Iterable[tuple[Person, int]]) -> list[tuple[Person, int]]:
    first: dict[int, tuple[Person, int]] = {}
    for person, level in rows:
        first.setdefault(person.id, (person, level))
    return list(first.values())
