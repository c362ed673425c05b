"""An outage is known, and trying it oneself is in vain: whoever still does hears so, and goes on at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.lead_actions import held
from bot.incident.mass import begin_mass, move
from bot.incident.mass_queries import alike
from bot.incident.models import Incident
from bot.incident.queries import incidents_of_outage
from bot.incident.rules import Way
from bot.incident.telling import OPERATOR_CARD, OUTAGE_CARD, book, show, tell
from bot.incident.walk import make
from bot.outage.models import Outage
from bot.outage.rules import NothingToDo
from bot.runbook.rules import Event as Happening
from bot.runbook.rules import happened


def declare_mass(session: Session, incident_id: int, *, by: int, now: datetime) -> Outage:
    """The lead who has it says that everybody has it: a mass outage, however few have reported it so far."""
    incident = held(session, incident_id, by)
    outage = session.get_one(Outage, incident.outage_id, with_for_update=True)
    if outage.mass_at is not None or incident.software is None:
        raise NothingToDo
    for other in alike(session, incident.software, but=outage) if incident.apart_at is None else ():
        move(session, other, outage, by=by, now=now)
    begin_mass(session, outage, now=now, why=None, by=by)
    session.flush()
    hear_that_it_is_known(session, incidents_of_outage(session, outage.id, open_only=True), now=now)
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.FRESH, now=now)
    return outage


def hear_that_it_is_known(session: Session, incidents: Iterable[Incident], *, now: datetime) -> None:
    """Nobody of these restarts anything any more; the cards of the others follow."""
    for incident in incidents:
        if not spared(session, incident, now=now):
            tell(session, incident, now=now)


def spared(session: Session, incident: Incident, *, now: datetime) -> bool:
    """Whether they were still trying it themselves, and go on from there."""
    runbook = book(session, incident)
    move = happened(runbook, Happening.KNOWN, incident.step) if incident.step == runbook.first else None
    if move is None or incident.apart_at is not None:
        return False
    make(session, incident, move, by=None, now=now)
    show(session, OPERATOR_CARD, incident.id, to=incident.operator_id, way=Way.FRESH, now=now)
    return True
