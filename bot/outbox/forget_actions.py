"""Promises that were settled long ago are nobody's any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from bot.outbox.actions import OUTBOX
from bot.outbox.rules import State

_SETTLED = (State.SENT, State.FAILED, State.OBSOLETE)


def messages_before(session: Session, before: datetime) -> int:
    """How many of them there are."""
    return session.scalars(select(func.count()).select_from(OUTBOX).where(_old(before))).one()


def forget_messages(session: Session, *, before: datetime, most: int) -> int:
    """Delete so many of them at most; how many went. What waits, is on its way or on hold stays."""
    some = select(OUTBOX.c.id).where(_old(before)).order_by(OUTBOX.c.id).limit(most)
    return session.connection().execute(delete(OUTBOX).where(OUTBOX.c.id.in_(some))).rowcount


def _old(before: datetime) -> ColumnElement[bool]:
    return OUTBOX.c.state.in_(_SETTLED) & (OUTBOX.c.created_at < before)
