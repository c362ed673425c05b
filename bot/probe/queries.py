"""Read what was found."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.probe.models import ProbeResult
from bot.tables import flush_of

RESULTS: Table = ProbeResult.__table__  # type: ignore[assignment]
_FOUND = Prepared(
    select(RESULTS.c.green, RESULTS.c.checked_at).where(RESULTS.c.software == bindparam("software"))
)

FRESH = timedelta(minutes=6)
"""An older look says nothing about now."""


def probe_result(
    session: Session, software: str | None, *, now: datetime | None = None
) -> ProbeResult | None:
    """The last look at this software; with `now`, only one that still says something."""
    found = session.get(ProbeResult, software) if software else None
    if found is None or (now is not None and now - found.checked_at > FRESH):
        return None
    return found


def is_red(session: Session, software: str | None, *, now: datetime) -> bool:
    """Whether our own look at it, not long ago, found it broken. A report asks twice, and looks once."""
    looked: dict[str | None, datetime | None] = session.info.setdefault("red", {None: None})
    if software not in looked:
        flush_of(session, ProbeResult)
        found = _FOUND.rows(session, software=software)
        looked[software] = next((checked_at for green, checked_at in found if green is False), None)
    red_at = looked[software]
    return red_at is not None and now - red_at <= FRESH
