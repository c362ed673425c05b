"""What a mass outage's lead still has to do for somebody, and when they are reminded of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.queries import duties_of_all
from bot.incident.reminders import moments
from bot.incident.rules import owed
from bot.incident.telling import facts
from bot.outage.models import Outage
from bot.timer.actions import arm, disarm_like
from bot.timer.queries import armed_like


def lacking(session: Session, incidents: Sequence[Incident]) -> bool:
    """Whether a duty is not carried out yet for any of them."""
    ticked = duties_of_all(session, [incident.id for incident in incidents])
    return any({*owed(incident.customer)} - ticked.get(incident.id, frozenset()) for incident in incidents)


def remind_of_outage(session: Session, outage: Outage, incident: Incident, *, since: datetime) -> None:
    """Arm the reminders of the outage's lead, unless they are armed already."""
    if armed_like(session, outage_duties_keys(outage)):
        return
    plan = facts(session, incident).timings.duties
    about = {"outage": outage.id, "lead": outage.lead_id}
    for count, at in moments(plan, since):
        last = count > plan.times
        kind = "outage_let_go" if last else "outage_duties"
        arm(session, f"{outage_duties_keys(outage)}{count}", kind, at=at, **about)


def forget_outage(session: Session, outage: Outage) -> None:
    """Nobody is reminded of it any more."""
    disarm_like(session, outage_duties_keys(outage))


def outage_duties_keys(outage: Outage) -> str:
    """How the keys of the timers begin that remind its lead."""
    return f"outage_duties:{outage.id}:"
