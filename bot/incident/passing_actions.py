"""An incident changes hands: taken over, passed on, the next level called, reminders put off."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.escalation.actions import call_one, end_ladder
from bot.escalation.rules import LadderName
from bot.incident.lead_actions import held, may_lead
from bot.incident.models import Incident
from bot.incident.reminders import forget_duties, page_leads, remind_of_duties
from bot.incident.rules import Late, NotYours
from bot.incident.telling import LEAD_CARD, facts, lead_of, locked, note, show_holder, tell
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.question.actions import forget
from bot.timeline.rules import Event

SNOOZE = timedelta(minutes=15)


def take_over(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """Another lead of the shift has it from now on; whoever had it sees so."""
    incident = locked(session, incident_id)
    if not may_lead(session, incident, by, now=now):
        raise NotYours
    if lead_of(session, incident) in (None, by):
        raise Late(incident=incident.id)
    note(session, incident, Event.LEAD_TOOK_OVER, by=by, at=now, to=incident.lead_id)
    incident.lead_id, incident.lead_at = by, now
    end_ladder(session, LadderName.LEAD, incident.id, by=by, now=now)
    remind_of_duties(session, incident, since=now)
    tell(session, incident, now=now)
    show_holder(session, LEAD_CARD, incident.id, to=by, now=now)
    return incident


def pass_on(session: Session, incident_id: int, colleague_id: int, *, by: int, now: datetime) -> Incident:
    """A named colleague is paged; if they do not acknowledge, the ladder goes on from its first level."""
    incident = held(session, incident_id, by)
    colleague = session.get(Person, colleague_id)
    if colleague is None or colleague.id == by or Role.DUTY_LEAD not in roles_of(session, colleague_id):
        raise Late(incident=incident.id)
    forget(session, by)
    forget_duties(session, incident.id)
    incident.lead_id = incident.lead_at = None
    note(session, incident, Event.LEAD_PASSED_ON, by=by, at=now, to=colleague.id)
    call_one(
        session,
        LadderName.LEAD,
        incident.id,
        colleague,
        incident_id=incident.id,
        edition=incident.centre,
        centre=facts(session, incident),
        now=now,
    )
    tell(session, incident, now=now)
    return incident


def call_next_level(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """The lead cannot alone: the next level is paged now, and whoever answers has the incident."""
    incident = held(session, incident_id, by)
    forget_duties(session, incident.id)
    incident.lead_id = incident.lead_at = None
    note(session, incident, Event.LEAD_CALLED_NEXT, by=by, at=now)
    page_leads(session, incident, now=now, above=1)
    tell(session, incident, now=now)
    return incident


def snooze(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """No reminder for a while; then they begin anew."""
    incident = held(session, incident_id, by)
    until = now + SNOOZE
    note(session, incident, Event.LEAD_SNOOZED, by=by, at=now, until=until.isoformat())
    remind_of_duties(session, incident, since=until)
    tell(session, incident, now=now)
    return incident
