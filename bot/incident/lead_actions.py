"""What a duty lead does for an operator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.escalation.actions import end_ladder
from bot.escalation.queries import paged
from bot.escalation.rules import LadderName
from bot.incident.customers import call_off, refuse_taken
from bot.incident.mass import outage_lead
from bot.incident.mass_actions import acknowledge_outage, may_lead_outage
from bot.incident.models import Duty, Incident, Word
from bot.incident.queries import duties, duties_left
from bot.incident.reminders import forget_duties, remind_of_duties
from bot.incident.rules import Duty as DutyName
from bot.incident.rules import NotYours, TakenBy, Way
from bot.incident.telling import LEAD_CARD, holders, lead_of, locked, note, show, show_holder, tell
from bot.incident.walk import set_work_status
from bot.outage.models import Outage
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.question.actions import ask, forget, forget_about
from bot.redirect.rules import Status
from bot.rota.queries import on_duty
from bot.runbook.rules import WorkStatus
from bot.timeline.rules import Event, words

STUDY = "study"
"""The prepared answer that sends an operator for whom nothing works to the regulations."""


def acknowledge(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """A duty lead takes the incident: the ladder stops, everybody sees who has it.

    One of a mass outage that nobody has is acknowledged with all the others.
    """
    incident = locked(session, incident_id)
    outage = session.get_one(Outage, incident.outage_id)
    unled = outage.mass_at is not None and outage_lead(session, outage) is None
    if unled and may_lead_outage(session, outage, by, now=now):
        acknowledge_outage(session, outage.id, by=by, now=now)
        return incident
    if not may_lead(session, incident, by, now=now):
        raise NotYours
    holder = lead_of(session, incident)
    if holder is not None:
        raise TakenBy(name=session.get_one(Person, holder).name, at=incident.lead_at)
    incident.lead_id, incident.lead_at, incident.let_go_id = by, now, None
    end_ladder(session, LadderName.LEAD, incident.id, by=by, now=now)
    note(session, incident, Event.LEAD_ACKNOWLEDGED, by=by, at=now)
    remind_of_duties(session, incident, since=now)
    tell(session, incident, now=now)
    show_holder(session, LEAD_CARD, incident.id, to=by, now=now)
    return incident


def tick_duty(
    session: Session, incident_id: int, duty: DutyName, *, to: str | None = None, by: int, now: datetime
) -> Incident:
    """One of the three duties is carried out. `to`: who has the customer now, for `redirected`."""
    incident = held(session, incident_id, by)
    if duty not in duties(session, incident.id):
        forget(session, by)
        tick(session, incident, duty, to=to, by=by, now=now)
    return incident


def tick(
    session: Session, incident: Incident, duty: DutyName, *, to: str | None, by: int, now: datetime
) -> None:
    """The duty is carried out, by whomever: the lead, the operator, or the colleague who has the customer."""
    row = Duty(incident_id=incident.id, duty=str(duty), ticked_by=by, ticked_at=now, redirected_to=to)
    session.add(row)
    note(session, incident, Event.DUTY_TICKED, by=by, at=now, duty=str(duty), to=words(to))
    session.flush()
    if duty is DutyName.REDIRECTED:
        forget_about(session, incident.id, "redirect_to", "name_colleague")
        call_off(session, incident, Status.ELSEWHERE, now=now)
    if not duties_left(session, incident):
        forget_duties(session, incident.id)
    tell(session, incident, now=now)


def show_again(session: Session, incident_id: int, *, by: int, now: datetime) -> None:
    """The lead asks for the card anew, at the bottom of their chat.

    An administrator sees it only where the ladder called them: customers' data is none of theirs otherwise.
    """
    called = by in paged(session, LadderName.LEAD, incident_id)
    if session.get(Incident, incident_id) is None or not (called or Role.DUTY_LEAD in roles_of(session, by)):
        raise NotYours
    show(session, LEAD_CARD, incident_id, to=by, way=Way.FRESH, now=now)


def ask_redirected_to(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """The lead's next message names who has the customer."""
    incident = held(session, incident_id, by)
    refuse_taken(session, incident)
    ask(session, "redirect_to", of=by, now=now, subject_id=incident.id)
    show(session, LEAD_CARD, incident.id, to=by, way=Way.EDIT, now=now)
    return incident


def ask_for_words_to_operator(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """The lead's next message goes to the operator."""
    incident = held(session, incident_id, by)
    ask(session, "write_to_operator", of=by, now=now, subject_id=incident.id)
    show(session, LEAD_CARD, incident.id, to=by, way=Way.EDIT, now=now)
    return incident


def write_to_operator(
    session: Session, incident_id: int, text: str, *, key: str | None = None, by: int, now: datetime
) -> Incident:
    """Words of the lead, or a prepared answer's key; whoever asked "what shall I do?" has their answer."""
    incident = held(session, incident_id, by)
    forget(session, by)
    session.add(Word(incident_id=incident.id, by_id=by, text=text, key=key, at=now))
    incident.lead_asked_at = None
    if key == STUDY and incident.work_status == WorkStatus.AWAITING_THE_LEAD:
        set_work_status(session, incident, WorkStatus.STUDYING, by=by, now=now)
    note(session, incident, Event.LEAD_WROTE, by=by, at=now, **({"answer": key} if key else {}))
    tell(session, incident, now=now, operator=Way.FRESH)
    return incident


def held(session: Session, incident_id: int, person_id: int) -> Incident:
    """The open incident, for the lead who has it."""
    incident = locked(session, incident_id)
    if person_id in holders(incident):
        return incident
    if incident.lead_id is None:
        raise NotYours
    raise TakenBy(name=session.get_one(Person, incident.lead_id).name, at=incident.lead_at)


def may_lead(session: Session, incident: Incident, person_id: int, *, now: datetime) -> bool:
    """Whether this lead belongs to the incident: on duty now, paged for it, or nobody is on duty at all.

    Who holds the role is the dispatcher's question; administrators act where the ladder paged them.
    """
    leads = [person.id for person, _ in on_duty(session, Role.DUTY_LEAD, now)]
    return not leads or person_id in leads or person_id in paged(session, LadderName.LEAD, incident.id)
