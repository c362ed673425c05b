"""An incident changes hands: taken over, passed on, the next level called, reminders put off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.escalation.actions import call_one, end_ladder
from bot.escalation.rules import LadderName
from bot.incident.lead_actions import held, may_lead
from bot.incident.models import Incident
from bot.incident.reminders import forget_duties, page_above, remind_of_duties
from bot.incident.rules import CannotPass, Late, NotYours, TakenBy
from bot.incident.telling import LEAD_CARD, facts, locked, note, show_holder, tell, tell_leads
from bot.person.models import Person
from bot.person.queries import is_there
from bot.person.rules import Role
from bot.question.actions import forget_about
from bot.timeline.rules import Event


def take_over(session: Session, incident_id: int, holder_id: int, *, by: int, now: datetime) -> Incident:
    """Another lead of the shift has it from now on; whoever had it sees so.

    `holder_id`: who had it when the button was drawn. Of two who are as quick as each other one has it, and
    the other hears who.
    """
    incident = locked(session, incident_id)
    if not may_lead(session, incident, by, now=now):
        raise NotYours
    if incident.lead_id in (None, by):
        raise Late(incident=incident.id)
    if incident.lead_id != holder_id:
        raise TakenBy(name=session.get_one(Person, incident.lead_id).name, at=incident.lead_at)
    note(session, incident, Event.LEAD_TOOK_OVER, by=by, at=now, to=holder_id)
    _leave(session, incident)
    incident.lead_id, incident.lead_at, incident.let_go_id = by, now, None
    end_ladder(session, LadderName.LEAD, incident.id, by=by, now=now)
    remind_of_duties(session, incident, since=now)
    tell(session, incident, now=now)
    show_holder(session, LEAD_CARD, incident.id, to=by, now=now)
    return incident


def pass_on(session: Session, incident_id: int, colleague_id: int, *, by: int, now: datetime) -> Incident:
    """A named colleague is paged; if they do not acknowledge, the ladder goes on from its first level."""
    incident = held(session, incident_id, by)
    colleague = session.get(Person, colleague_id)
    if colleague is None or colleague.id == by or not is_there(session, colleague.id, Role.DUTY_LEAD):
        raise CannotPass(name=colleague.name if colleague else "")
    _leave(session, incident)
    note(session, incident, Event.LEAD_PASSED_ON, by=by, at=now, to=colleague.id)
    call_one(
        session,
        LadderName.LEAD,
        incident.id,
        colleague,
        incident_id=incident.id,
        edition=incident.centre,
        now=now,
    )
    tell(session, incident, now=now)
    return incident


def call_next_level(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """The lead cannot alone: the next level is paged now, and whoever answers has the incident."""
    incident = held(session, incident_id, by)
    _leave(session, incident)
    note(session, incident, Event.LEAD_CALLED_NEXT, by=by, at=now)
    page_above(session, incident, by, now=now)
    tell(session, incident, now=now)
    return incident


def snooze(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """No reminder for the centre's while; then they begin anew."""
    incident = held(session, incident_id, by)
    until = now + facts(session, incident).timings.snooze
    note(session, incident, Event.LEAD_SNOOZED, by=by, at=now, until=until.isoformat())
    remind_of_duties(session, incident, since=until)
    tell_leads(session, incident, now=now)
    return incident


def _leave(session: Session, incident: Incident) -> None:
    """Whoever has it is neither reminded nor asked anything more about it."""
    forget_about(session, incident.id, "redirect_to", "write_to_operator")
    forget_duties(session, incident.id)
    incident.lead_id = incident.lead_at = None
