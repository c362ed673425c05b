"""Promises that were settled long ago are nobody's any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from bot.outbox.actions import CARDS, OUTBOX, PAUSES
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


def forget_person(session: Session, person_id: int) -> None:
    """Nothing goes to them any more, and which message showed them what is not known any more."""
    execute = session.connection().execute
    theirs = OUTBOX.c.person_id == person_id
    execute(update(OUTBOX).where(theirs, OUTBOX.c.state.not_in(_SETTLED)).values(state=State.OBSOLETE))
    execute(update(OUTBOX).where(theirs).values(data={}, message_id=None, error=None))
    execute(delete(CARDS).where(CARDS.c.person_id == person_id))
    execute(delete(PAUSES).where(PAUSES.c.person_id == person_id))
