"""What is due, and when the next one is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from bot.timer.models import Timer

_DUE = (
    select(Timer.key, Timer.due_at)
    .where(Timer.due_at <= bindparam("now"), Timer.held_at.is_(None))
    .order_by(Timer.due_at, Timer.key)
    .limit(bindparam("most"))
)
_NEXT = select(func.min(Timer.due_at)).where(Timer.held_at.is_(None))


def due(session: Session, now: datetime, *, most: int = 200) -> Sequence[tuple[str, datetime]]:
    """Key and moment of the timers whose moment has come, the oldest first."""
    return [(key, at) for key, at in session.connection().execute(_DUE, {"now": now, "most": most})]


def next_due_at(session: Session) -> datetime | None:
    """The earliest armed moment."""
    return session.scalar(_NEXT)


def timer(session: Session, key: str) -> Timer | None:
    return session.get(Timer, key)


def armed_like(session: Session, beginning: str) -> bool:
    """Whether there is a timer whose key begins so."""
    return session.scalar(select(exists().where(Timer.key.startswith(beginning, autoescape=True)))) or False
