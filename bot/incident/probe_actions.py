"""What the bot found by itself reaches whoever waits; once it is green it proposes a recheck."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.effects import plan_recheck
from bot.incident.queries import open_on
from bot.incident.rules import Way
from bot.incident.telling import note, tell
from bot.probe.actions import note_verdict
from bot.probe.rules import Verdict
from bot.timeline.rules import Event


def note_probe(session: Session, software: str, verdict: Verdict, *, now: datetime) -> None:
    """Keep it. When the colour changed everybody who waits for it sees so; nothing is ever closed."""
    if not note_verdict(session, software, verdict, now=now):
        return
    for incident in open_on(session, software):
        note(
            session,
            incident,
            Event.PROBED,
            by=None,
            at=now,
            finding=str(verdict.finding),
            status=verdict.status,
        )
        propose = (
            verdict.green is True and incident.recheck_at is not None and incident.recheck_asked_at is None
        )
        if propose:
            incident.recheck_asked_at = now
            note(session, incident, Event.RECHECK_ASKED, by=None, at=now)
            plan_recheck(session, incident, now=now)
        tell(session, incident, now=now, operator=Way.FRESH if propose else Way.EDIT)
