"""Write into the history."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from bot.db import tell
from bot.db.prepared import Prepared
from bot.timeline.models import SealedWords, TimelineEvent
from bot.timeline.rules import CHAIN_START, Event, Words, link, seal, sealed

TIMELINE: Table = TimelineEvent.__table__  # type: ignore[assignment]
_ADD = Prepared(insert(TIMELINE))
_NEWEST = select(TIMELINE.c.hash).order_by(TIMELINE.c.id.desc()).limit(1)
_NEWEST_OF = Prepared(_NEWEST.where(TIMELINE.c.incident_id == bindparam("incident")))
_LAST_PART = select(func.max(TIMELINE.c.part)).where(TIMELINE.c.why == bindparam("source"))
_NEWEST_OF_HOUSE = _NEWEST.where(TIMELINE.c.incident_id.is_(None))


def record(
    session: Session,
    kind: Event,
    *,
    by: int | None,
    at: datetime,
    incident_id: int | None = None,
    **data: Any,
) -> None:
    """Add one event: what, who (None: the night itself), when, and why (the session's `source`).

    What people said or are called goes into `data` as `Words`: it is kept beside the history, under a seal.
    """
    heads = _known_heads(session)
    head = heads.get(incident_id) or _head(session, incident_id)
    row = _linked(session, kind, head, by, at, incident_id, data)
    _ADD.write(session, row)
    heads[incident_id] = row["hash"]


def record_all(
    session: Session,
    kind: Event,
    incident_ids: Sequence[int],
    *,
    by: int | None,
    at: datetime,
    **data: Any,
) -> None:
    """`record` the same in the history of each of these incidents, however many, by two statements."""
    if not incident_ids:
        return
    heads = _heads(session, incident_ids)
    rows = [
        _linked(session, kind, heads.get(number, CHAIN_START), by, at, number, data)
        for number in incident_ids
    ]
    _ADD.write(session, *rows)
    _known_heads(session).update((row["incident_id"], row["hash"]) for row in rows)


def begin_history(session: Session, incident_id: int) -> None:
    """The incident was opened in this very transaction: nobody has written its history yet."""
    _known_heads(session)[incident_id] = CHAIN_START


def forget_words(session: Session, person_id: int) -> int:
    """This person's words are gone from every event, whose seals stay; how many they were."""
    theirs = delete(SealedWords).where(SealedWords.person_id == person_id)
    return session.connection().execute(theirs).rowcount


def go_on_from(session: Session) -> None:
    """Number this source's events after those it has: a timer may be armed again for the moment it fired."""
    session.info["goes_on"] = True


def _linked(
    session: Session,
    kind: Event,
    previous: str,
    by: int | None,
    at: datetime,
    incident_id: int | None,
    data: dict[str, Any],
) -> dict[str, Any]:
    """The row of one event, chained to the one before it."""
    data = {key: _kept_beside(session, value, by, incident_id) for key, value in data.items()}
    part = session.info["part"] = _last_part(session) + 1
    tell(session, str(kind), incident_id=incident_id, by=by)
    row: dict[str, Any] = {
        "incident_id": incident_id,
        "kind": str(kind),
        "by_id": by,
        "at": at,
        "why": session.info["source"],
        "part": part,
        "data": data,
    }
    return row | {"previous_hash": previous, "hash": link(previous, row)}


def _last_part(session: Session) -> int:
    """The number of this source's newest event; -1 while there is none."""
    last: int | None = session.info.get("part")
    if last is None and "goes_on" in session.info:
        last = session.connection().scalar(_LAST_PART, {"source": session.info["source"]})
    return -1 if last is None else last


def _known_heads(session: Session) -> dict[int | None, str]:
    """Ends of chains that this transaction has written, by incident: nobody else writes meanwhile."""
    heads: dict[int | None, str] = session.info.setdefault("heads", {})
    return heads


def _kept_beside(session: Session, value: Any, by: int | None, incident_id: int | None) -> Any:
    """Words are written down next to the history, and their seal into it; anything else stays what it is."""
    if not isinstance(value, Words):
        return value
    salt = secrets.token_hex(16)
    row = {"seal": seal(value.text, salt), "salt": salt, "text": value.text}
    row |= {"person_id": value.of if value.of is not None else by, "incident_id": incident_id}  # type: ignore[dict-item]
    session.connection().execute(insert(SealedWords), row)
    return sealed(row["seal"])


def _heads(session: Session, incident_ids: Sequence[int]) -> dict[int, str]:
    newest = (
        select(func.max(TimelineEvent.id))
        .where(TimelineEvent.incident_id.in_(incident_ids))
        .group_by(TimelineEvent.incident_id)
    )
    query = select(TimelineEvent.incident_id, TimelineEvent.hash).where(TimelineEvent.id.in_(newest))
    return {number: head for number, head in session.connection().execute(query) if number is not None}


def _head(session: Session, incident_id: int | None) -> str:
    if incident_id is None:
        return session.connection().scalar(_NEWEST_OF_HOUSE) or CHAIN_START
    return _NEWEST_OF.first(session, incident=incident_id) or CHAIN_START
