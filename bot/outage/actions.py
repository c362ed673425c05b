"""Open, widen and end an outage."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.outage.models import Outage


def open_outage(session: Session, software: str | None, *, now: datetime) -> Outage:
    """An outage of one: further operators join it later."""
    outage = Outage(software=software, opened_at=now, resolved_at=None)
    session.add(outage)
    session.flush()
    return outage


def end_outage(session: Session, outage_id: int, *, now: datetime) -> None:
    outage = session.get_one(Outage, outage_id)
    outage.resolved_at = outage.resolved_at or now


def reopen_outage(session: Session, outage_id: int) -> None:
    """Somebody waits for it again."""
    session.get_one(Outage, outage_id).resolved_at = None
