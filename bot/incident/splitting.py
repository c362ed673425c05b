"""Some of an outage's incidents are something else: they go into an outage of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.mass import begin_mass
from bot.incident.models import Incident
from bot.incident.telling import facts, note
from bot.outage.actions import open_outage
from bot.outage.models import Outage
from bot.timeline.rules import Event


def part_off(
    session: Session, outage: Outage, incidents: Sequence[Incident], *, by: int, now: datetime
) -> Outage:
    """Move these into a new outage: a mass outage, begun without a sound, where they are enough for one.

    It goes on since the first of them reported, not since somebody saw that it is another one.
    """
    apart = open_outage(session, outage.software, now=now)
    for incident in incidents:
        incident.outage_id, incident.apart_at = apart.id, now
        note(session, incident, Event.OUTAGE_SPLIT, by=by, at=now, outage=apart.id, left=outage.id)
    apart.opened_at = min(incident.opened_at for incident in incidents)
    session.flush()
    enough = facts(session, incidents[0]).timings.mass_outage.operators
    if outage.mass_at is not None and len(incidents) >= enough:
        begin_mass(session, apart, now=now, why=None)
    return apart
