"""A zone's rules change by decree, and shifts meant by the clock on the wall there follow them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import wake
from bot.rota.models import Shift
from bot.rota.zone_queries import Move, moves
from bot.timeline.actions import record
from bot.timeline.rules import Event


def follow_zone_rules(session: Session, *, now: datetime) -> int:
    """Move what has not begun (and ends that have not come) to where the wall says; how many shifts.

    A shift that would have no length left, or would begin with another one of the same person, stays.
    """
    due = list(moves(session, now))
    later = [move for move in due if move.starts_at > move.shift.starts_at]
    others = [move for move in due if move not in later]
    moved = [move for move in [*reversed(later), *others] if _carry_out(session, move, now=now)]
    if moved:
        wake(session, "rota")
    return len(moved)


def _carry_out(session: Session, move: Move, *, now: datetime) -> bool:
    shift = move.shift
    same = (Shift.person_id == shift.person_id, Shift.role == shift.role, Shift.id != shift.id)
    if session.scalar(select(Shift.id).where(*same, Shift.starts_at == move.starts_at)) is not None:
        return False
    was_from, was_to = shift.starts_at.isoformat(), shift.ends_at.isoformat()
    shift.starts_at, shift.ends_at = move.starts_at, move.ends_at
    session.flush()
    record(
        session, Event.SHIFT_MOVED, by=None, at=now, person=shift.person_id, role=shift.role,
        zone=shift.time_zone, was_from=was_from, was_to=was_to,
        starts_at=shift.starts_at.isoformat(), ends_at=shift.ends_at.isoformat(),
    )  # fmt: skip
    return True
