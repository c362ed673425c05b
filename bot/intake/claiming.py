"""Several replicas work one inbox: each takes the oldest update of a person of its own, and no other."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session

from bot.db import wake
from bot.intake.journal import ARRIVED
from bot.intake.models import Inbox
from bot.intake.rules import Entry, State
from bot.replica.models import Replica
from bot.replica.rules import Share

INBOX: Table = Inbox.__table__  # type: ignore[assignment]
_DIED = "its process died"


def claim(
    session: Session, token: str, share: Share, most: int, *, suspects: bool, in_hand: Collection[int] = ()
) -> list[Entry]:
    """Take up to `most` updates for this token, the first unsettled one of each person in this share.

    `suspects`: also one that some process died with. Nothing is taken under a token whose seat is gone; a
    burial waits until this is committed, and finds what was taken. What is this token's and not `in_hand` was
    taken by a COMMIT that nobody answered: it is taken once more.
    """
    execute = session.connection().execute
    if execute(_SEAT, {"token": token}).scalar() is None:
        return []
    ours = {"of": share.of, "place": share.place, "by": token, "in_hand": list(in_hand)}
    rows = [*execute(_SOUND, ours | {"most": most}).mappings()]
    if suspects:
        rows += execute(_DOUBTFUL, ours).mappings()
    taken = sorted(rows, key=lambda row: int(row["update_id"]))
    if taken:
        execute(_TAKE, {"ids": [row["update_id"] for row in taken], "by": token})
    return [
        Entry(
            row["update_id"], row["telegram_id"], row["body"], row["received_at"], row["attempts"],
            row["error"] is not None,
        )
        for row in taken
    ]  # fmt: skip


def _first_of_each(*those: ColumnElement[bool]) -> Select[Any]:
    """The oldest new update of each person of a share where nobody has it in hand, or we without knowing."""
    older = INBOX.alias("older")
    same = or_(
        older.c.telegram_id == INBOX.c.telegram_id,
        and_(older.c.telegram_id.is_(None), INBOX.c.telegram_id.is_(None)),
    )
    earlier = exists().where(older.c.state == State.NEW, same, older.c.update_id < INBOX.c.update_id)
    whose = func.coalesce(INBOX.c.telegram_id, 0) % bindparam("of")
    free = and_(INBOX.c.claimed_by.is_(None), whose == bindparam("place"))
    unheard = and_(
        INBOX.c.claimed_by == bindparam("by"), INBOX.c.update_id.not_in(bindparam("in_hand", expanding=True))
    )
    return (
        select(INBOX)
        .where(INBOX.c.state == State.NEW, or_(free, unheard), ~earlier, *those)
        .order_by(INBOX.c.update_id)
        .with_for_update(skip_locked=True, of=INBOX)
    )


_SEAT = (
    select(Replica.token)
    .where(Replica.token == bindparam("token"))
    .with_for_update(read=True, key_share=True)
)
_SOUND = _first_of_each(INBOX.c.error.is_(None)).limit(bindparam("most"))
_DOUBTFUL = _first_of_each(INBOX.c.error.is_not(None)).limit(1)
_TAKE = (
    update(INBOX)
    .where(INBOX.c.update_id.in_(bindparam("ids", expanding=True)))
    .values(claimed_by=bindparam("by"))
)
"""Made once: they run with every update, and to make one costs more than to run it."""


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
