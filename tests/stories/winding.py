"""How far a story's clock may be wound at once, so that everything still happens in its own minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.checkin.models import CheckIn
from bot.handover.queries import unsigned
from bot.outbox.queries import ahead
from bot.rota.models import Shift
from bot.timer.queries import next_due_at as next_timer_at

MINUTE = timedelta(minutes=1)
FARTHEST = 5 * MINUTE
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def step(session: Session, now: datetime) -> timedelta:
    """Whole minutes to the first one in which anything can happen, five at most.

    Never past a round five minutes, because the rota is announced at an hour by the wall. While a handover
    waits each minute counts: what it does next stands in no row.
    """
    if unsigned(session):
        return MINUTE
    round_one = now + FARTHEST - (now - _EPOCH) % FARTHEST
    first = min([round_one, *(moment for moment in _moments(session, now) if moment is not None)])
    return max(MINUTE, -(-(first - now) // MINUTE) * MINUTE)


def _moments(session: Session, now: datetime) -> list[datetime | None]:
    begins = select(func.min(Shift.starts_at)).where(Shift.starts_at > now)
    ends = select(func.min(Shift.ends_at)).where(Shift.ends_at > now)
    late = select(func.min(CheckIn.due_at)).where(CheckIn.due_at > now)
    return [
        next_timer_at(session),
        ahead(session, now).next_at,
        *(session.scalar(query) for query in (begins, ends, late)),
    ]
