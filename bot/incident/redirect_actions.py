"""A customer changes hands: a colleague is named, has them or cannot come, notes what was promised."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.customers import (
    CUSTOMER_CARD,
    lead_names_another,
    page_colleague,
    refuse_taken,
    show_customer,
)
from bot.incident.lead_actions import acknowledge, ask_redirected_to, held, tick
from bot.incident.models import Incident
from bot.incident.operator_actions import note_seen
from bot.incident.queries import duties, open_incidents_of
from bot.incident.rules import Duty, Late, NotYours, Way
from bot.incident.telling import OPERATOR_CARD, facts, locked, note, own, show, tell
from bot.person.models import Person
from bot.person.queries import is_there
from bot.person.rules import Role
from bot.question.actions import ask, forget, forget_about
from bot.question.queries import open_question
from bot.redirect.actions import answer, keep_promise
from bot.redirect.actions import name_colleague as begin
from bot.redirect.models import Redirect
from bot.redirect.rules import CLAIMABLE, CustomerYours, NotWaiting, Promise, Status
from bot.timeline.rules import Event

PROMISE = "promise"
"""The kind of question that the words of a promise answer."""


def redirect_to(session: Session, incident_id: int, colleague_id: int, *, by: int, now: datetime) -> Redirect:
    """The lead names a colleague, who is paged. The duty is ticked once they have the customer."""
    return name(session, held(session, incident_id, by), colleague_id, by=by, now=now)


def give_customer(
    session: Session, incident_id: int, colleague_id: int, *, by: int, now: datetime
) -> Redirect:
    """The operator names a colleague themself, before or beside the lead."""
    incident = own(session, incident_id, by)
    note_seen(session, incident, now=now)
    return name(session, incident, colleague_id, by=by, now=now)


def acknowledge_and_name(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """A lead who is paged for an unclaimed customer: has the incident, and is asked whom to name."""
    incident = acknowledge(session, incident_id, by=by, now=now)
    if Duty.REDIRECTED not in duties(session, incident.id):
        ask_redirected_to(session, incident_id, by=by, now=now)
    return incident


def ask_for_colleague(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """The operator is asked to whom the customer shall go, by a button or in words."""
    incident = own(session, incident_id, by)
    refuse_taken(session, incident)
    note_seen(session, incident, now=now)
    ask(session, "name_colleague", of=by, now=now, subject_id=incident.id)
    show(session, OPERATOR_CARD, incident.id, to=by, way=Way.EDIT, now=now)
    return incident


def keep_customer(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """The operator thought better of it."""
    incident = own(session, incident_id, by)
    forget_about(session, incident.id, "name_colleague")
    show(session, OPERATOR_CARD, incident.id, to=by, way=Way.EDIT, now=now)
    return incident


def gave_customer(session: Session, incident_id: int, to: str, *, by: int, now: datetime) -> Incident:
    """The operator says in words who has the customer: somebody without the bot. The duty is ticked."""
    incident = own(session, incident_id, by)
    refuse_taken(session, incident)
    note_seen(session, incident, now=now)
    tick(session, incident, Duty.REDIRECTED, to=to, by=by, now=now)
    return incident


def claim_customer(session: Session, redirect_id: int, *, by: int, now: datetime) -> Redirect:
    """The colleague has the customer: the first who says so. Everybody sees who and since when."""
    redirect = _mine(session, redirect_id, by)
    if redirect.status == Status.CLAIMED:
        raise CustomerYours(at=redirect.answered_at)
    incident = locked(session, redirect.incident_id)
    refuse_taken(session, incident)
    if redirect.status not in CLAIMABLE:
        raise NotWaiting(incident=incident.id)
    answer(session, redirect, Status.CLAIMED, now=now)
    note(session, incident, Event.CUSTOMER_CLAIMED, by=by, at=now)
    if open_question(session, by) is None and not open_incidents_of(session, by):
        ask(session, PROMISE, of=by, now=now, subject_id=redirect.id)
    tick(session, incident, Duty.REDIRECTED, to=session.get_one(Person, by).name, by=by, now=now)
    tell(session, incident, now=now, operator=Way.FRESH)
    show(session, CUSTOMER_CARD, redirect.id, to=by, way=Way.EDIT, now=now)
    return redirect


def decline_customer(session: Session, redirect_id: int, *, by: int, now: datetime) -> Redirect:
    """The colleague cannot. The lead has the next action, and hears it."""
    redirect = _mine(session, redirect_id, by)
    incident = locked(session, redirect.incident_id)
    if redirect.status != Status.ASKED:
        raise NotWaiting(incident=incident.id)
    answer(session, redirect, Status.DECLINED, now=now)
    note(session, incident, Event.REDIRECT_DECLINED, by=by, at=now)
    show_customer(session, redirect, now=now)
    lead_names_another(session, incident, now=now)
    return redirect


def ask_for_promise(session: Session, redirect_id: int, *, by: int, now: datetime) -> Redirect:
    """The colleague's next message is what the customer was promised."""
    redirect = _claimed(session, redirect_id, by)
    ask(session, PROMISE, of=by, now=now, subject_id=redirect.id)
    show(session, CUSTOMER_CARD, redirect.id, to=by, way=Way.EDIT, now=now)
    return redirect


def leave_promise(session: Session, redirect_id: int, *, by: int, now: datetime) -> Redirect:
    """Not now: their next message is about something else."""
    redirect = _claimed(session, redirect_id, by)
    forget_about(session, redirect.id, PROMISE)
    show(session, CUSTOMER_CARD, redirect.id, to=by, way=Way.EDIT, now=now)
    return redirect


def note_promise(
    session: Session, redirect_id: int, promise: Promise, *, words: str | None = None, by: int, now: datetime
) -> Redirect:
    """What the customer was promised, also after the incident is closed: a promise outlives it."""
    redirect = _claimed(session, redirect_id, by)
    forget_about(session, redirect.id, PROMISE)
    keep_promise(session, redirect, promise, words, now=now)
    incident = session.get_one(Incident, redirect.incident_id)
    note(session, incident, Event.PROMISE_NOTED, by=by, at=now, promise=str(promise))
    tell(session, incident, now=now)
    show(session, CUSTOMER_CARD, redirect.id, to=by, way=Way.EDIT, now=now)
    return redirect


def name(
    session: Session, incident: Incident, colleague_id: int, *, by: int, now: datetime, loud: bool = True
) -> Redirect:
    """Ask this colleague to come for the customer; not `loud`: their phone rang about another just now."""
    refuse_taken(session, incident)
    may = session.get(Person, colleague_id) is not None and is_there(session, colleague_id, Role.OPERATOR)
    if not may or colleague_id == incident.operator_id:
        raise Late(incident=incident.id)
    forget(session, by)
    within = facts(session, incident).timings.customer_unclaimed
    redirect = begin(session, incident.id, colleague_id, within=within, by=by, now=now)
    note(session, incident, Event.REDIRECT_ASKED, by=by, at=now, to=colleague_id)
    page_colleague(session, incident, redirect, now=now, loud=loud)
    tell(session, incident, now=now)
    return redirect


def _mine(session: Session, redirect_id: int, person_id: int) -> Redirect:
    redirect = session.get(Redirect, redirect_id, with_for_update=True)
    if redirect is None or redirect.colleague_id != person_id:
        raise NotYours
    return redirect


def _claimed(session: Session, redirect_id: int, person_id: int) -> Redirect:
    redirect = _mine(session, redirect_id, person_id)
    if redirect.status != Status.CLAIMED:
        raise NotWaiting(incident=redirect.incident_id)
    return redirect
