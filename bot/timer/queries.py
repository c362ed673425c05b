"""What is due, and when the next one is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from bot.timer.models import Timer


def due(session: Session, now: datetime, *, most: int = 200) -> Sequence[Timer]:
    """Timers whose moment has come, the oldest first."""
    ripe = (Timer.due_at <= now) & Timer.held_at.is_(None)
    return session.scalars(select(Timer).where(ripe).order_by(Timer.due_at, Timer.key).limit(most)).all()


def next_due_at(session: Session) -> datetime | None:
    """The earliest armed moment."""
    return session.scalar(select(func.min(Timer.due_at)).where(Timer.held_at.is_(None)))


def timer(session: Session, key: str) -> Timer | None:
    return session.get(Timer, key)


def armed_like(session: Session, beginning: str) -> bool:
    """Whether there is a timer whose key begins so."""
    return session.scalar(select(exists().where(Timer.key.startswith(beginning, autoescape=True)))) or False
