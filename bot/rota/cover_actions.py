"""Have somebody work instead of somebody else: shifts are split where it begins and ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import wake
from bot.outbox.actions import put
from bot.person.models import Grant
from bot.person.queries import person as person_of
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.rota.models import Shift, Swap
from bot.rota.pattern_rules import local_of
from bot.rota.queries import shift as shift_of_id
from bot.rota.rules import (
    NoEffect,
    NotYourShift,
    OverlapsOwnShift,
    RoleNotHeld,
    Span,
    SwapState,
    part_left,
    without,
)
from bot.timeline.actions import record
from bot.timeline.rules import Event

ANSWERED = "swap_answered"
"""The card that says how a swap ended, or that a lead covered a shift; its subject is the swap."""

Part = tuple[datetime, datetime]
_DECIDE = {Role.DUTY_LEAD, Role.ADMINISTRATOR}


def cover(
    session: Session,
    shift_id: int,
    substitute_id: int,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    by: int | None,
    now: datetime,
) -> Swap:
    """A lead or an administrator puts a substitute on duty for a part of a shift; both hear of it.

    Without the part's bounds it is from now, or the shift's start, to its end. Mistakes: NotYourShift,
    NoSuchShift, NoEffect, NotAPart, ShiftOver, RoleNotHeld, OverlapsOwnShift.
    """
    if by is not None and not roles_of(session, by) & _DECIDE:
        raise NotYourShift
    shift = shift_of_id(session, shift_id)
    part = part_left(span_of(shift), starts_at, ends_at, now)
    check_may_work(session, substitute_id, shift, part)
    made = Swap(
        role=shift.role, shift_id=shift.id, person_id=shift.person_id, colleague_id=substitute_id,
        starts_at=part[0], ends_at=part[1], asked_by=by, asked_at=now, expires_at=part[1],
        state=SwapState.COVERED, settled_at=now,
    )  # fmt: skip
    session.add(made)
    hand_over(session, [(shift, part, substitute_id)])
    note_swap(session, made, Event.SHIFT_COVERED, by=by, now=now)
    for person_id in {made.person_id, made.colleague_id} - {by}:
        put(session, ANSWERED, made.id, to=person_id, now=now, fresh=True)
    return made


def check_may_work(
    session: Session, person_id: int, shift: Shift, part: Part, *, gives: tuple[Shift, Part] | None = None
) -> None:
    """Whether they can work this part of the shift, giving away that part of theirs.

    Mistakes: NoEffect (it is theirs), RoleNotHeld, OverlapsOwnShift.
    """
    person = person_of(session, person_id)
    if shift.person_id == person_id:
        raise NoEffect(person=person.name)
    if person.left_at is not None or session.get(Grant, (person_id, shift.role)) is None:
        raise RoleNotHeld(person=person.name, role=shift.role)
    for own in _touching(session, person_id, shift.role, part):
        left = without(span_of(own), *gives[1]) if gives and gives[0] is own else [span_of(own)]
        if any(piece.starts_at < part[1] and piece.ends_at > part[0] for piece in left):
            raise OverlapsOwnShift(person=person.name, starts_at=own.starts_at, ends_at=own.ends_at)


def hand_over(session: Session, deeds: Iterable[tuple[Shift, Part, int]]) -> None:
    """Each part of a shift goes to somebody else, on the same level; the rest stays as it was.

    What was changed by hand belongs to its pattern no more.
    """
    pieces: list[Shift] = []
    for shift, part, to in deeds:
        pieces += [_piece(shift, left.starts_at, left.ends_at) for left in without(span_of(shift), *part)]
        given = _piece(shift, *part)
        given.person_id, given.instead_of_id = to, shift.person_id
        pieces.append(given)
        session.delete(shift)
    session.flush()
    for piece in pieces:
        _add(session, piece)
    session.flush()
    wake(session, "rota")


def note_swap(session: Session, swap: Swap, kind: Event, *, by: int | None, now: datetime) -> None:
    """Write what became of a swap into the history."""
    session.flush()
    record(
        session, kind, by=by, at=now, swap=swap.id, role=swap.role, person=swap.person_id,
        to=swap.colleague_id, starts_at=swap.starts_at.isoformat(), ends_at=swap.ends_at.isoformat(),
        in_return=swap.their_starts_at.isoformat() if swap.their_starts_at else None,
    )  # fmt: skip


def span_of(shift: Shift) -> Span:
    """The shift as rules see it."""
    return Span(shift.starts_at, shift.ends_at, shift.level)


def _piece(shift: Shift, starts_at: datetime, ends_at: datetime) -> Shift:
    """A part of a shift as a shift of its own; a cut that a clock's wall can name follows the wall."""
    whole = {shift.starts_at: shift.starts_local, shift.ends_at: shift.ends_local}
    starts, ends = (
        whole[moment] if moment in whole else local_of(moment, shift.time_zone)
        for moment in (starts_at, ends_at)
    )
    return Shift(
        person_id=shift.person_id, role=shift.role, level=shift.level, starts_at=starts_at, ends_at=ends_at,
        time_zone=shift.time_zone, starts_local=starts, ends_local=ends, instead_of_id=shift.instead_of_id,
    )  # fmt: skip


def _add(session: Session, piece: Shift) -> None:
    """The same person, role and start is one shift: the longer of the two stays."""
    same = (Shift.person_id == piece.person_id, Shift.role == piece.role, Shift.starts_at == piece.starts_at)
    there = session.scalar(select(Shift).where(*same))
    if there is None:
        session.add(piece)
    elif there.ends_at < piece.ends_at:
        there.ends_at, there.ends_local = piece.ends_at, piece.ends_local
        there.pattern_id = None
    session.flush()


def _touching(session: Session, person_id: int, role: str, part: Part) -> Iterable[Shift]:
    theirs = (Shift.person_id == person_id, Shift.role == role)
    return session.scalars(select(Shift).where(*theirs, Shift.starts_at < part[1], Shift.ends_at > part[0]))
