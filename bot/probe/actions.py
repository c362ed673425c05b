"""Write down what was found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.probe.models import ProbeResult
from bot.probe.rules import Verdict


def note_verdict(session: Session, software: str, verdict: Verdict, *, now: datetime) -> bool:
    """Keep the newest look. True when its colour is another than before."""
    before = session.get(ProbeResult, software)
    changed = before is None or before.green != verdict.green
    if before is None:
        before = ProbeResult(software=software, since=now)
        session.add(before)
    if changed:
        before.since = now
    before.finding, before.status, before.green = str(verdict.finding), verdict.status, verdict.green
    before.checked_at = now
    session.flush()
    return changed
