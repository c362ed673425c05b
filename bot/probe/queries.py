"""Read what was found."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.probe.models import ProbeResult

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
