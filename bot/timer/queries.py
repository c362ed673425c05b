"""What is due, and when the next one is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.timer.models import Timer

_DUE = Prepared(
    select(Timer.key, Timer.due_at)
    .where(Timer.due_at <= bindparam("now"), Timer.held_at.is_(None))
    .order_by(Timer.due_at, Timer.key)
    .limit(bindparam("most"))
)
_NEXT = Prepared(select(func.min(Timer.due_at)).where(Timer.held_at.is_(None)))


class Due(NamedTuple):
    """Key and moment of the timers whose moment has come, the oldest first, and the earliest armed moment."""

    timers: Sequence[tuple[str, datetime]]
    next_at: datetime | None


def due(session: Session, now: datetime, *, most: int = 1000) -> Due:
    """What may fire. Asked every second, so where nothing may it is one question."""
    next_at = next_due_at(session)
    if next_at is None or next_at > now:
        return Due((), next_at)
    return Due([(key, at) for key, at in _DUE.rows(session, now=now, most=most)], next_at)


def next_due_at(session: Session) -> datetime | None:
    """The earliest armed moment."""
    moment: datetime | None = _NEXT.first(session)
    return moment


def timer(session: Session, key: str) -> Timer | None:
    return session.get(Timer, key)


def armed_like(session: Session, beginning: str) -> bool:
    """Whether there is a timer whose key begins so."""
    return session.scalar(select(exists().where(Timer.key.startswith(beginning, autoescape=True)))) or False
