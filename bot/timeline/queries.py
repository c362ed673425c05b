"""Read the history, and prove it whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, inspect, select
from sqlalchemy.orm import Session

from bot.timeline.models import SealedWords, TimelineEvent
from bot.timeline.rules import CHAIN_START, link, seal

_HASHED = ("incident_id", "kind", "by_id", "at", "why", "part", "data")
_AT_ONCE = 1000


class Break(NamedTuple):
    """An event that does not fit: what has to stand there after all before it, and what does."""

    event_id: int | None
    """Empty: it is known by its words only."""
    incident_id: int | None
    """Empty: an event of the house."""
    place: str
    """`hash`: the row does not say what was written; `previous_hash`: the one before it is another now;
    `words`: what somebody said was changed beside the history, which still has the seal of it."""
    expected: str
    found: str


class Proof(NamedTuple):
    """How many events and chains were looked at, one hash over the end of every chain, and what is broken."""

    events: int
    chains: int
    head: str
    breaks: list[Break]


def history(session: Session, incident_id: int) -> Sequence[TimelineEvent]:
    """Every event of one incident, the oldest first."""
    query = select(TimelineEvent).where(TimelineEvent.incident_id == incident_id).order_by(TimelineEvent.id)
    return session.scalars(query).all()


def words_of(session: Session, incident_id: int | None) -> dict[str, str]:
    """What people said in one incident's events (None: in the house's), by seal, for `rules.opened`."""
    query = select(SealedWords.seal, SealedWords.text).where(
        SealedWords.incident_id.is_not_distinct_from(incident_id)
    )
    return {row.seal: row.text for row in session.execute(query)}


def events_after(session: Session, last_id: int, *, most: int = 500) -> Sequence[TimelineEvent]:
    """What was written since, in the order it was written."""
    query = select(TimelineEvent).where(TimelineEvent.id > last_id).order_by(TimelineEvent.id).limit(most)
    return session.scalars(query).all()


def first_hash(session: Session) -> str | None:
    """By which a night's history is known among others; None before the first event."""
    return session.scalar(select(TimelineEvent.hash).order_by(TimelineEvent.id).limit(1))


def newest_at(session: Session) -> datetime | None:
    """When the newest event was written; None before the first."""
    return session.scalar(select(TimelineEvent.at).order_by(TimelineEvent.id.desc()).limit(1))


def proof(session: Session) -> Proof:
    """Follow the chain of every incident, and of the house, from its first event to its last.

    Who knows the `head` of an earlier day can tell that nothing was cut off at the end since then: the
    chain by itself does not show that.
    """
    table = TimelineEvent.__table__
    order = (table.c.incident_id.is_not(None), table.c.incident_id, table.c.id)
    rows = session.connection().execute(
        select(table).order_by(*order), execution_options={"yield_per": _AT_ONCE}
    )
    heads, breaks, events = dict[int | None, str](), list[Break](), 0
    for row in rows:
        previous = heads.get(row.incident_id, CHAIN_START)
        breaks += _breaks(row, previous)
        heads[row.incident_id] = row.hash
        events += 1
    breaks += _other_words(session)
    ends = "\n".join(f"{incident_id} {end}" for incident_id, end in heads.items())
    return Proof(events, len(heads), hashlib.sha256(ends.encode()).hexdigest(), breaks)


def _breaks(row: Row[tuple[object, ...]], previous: str) -> Iterator[Break]:
    told = {column: row._mapping[column] for column in _HASHED}
    expected = link(row.previous_hash, told)
    if row.previous_hash != previous:
        yield Break(row.id, row.incident_id, "previous_hash", previous, row.previous_hash)
    if row.hash != expected:
        yield Break(row.id, row.incident_id, "hash", expected, row.hash)


def _other_words(session: Session) -> Iterator[Break]:
    """Words that are not what was sealed. Those that are gone were forgotten, and break nothing."""
    if not inspect(session.connection()).has_table(SealedWords.__tablename__):
        return
    for row in session.execute(select(SealedWords), execution_options={"yield_per": _AT_ONCE}).scalars():
        now = seal(row.text, row.salt)
        if now != row.seal:
            yield Break(None, row.incident_id, "words", row.seal, now)


def first_broken(events: Iterable[TimelineEvent]) -> TimelineEvent | None:
    """The first event of one incident's history whose hash does not follow from what stands before it."""
    previous = CHAIN_START
    for event in events:
        row = {column: getattr(event, column) for column in _HASHED}
        if event.previous_hash != previous or event.hash != link(previous, row):
            return event
        previous = event.hash
    return None
