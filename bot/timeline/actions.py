"""Write into the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.timeline.models import TimelineEvent
from bot.timeline.rules import CHAIN_START, Event, link


def record(
    session: Session,
    kind: Event,
    *,
    by: int | None,
    at: datetime,
    incident_id: int | None = None,
    **data: Any,
) -> None:
    """Add one event: what, who (None: the night itself), when, and why (the session's `source`)."""
    part = session.info["part"] = session.info.get("part", -1) + 1
    row: dict[str, Any] = {
        "incident_id": incident_id,
        "kind": str(kind),
        "by_id": by,
        "at": at,
        "why": session.info["source"],
        "part": part,
        "data": data,
    }
    previous = _head(session, incident_id)
    row |= {"previous_hash": previous, "hash": link(previous, row)}
    session.connection().execute(insert(TimelineEvent.__table__), row)  # type: ignore[arg-type]


def _head(session: Session, incident_id: int | None) -> str:
    newest = (
        select(TimelineEvent.hash)
        .where(TimelineEvent.incident_id == incident_id)
        .order_by(TimelineEvent.id.desc())
        .limit(1)
    )
    return session.connection().scalar(newest) or CHAIN_START
