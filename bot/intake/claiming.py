"""Several replicas work one inbox: each takes the oldest update of a person of its own, and no other."""

from __future__ import annotations

from sqlalchemy import Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.db import wake
from bot.intake.journal import ARRIVED
from bot.intake.models import Inbox
from bot.intake.rules import Entry, State
from bot.replica.models import Replica
from bot.replica.rules import Share

_DIED = "its process died"


def claim(session: Session, token: str, share: Share, most: int, *, suspects: bool) -> list[Entry]:
    """Take up to `most` updates for this token, the first unsettled one of each person in this share.

    `suspects`: also one that some process died with. Nothing is taken under a token whose seat is gone; a
    burial waits until this is committed, and finds what was taken.
    """
    seat = select(Replica.token).where(Replica.token == token).with_for_update(read=True, key_share=True)
    if session.scalar(seat) is None:
        return []
    rows = session.scalars(_first_of_each(share).where(Inbox.error.is_(None)).limit(most)).all()
    doubtful = session.scalars(_first_of_each(share).where(Inbox.error.is_not(None)).limit(1)).all()
    taken = sorted([*rows, *(doubtful if suspects else ())], key=lambda row: row.update_id)
    if taken:
        ids = [row.update_id for row in taken]
        session.execute(update(Inbox).where(Inbox.update_id.in_(ids)).values(claimed_by=token))
    return [
        Entry(row.update_id, row.telegram_id, row.body, row.received_at, row.attempts, row.error is not None)
        for row in taken
    ]


def _first_of_each(share: Share) -> Select[Inbox]:
    """The oldest new update of each person of this share, where nobody has it in hand."""
    older = aliased(Inbox)
    same = or_(
        older.telegram_id == Inbox.telegram_id,
        and_(older.telegram_id.is_(None), Inbox.telegram_id.is_(None)),
    )
    earlier = exists().where(older.state == State.NEW, same, older.update_id < Inbox.update_id)
    whose = func.coalesce(Inbox.telegram_id, 0) % share.of
    return (
        select(Inbox)
        .where(Inbox.state == State.NEW, Inbox.claimed_by.is_(None), ~earlier, whose == share.place)
        .order_by(Inbox.update_id)
        .with_for_update(skip_locked=True, of=Inbox)
    )


def give_back(session: Session, token: str) -> None:
    """A burial: what this one had in hand is free, and suspect, because it may have killed it."""
    _free(session, token, error=func.coalesce(Inbox.error, _DIED))


def put_back(session: Session, token: str) -> None:
    """What was taken and not begun, by a process that stops in order."""
    _free(session, token)


def _free(session: Session, token: str, **values: object) -> None:
    mine = and_(Inbox.claimed_by == token, Inbox.state == State.NEW)
    freed = session.connection().execute(update(Inbox).where(mine).values(claimed_by=None, **values))
    if freed.rowcount:
        wake(session, ARRIVED)
