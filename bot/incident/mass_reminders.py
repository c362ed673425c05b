"""A mass outage acknowledged and forgotten: one reminder for all of it, and in the end another lead."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.mass import call_leads, outage_lead
from bot.incident.mass_duties import forget_outage, lacking
from bot.incident.models import Incident
from bot.incident.queries import incidents_of_outage
from bot.incident.rules import Way
from bot.incident.telling import OUTAGE_CARD, note, ring, show
from bot.incident.telling_all import tell_all
from bot.outage.models import Outage
from bot.outbox.rules import SoundWhy
from bot.timeline.rules import Event
from bot.timer.actions import put_off_rest
from bot.timer.rules import Fired


def outage_forgotten(session: Session, timer: Fired, *, now: datetime) -> None:
    """Something is not ticked yet: the board comes once more at the bottom."""
    outage, there = _held(session, timer)
    if outage is None or _nothing_lacks(session, outage, there):
        return
    put_off_rest(session, timer, "outage_duties", "outage_let_go", now=now)
    for incident in there[:1]:
        note(session, incident, Event.DUTIES_REMINDED, by=None, at=now, to=outage.lead_id)
        way = ring(session, incident, SoundWhy.DUTIES_REMINDER)
        show(
            session, OUTAGE_CARD, outage.id, to=timer.data["lead"], way=way, now=now,
            why=SoundWhy.DUTIES_REMINDER if way is Way.SOUND else None, incident_id=incident.id,
        )  # fmt: skip


def outage_let_go(session: Session, timer: Fired, *, now: datetime) -> None:
    """After the last reminder the outage is nobody's again; the ladder goes on above the first level."""
    outage, there = _held(session, timer)
    if outage is None or _nothing_lacks(session, outage, there):
        return
    holder = outage.lead_id
    outage.lead_id = outage.lead_at = None
    for incident in there:
        if incident.lead_id == holder:
            incident.let_go_id, incident.lead_id, incident.lead_at = holder, None, None
            note(session, incident, Event.LEAD_LET_GO, by=None, at=now, to=holder)
    call_leads(session, outage, there[0], now=now, above=1)
    tell_all(session, there, now=now)


def _nothing_lacks(session: Session, outage: Outage, there: list[Incident]) -> bool:
    """Then the patience begins anew with whoever comes next."""
    if lacking(session, there):
        return False
    forget_outage(session, outage)
    return True


def _held(session: Session, timer: Fired) -> tuple[Outage | None, list[Incident]]:
    """The outage, while the lead who is being reminded has it and somebody waits."""
    outage = session.get_one(Outage, timer.data["outage"], with_for_update=True)
    there = list(incidents_of_outage(session, outage.id, open_only=True))
    if not there or outage_lead(session, outage) != timer.data["lead"]:
        return None, []
    return outage, there
