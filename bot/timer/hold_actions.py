"""After a restore nothing fires that was armed before it, until a person says go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.db import wake
from bot.timer.models import Timer


def hold_timers(session: Session, *, now: datetime) -> int:
    """None of those that are armed fires; how many."""
    armed = update(Timer).where(Timer.held_at.is_(None)).values(held_at=now)
    return session.connection().execute(armed).rowcount


def release_timers(session: Session) -> int:
    """They fire again, what is overdue at once; how many."""
    held = Timer.held_at.is_not(None)
    earliest = session.scalar(select(func.min(Timer.due_at)).where(held))
    if earliest is not None:
        wake(session, "timer", earliest)
    return session.connection().execute(update(Timer).where(held).values(held_at=None)).rowcount
