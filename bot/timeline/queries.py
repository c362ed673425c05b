"""Read the history, and prove it whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.timeline.models import TimelineEvent
from bot.timeline.rules import CHAIN_START, link

_HASHED = ("incident_id", "kind", "by_id", "at", "why", "part", "data")


def history(session: Session, incident_id: int) -> Sequence[TimelineEvent]:
    """Every event of one incident, the oldest first."""
    query = select(TimelineEvent).where(TimelineEvent.incident_id == incident_id).order_by(TimelineEvent.id)
    return session.scalars(query).all()


def events_after(session: Session, last_id: int, *, most: int = 500) -> Sequence[TimelineEvent]:
    """What was written since, in the order it was written."""
    query = select(TimelineEvent).where(TimelineEvent.id > last_id).order_by(TimelineEvent.id).limit(most)
    return session.scalars(query).all()


def newest_at(session: Session) -> datetime | None:
    """When the newest event was written; None before the first."""
    return session.scalar(select(TimelineEvent.at).order_by(TimelineEvent.id.desc()).limit(1))


def first_broken(events: Iterable[TimelineEvent]) -> TimelineEvent | None:
    """The first event of one incident's history whose hash does not follow from what stands before it."""
    previous = CHAIN_START
    for event in events:
        row = {column: getattr(event, column) for column in _HASHED}
        if event.previous_hash != previous or event.hash != link(previous, row):
            return event
        previous = event.hash
    return None
