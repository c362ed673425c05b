"""A mass outage changes hands as a whole: taken over, passed on, the next level called."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.escalation.actions import begin_ladder, call_one, end_ladder
from bot.escalation.queries import level_of
from bot.escalation.rules import LadderName
from bot.incident.mass import outage_lead
from bot.incident.mass_actions import led, may_lead_outage, open_mass
from bot.incident.mass_duties import forget_outage, remind_of_outage
from bot.incident.models import Incident
from bot.incident.queries import incidents_of_outage
from bot.incident.rules import CannotPass, NotYours, TakenBy, Way
from bot.incident.telling import OUTAGE_CARD, note, show, show_outage
from bot.incident.telling_all import tell_all
from bot.outage.models import Outage
from bot.outage.rules import NothingToDo
from bot.person.models import Person
from bot.person.queries import is_there
from bot.person.rules import Role
from bot.question.actions import forget_about
from bot.timeline.rules import Event

QUESTIONS = ("select", "write_to_all", "redirect_all", "join_incidents")
"""What a lead is asked about a mass outage, by kind."""


def take_outage_over(session: Session, outage_id: int, holder_id: int, *, by: int, now: datetime) -> Outage:
    """Another lead of the shift has all of it from now on. `holder_id`: who had it on the button."""
    outage = open_mass(session, outage_id)
    if not may_lead_outage(session, outage, by, now=now):
        raise NotYours
    holder = outage_lead(session, outage)
    if holder in (None, by):
        raise NothingToDo
    if holder != holder_id:
        raise TakenBy(name=session.get_one(Person, holder).name, at=outage.lead_at)
    theirs = _leave(session, outage)
    end_ladder(session, LadderName.OUTAGE, outage.id, by=by, now=now)
    outage.lead_id, outage.lead_at = by, now
    for incident in theirs:
        note(session, incident, Event.LEAD_TOOK_OVER, by=by, at=now, to=holder)
        incident.lead_id, incident.lead_at, incident.let_go_id = by, now, None
    if theirs:
        remind_of_outage(session, outage, theirs[0], since=now)
    _tell(session, outage, theirs, by=by, now=now)
    return outage


def pass_outage_on(session: Session, outage_id: int, colleague_id: int, *, by: int, now: datetime) -> Outage:
    """A named colleague is paged for all of it; without an answer the ladder goes on from its first level."""
    outage = led(session, outage_id, by)
    colleague = session.get(Person, colleague_id)
    if colleague is None or colleague.id == by or not is_there(session, colleague.id, Role.DUTY_LEAD):
        raise CannotPass(name=colleague.name if colleague else "")
    theirs = _leave(session, outage)
    for incident in theirs:
        note(session, incident, Event.LEAD_PASSED_ON, by=by, at=now, to=colleague.id)
    first = incidents_of_outage(session, outage.id, open_only=True)[0]
    call_one(
        session,
        LadderName.OUTAGE,
        outage.id,
        colleague,
        incident_id=first.id,
        edition=first.centre,
        now=now,
    )
    _tell(session, outage, theirs, by=by, now=now)
    return outage


def call_next_for_outage(session: Session, outage_id: int, *, by: int, now: datetime) -> Outage:
    """The lead cannot alone: the next level is paged now, and whoever answers has all of it."""
    outage = led(session, outage_id, by)
    theirs = _leave(session, outage)
    for incident in theirs:
        note(session, incident, Event.LEAD_CALLED_NEXT, by=by, at=now)
    first = incidents_of_outage(session, outage.id, open_only=True)[0]
    begin_ladder(
        session,
        LadderName.OUTAGE,
        outage.id,
        incident_id=first.id,
        edition=first.centre,
        now=now,
        above=level_of(session, LadderName.OUTAGE, outage.id, by),
        past=by,
    )
    _tell(session, outage, theirs, by=by, now=now)
    return outage


def _leave(session: Session, outage: Outage) -> list[Incident]:
    """Whoever has it is neither reminded nor asked anything more. Returns the incidents that they had."""
    holder = outage.lead_id
    forget_about(session, outage.id, *QUESTIONS)
    forget_outage(session, outage)
    outage.lead_id = outage.lead_at = None
    there = incidents_of_outage(session, outage.id, open_only=True)
    theirs = [incident for incident in there if incident.lead_id == holder]
    for incident in theirs:
        incident.lead_id = incident.lead_at = None
    return theirs


def _tell(session: Session, outage: Outage, theirs: list[Incident], *, by: int, now: datetime) -> None:
    tell_all(session, theirs, now=now)
    show_outage(session, outage, now=now)
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.EDIT, now=now)
