"""Put right what was found: one repair for each finding, written into the history, told to administrators."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.auditor.models import Repair
from bot.auditor.rules import Finding, Found, night_of
from bot.escalation.actions import begin_ladder, climb, rearm
from bot.escalation.models import Escalation, Page
from bot.escalation.page_actions import ring_anew
from bot.escalation.rules import LadderName
from bot.incident.effects import rearm_recheck
from bot.incident.mass import call_leads, give, outage_lead
from bot.incident.mass_duties import remind_of_outage
from bot.incident.models import Incident
from bot.incident.queries import incidents_of_outage
from bot.incident.reminders import (
    forget_duties,
    forget_news,
    page_above,
    page_sysadmins_above,
    remind_of_duties,
    remind_of_news,
)
from bot.incident.telling import note, show_outage, tell
from bot.outage.models import Outage
from bot.outbox.actions import hurry, put
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.ticket.actions import release
from bot.ticket.models import Ticket
from bot.timeline.actions import record
from bot.timeline.rules import Event
from bot.timer.actions import disarm

log = logging.getLogger(__name__)

CARD = "auditor"
"""What administrators see: everything that was put right in one night. Its subject is the night's number."""


def put_right(session: Session, found: Found, *, now: datetime) -> None:
    """Repair it, say so in the history and on the administrators' card of this night."""
    log.error(
        "action=auditor_repaired kind=%s subject=%s incident=%s", found.kind, found.subject, found.incident_id
    )
    session.add(Repair(kind=str(found.kind), subject=found.subject, incident_id=found.incident_id, at=now))
    about = {"finding": str(found.kind), "subject": found.subject}
    record(session, Event.AUDITOR_REPAIRED, by=None, at=now, incident_id=found.incident_id, **about)
    _REPAIRS[found.kind](session, found, now)
    for administrator in people_with(session, Role.ADMINISTRATOR):
        put(session, CARD, night_of(now), to=administrator.id, now=now)


def _page_leads(session: Session, found: Found, now: datetime) -> None:
    """Begin the ladder, above the level of whoever had the incident."""
    incident = session.get_one(Incident, int(found.subject), with_for_update=True)
    holder = incident.lead_id
    incident.lead_id = incident.lead_at = None
    if holder is not None:
        incident.let_go_id = holder
        note(session, incident, Event.LEAD_LET_GO, by=None, at=now, to=holder)
    forget_duties(session, incident.id)
    outage = session.get_one(Outage, incident.outage_id)
    if outage.mass_at is not None:
        _lead_outage(session, outage, incident, now)
    elif holder is None:
        _begin(session, LadderName.LEAD, incident.id, incident, now)
    else:
        page_above(session, incident, holder, now=now)
    tell(session, incident, now=now)


def _lead_outage(session: Session, outage: Outage, incident: Incident, now: datetime) -> None:
    """The incident goes to the lead of its mass outage, or the ladder is climbed once for all of it."""
    if outage_lead(session, outage) is not None:
        give(session, incident, outage, now=now)
    else:
        call_leads(session, outage, incident, now=now)


def _page_for_outage(session: Session, found: Found, now: datetime) -> None:
    outage = session.get_one(Outage, int(found.subject), with_for_update=True)
    there = incidents_of_outage(session, outage.id, open_only=True)
    if outage_lead(session, outage) is None and there:
        call_leads(session, outage, there[0], now=now)
        show_outage(session, outage, now=now)


def _rearm_outage(session: Session, found: Found, now: datetime) -> None:
    outage = session.get_one(Outage, int(found.subject))
    there = incidents_of_outage(session, outage.id, open_only=True)
    if there:
        remind_of_outage(session, outage, there[0], since=now)


def _page_sysadmins(session: Session, found: Found, now: datetime) -> None:
    """Begin the ladder, above the level of whoever had the ticket."""
    ticket = session.get_one(Ticket, int(found.subject), with_for_update=True)
    incidents = incidents_of_outage(session, ticket.outage_id)
    waiting = [incident for incident in incidents if incident.closed_at is None]
    about = (waiting or list(incidents))[0]
    holder = ticket.acknowledged_by
    if holder is None:
        _begin(session, LadderName.SYSADMIN, ticket.id, about, now)
    else:
        release(session, ticket)
        forget_news(session, ticket.id)
        page_sysadmins_above(session, ticket, about, holder, now=now)
    for incident in waiting or [about]:
        tell(session, incident, now=now)


def _begin(session: Session, name: LadderName, subject_id: int, about: Incident, now: datetime) -> None:
    begin_ladder(session, name, subject_id, incident_id=about.id, edition=about.centre, now=now)


def _rearm_climb(session: Session, found: Found, now: datetime) -> None:
    rearm(session, session.get_one(Escalation, int(found.subject)), now=now)


def _climb_now(session: Session, found: Found, now: datetime) -> None:
    climb(session, session.get_one(Escalation, int(found.subject)), now=now)


def _ring_anew(session: Session, found: Found, now: datetime) -> None:
    ring_anew(session, session.get_one(Page, int(found.subject)), now=now)


def _hurry(session: Session, found: Found, _: datetime) -> None:
    hurry(session, int(found.subject))


def _rearm_recheck(session: Session, found: Found, now: datetime) -> None:
    rearm_recheck(session, session.get_one(Incident, int(found.subject)), now=now)


def _rearm_duties(session: Session, found: Found, now: datetime) -> None:
    incident = session.get_one(Incident, int(found.subject))
    if incident.lead_id is not None:
        remind_of_duties(session, incident, since=now)


def _rearm_news(session: Session, found: Found, now: datetime) -> None:
    ticket = session.get_one(Ticket, int(found.subject))
    waiting = incidents_of_outage(session, ticket.outage_id, open_only=True)
    if ticket.acknowledged_by is not None and waiting:
        remind_of_news(session, ticket, waiting[0], since=now)


def _disarm(session: Session, found: Found, _: datetime) -> None:
    disarm(session, found.subject)


def _only_tell(_: Session, found: Found, __: datetime) -> None:
    """What does not fire cannot be made to fire from here: somebody has to look at the log."""
    log.critical("action=timer_stuck key=%s", found.subject)


_REPAIRS: Mapping[Finding, Callable[[Session, Found, datetime], None]] = {
    Finding.NOBODY_MOVES_IT: _page_leads,
    Finding.LEAD_GONE: _page_leads,
    Finding.SYSADMIN_GONE: _page_sysadmins,
    Finding.TICKET_UNPAGED: _page_sysadmins,
    Finding.CLIMB_WITHOUT_TIMER: _rearm_climb,
    Finding.CLIMB_WITHOUT_PAGE: _climb_now,
    Finding.PAGE_LOST: _ring_anew,
    Finding.PAGE_WAITS: _hurry,
    Finding.RECHECK_WITHOUT_TIMER: _rearm_recheck,
    Finding.DUTIES_WITHOUT_TIMER: _rearm_duties,
    Finding.OUTAGE_WITHOUT_TIMER: _rearm_outage,
    Finding.OUTAGE_LEAD_GONE: _page_for_outage,
    Finding.NEWS_WITHOUT_TIMER: _rearm_news,
    Finding.TIMER_OF_CLOSED: _disarm,
    Finding.TIMER_STUCK: _only_tell,
}
