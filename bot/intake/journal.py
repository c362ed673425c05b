"""Actions on the inbox: what came is kept first, handled later, and settled exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from itertools import chain, islice, repeat

from sqlalchemy import BindParameter, ColumnElement, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from bot.db import wake
from bot.db.prepared import Prepared
from bot.intake.models import Inbox
from bot.intake.rules import Entry, State
from bot.tables import fixed
from bot.timeline.actions import record
from bot.timeline.rules import Event

_AT_ONCE = 128
"""So many are asked about by one statement at most."""
ARRIVED = "inbox"
"""What is woken when there may be something to handle."""

INBOX: Table = Inbox.__table__  # type: ignore[assignment]
_KEEP = Prepared(insert(INBOX))
_SETTLE = Prepared(
    update(INBOX).where(INBOX.c.update_id == bindparam("number"), INBOX.c.state == fixed(State.NEW))
)


class AlreadySettled(Exception):
    """This update was handled before: whatever is being done because of it must not happen again."""


def journal(session: Session, entries: Sequence[Entry], *, now: datetime) -> list[Entry]:
    """Keep these updates; return those that are to be handled, in their order. A known one stays as it is.

    Known and not settled: its COMMIT was answered by a server that died, so nobody was told of it.
    """
    once = {entry.update_id: entry for entry in entries}
    known = _known(session, list(once))
    fresh = [entry for entry in once.values() if entry.update_id not in known]
    if fresh:
        rows = [
            {
                "update_id": entry.update_id,
                "received_at": now,
                "telegram_id": entry.telegram_id,
                "body": entry.body,
                "state": State.NEW,
                "attempts": 0,
            }
            for entry in fresh
        ]
        _KEEP.write(session, *rows)
        wake(session, ARRIVED)
    return [entry for entry in once.values() if known.get(entry.update_id, State.NEW) == State.NEW]


def _known(session: Session, update_ids: Sequence[int]) -> dict[int, str]:
    """Those of them that are kept already, with their states."""
    known: dict[int, str] = {}
    for start in range(0, len(update_ids), _AT_ONCE):
        some = update_ids[start : start + _AT_ONCE]
        size = 1 << (len(some) - 1).bit_length()
        filled = islice(chain(some, repeat(some[-1])), size)
        rows = _these(size).rows(session, **{f"id_{place}": one for place, one in enumerate(filled)})
        known |= {row[0]: row[1] for row in rows}
    return known


@cache
def _these(size: int) -> Prepared:
    """The question about so many. There are few sizes, so that each is prepared once."""
    these: list[BindParameter[int]] = [bindparam(f"id_{place}") for place in range(size)]
    return Prepared(select(INBOX.c.update_id, INBOX.c.state).where(INBOX.c.update_id.in_(these)))


def settle(
    session: Session,
    update_id: int,
    state: State,
    *,
    now: datetime,
    blank: bool = False,
    error: str | None = None,
) -> None:
    """Say how the update ended, once and for ever. `blank` forgets what it said. Raises `AlreadySettled`."""
    values = {"state": state, "settled_at": now} | ({"body": ""} if blank else {})
    values |= {"error": error} if error is not None else {}
    if _SETTLE.change(session, values | {"number": update_id}) != 1:
        raise AlreadySettled(update_id)


def begin(session: Session, update_id: int) -> None:
    """Count an attempt before it is made, so that one which kills the process is seen by the next."""
    query = update(Inbox).where(Inbox.update_id == update_id).values(attempts=Inbox.attempts + 1)
    session.connection().execute(query)


def note_failure(session: Session, update_id: int, error: str, *, counted: bool) -> bool:
    """Keep why an attempt failed, counting it unless `begin` did. False if the update is settled anyhow."""
    still_new = (Inbox.update_id == update_id) & (Inbox.state == State.NEW)
    attempts = Inbox.attempts if counted else Inbox.attempts + 1
    query = update(Inbox).where(still_new).values(error=error, attempts=attempts)
    return session.connection().execute(query).rowcount == 1


def quarantine(session: Session, update_id: int, error: str, *, now: datetime) -> None:
    """Put it aside for a human being. Raises `AlreadySettled`."""
    settle(session, update_id, State.QUARANTINED, now=now, error=error)
    record(session, Event.QUARANTINED, by=None, at=now, update=update_id, error=error)


def left_over(session: Session) -> list[Entry]:
    """What was kept and never settled, the oldest first."""
    rows = session.scalars(select(Inbox).where(Inbox.state == State.NEW).order_by(Inbox.update_id))
    return [Entry(row.update_id, row.telegram_id, row.body, row.received_at, row.attempts) for row in rows]


def settled_before(session: Session, before: datetime) -> int:
    """How many settled updates came before this moment."""
    return session.scalars(select(func.count()).select_from(Inbox).where(_old(before))).one()


def forget_settled(session: Session, *, before: datetime, most: int) -> int:
    """Delete so many of them at most. Keep 24 h at least: so long may an update come once more."""
    some = select(Inbox.update_id).where(_old(before)).limit(most)
    return session.connection().execute(delete(Inbox).where(Inbox.update_id.in_(some))).rowcount


def _old(before: datetime) -> ColumnElement[bool]:
    return (Inbox.state != State.NEW) & (Inbox.received_at < before)


def forget_sender(session: Session, telegram_id: int) -> int:
    """What this account sent is not kept any more, only that it came; how many updates that were."""
    theirs = (Inbox.telegram_id == telegram_id) & (Inbox.state != State.NEW)
    emptied = {"body": "", "telegram_id": None, "error": None}
    return session.connection().execute(update(Inbox).where(theirs).values(**emptied)).rowcount
