"""Whoever is erased is on duty no more; what they worked stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from bot.person.rules import Role
from bot.rota.actions import remove_shift
from bot.rota.models import Pattern, Shift, Swap
from bot.rota.rules import SwapState
from bot.rota.swap_actions import withdraw_swap


def erase_from_rota(session: Session, person_id: int, *, by: int | None, now: datetime) -> None:
    """No pattern, no open swap and no shift to come is left of theirs."""
    session.connection().execute(delete(Pattern).where(Pattern.person_id == person_id))
    theirs = or_(Swap.person_id == person_id, Swap.colleague_id == person_id)
    for swap_id in session.scalars(select(Swap.id).where(theirs, Swap.state == SwapState.ASKED)).all():
        withdraw_swap(session, swap_id, by=None, now=now)
    to_come = select(Shift).where(Shift.person_id == person_id, Shift.ends_at > now)
    for shift in session.scalars(to_come).all():
        remove_shift(
            session, person_id=person_id, role=Role(shift.role), starts_at=shift.starts_at, by=by, now=now
        )
