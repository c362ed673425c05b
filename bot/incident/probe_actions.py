"""What the bot found by itself reaches whoever waits; once it is green it proposes a recheck."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.effects import plan_recheck
from bot.incident.known import spared
from bot.incident.models import Incident
from bot.incident.queries import open_on
from bot.incident.rules import Way
from bot.incident.telling import note
from bot.incident.telling_all import tell_all
from bot.outage.models import Outage
from bot.probe.actions import note_verdict
from bot.probe.rules import Verdict
from bot.timeline.actions import record_all
from bot.timeline.rules import Event


def note_probe(session: Session, software: str, verdict: Verdict, *, now: datetime) -> None:
    """Keep it. When the colour changed everybody who waits for it sees so; nothing is ever closed.

    Once it is red nobody tries it themselves any more.
    """
    if not note_verdict(session, software, verdict, now=now):
        return
    waiting = open_on(session, software)
    about = {"found": str(verdict.finding), "status": verdict.status}
    record_all(session, Event.PROBED, [one.id for one in waiting], by=None, at=now, **about)
    proposed = [one for one in waiting if verdict.green is True and _may_propose(session, one)]
    for incident in proposed:
        incident.recheck_asked_at = now
        note(session, incident, Event.RECHECK_ASKED, by=None, at=now)
        plan_recheck(session, incident, now=now)
    tell_all(session, proposed, now=now, operator=Way.FRESH)
    asked = {one.id for one in proposed}
    others = [one for one in waiting if one.id not in asked]
    tell_all(
        session,
        [one for one in others if verdict.green is not False or not spared(session, one, now=now)],
        now=now,
    )


def _may_propose(session: Session, incident: Incident) -> bool:
    """They wait, have no such question yet, and nobody asks them to return in their turn."""
    waits = incident.recheck_at is not None and incident.recheck_asked_at is None
    return waits and session.get_one(Outage, incident.outage_id).return_phase is None
