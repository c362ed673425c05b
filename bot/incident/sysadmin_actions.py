"""What a sysadmin does with a ticket, and what it means for every operator who waits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.escalation.actions import end_ladder
from bot.escalation.queries import paged
from bot.escalation.rules import LadderName
from bot.incident.asking import few_to_ask
from bot.incident.handing_on import hand_over_pictures
from bot.incident.known import spared
from bot.incident.models import Incident
from bot.incident.queries import incidents_of_outage
from bot.incident.reminders import MENDING, forget_news, remind_of_news
from bot.incident.returning import begin_return, returns_in_waves
from bot.incident.rules import NotYours, Way
from bot.incident.telling import (
    TICKET_CARD,
    book,
    note,
    ring,
    show,
    show_holder,
    tell,
)
from bot.incident.telling_all import tell_all
from bot.incident.walk import make
from bot.outage.actions import end_outage
from bot.outbox.actions import hush
from bot.outbox.rules import SoundWhy
from bot.person.queries import is_there
from bot.person.rules import Role
from bot.question.actions import ask, forget, forget_about
from bot.rota.queries import on_duty
from bot.runbook.rules import Event as Happening
from bot.runbook.rules import happened
from bot.ticket.actions import TicketMoved, become, locked_ticket, moved, release
from bot.ticket.actions import ask_details as open_inquiry
from bot.ticket.models import Ticket
from bot.ticket.rules import OPEN, TicketStatus
from bot.timeline.actions import record_all
from bot.timeline.rules import Event

TICKET_QUESTIONS = ("ticket_details", "ticket_estimate", "cannot_resolve_why")


def acknowledge_ticket(session: Session, ticket_id: int, *, by: int, now: datetime) -> Ticket:
    """A sysadmin has it: the ladder stops, operators and leads see who and since when."""
    ticket = locked_ticket(session, ticket_id)
    if not may_mend(session, ticket, by, now=now):
        raise NotYours
    if ticket.status not in OPEN:
        raise moved(session, ticket)
    holder = ticket.acknowledged_by
    if holder is not None and not is_there(session, holder, *MENDING):
        release(session, ticket)
    become(session, ticket, TicketStatus.ACKNOWLEDGED)
    ticket.acknowledged_by, ticket.acknowledged_at, ticket.let_go_id = by, now, None
    end_ladder(session, LadderName.SYSADMIN, ticket.id, by=by, now=now)
    alive(session, ticket, now=now)
    tell_waiting(session, ticket, Event.TICKET_ACKNOWLEDGED, by=by, now=now)
    for incident in _waiting(session, ticket):
        spared(session, incident, now=now)
    show_holder(session, TICKET_CARD, ticket.id, to=by, now=now)
    hand_over_pictures(session, ticket, by=by, now=now)
    return ticket


def give_estimate(session: Session, ticket_id: int, at: datetime, *, by: int, now: datetime) -> Ticket:
    """When the sysadmin expects it to work."""
    ticket = held_ticket(session, ticket_id, by)
    forget(session, by)
    ticket.estimate_at = at
    alive(session, ticket, now=now)
    tell_waiting(session, ticket, Event.ESTIMATE_GIVEN, by=by, now=now, estimate_at=at.isoformat())
    return ticket


def ask_for(session: Session, ticket_id: int, kind: str, *, by: int, now: datetime) -> Ticket:
    """The sysadmin's next message is `ticket_details`, `ticket_estimate` or `cannot_resolve_why`."""
    ticket = held_ticket(session, ticket_id, by)
    ask(session, kind, of=by, now=now, subject_id=ticket.id)
    show(session, TICKET_CARD, ticket.id, to=by, way=Way.EDIT, now=now)
    return ticket


def ask_details(
    session: Session, ticket_id: int, question: str, *, key: str | None = None, by: int, now: datetime
) -> Ticket:
    """Ask those who wait, in own words or with a prepared question; answers reach the ticket.

    Where many wait only a few of them are asked: five hundred answers to one question help nobody.
    """
    ticket = held_ticket(session, ticket_id, by)
    forget(session, by)
    alive(session, ticket, now=now)
    asked = few_to_ask(session, ticket, _waiting(session, ticket))
    for incident in asked:
        inquiry = open_inquiry(session, ticket, incident.id, question, key=key, by=by, now=now)
        note(session, incident, Event.DETAILS_ASKED, by=by, at=now, ticket=ticket.id, inquiry=inquiry.id)
    tell_all(session, asked, now=now, operator=Way.FRESH)
    return ticket


def resolve(session: Session, ticket_id: int, *, by: int, now: datetime) -> Ticket:
    """It works again, says the sysadmin; every operator who waits checks for themselves."""
    ticket = held_ticket(session, ticket_id, by)
    become(session, ticket, TicketStatus.RESOLVED)
    hush(session, TICKET_CARD, ticket.id)
    forget_about(session, ticket.id, *TICKET_QUESTIONS)
    ticket.resolved_by, ticket.resolved_at, ticket.news_asked_at = by, now, None
    forget_news(session, ticket.id)
    waiting = _waiting(session, ticket)
    tell_waiting(session, ticket, Event.TICKET_RESOLVED, by=by, now=now)
    by_turns = bool(waiting) and returns_in_waves(session, ticket.outage_id, waiting)
    if by_turns:
        begin_return(session, ticket.outage_id, now=now)
    for incident in () if by_turns else waiting:
        move = happened(book(session, incident), Happening.FIXED, incident.step)
        if move is not None:
            make(session, incident, move, by=by, now=now)
        way = ring(session, incident, SoundWhy.FIX)
        tell(session, incident, now=now, operator=way, why=SoundWhy.FIX)
    if not waiting:
        end_outage(session, ticket.outage_id, now=now)
    return ticket


def cannot_resolve(session: Session, ticket_id: int, why: str, *, by: int, now: datetime) -> Ticket:
    """The sysadmin cannot mend it: the lead hears it and decides, the operator goes on as now."""
    ticket = held_ticket(session, ticket_id, by)
    forget(session, by)
    become(session, ticket, TicketStatus.CANNOT_BE_RESOLVED)
    ticket.cannot_resolve_why, ticket.estimate_at, ticket.news_asked_at = why, None, None
    forget_news(session, ticket.id)
    everybody = concerned(session, ticket)
    numbers = [incident.id for incident in everybody]
    record_all(session, Event.TICKET_CANNOT_BE_RESOLVED, numbers, by=by, at=now, ticket=ticket.id)
    why = SoundWhy.CANNOT_RESOLVE
    lead = ring(session, everybody[0], why)
    tell_all(session, everybody, now=now, operator=Way.FRESH, lead=lead, why=why)
    return ticket


def still_on_it(session: Session, ticket_id: int, *, by: int, now: datetime) -> Ticket:
    """The answer to "still on it?": everybody who waits sees that somebody is."""
    ticket = held_ticket(session, ticket_id, by)
    alive(session, ticket, now=now)
    tell_waiting(session, ticket, Event.NEWS_GIVEN, by=by, now=now)
    return ticket


def show_ticket_again(session: Session, ticket_id: int, *, by: int, now: datetime) -> None:
    """The sysadmin asks for the card anew, at the bottom of their chat."""
    if session.get(Ticket, ticket_id) is None:
        raise TicketMoved(by="", status="unknown", ticket=ticket_id)
    show(session, TICKET_CARD, ticket_id, to=by, way=Way.FRESH, now=now)


def held_ticket(session: Session, ticket_id: int, person_id: int) -> Ticket:
    """The open ticket, for the sysadmin who has it."""
    ticket = locked_ticket(session, ticket_id)
    if ticket.status not in OPEN or person_id not in (ticket.acknowledged_by, ticket.next_sysadmin_id):
        raise moved(session, ticket)
    return ticket


def alive(session: Session, ticket: Ticket, *, now: datetime) -> None:
    """A sign of life: "still on it?" is asked anew from here on."""
    ticket.news_asked_at = None
    waiting = _waiting(session, ticket)
    if waiting:
        remind_of_news(session, ticket, waiting[0], since=now)


def may_mend(session: Session, ticket: Ticket, person_id: int, *, now: datetime) -> bool:
    """Whether the ticket is this sysadmin's to have: on duty now, paged for it, or nobody is on duty."""
    sysadmins = [person.id for person, _ in on_duty(session, Role.SYSADMIN, now)]
    return (
        not sysadmins or person_id in sysadmins or person_id in paged(session, LadderName.SYSADMIN, ticket.id)
    )


def _waiting(session: Session, ticket: Ticket) -> list[Incident]:
    return list(incidents_of_outage(session, ticket.outage_id, open_only=True))


def concerned(session: Session, ticket: Ticket) -> list[Incident]:
    """Whoever waits; where nobody does any more, the first incident keeps the history and the cards going."""
    return _waiting(session, ticket) or list(incidents_of_outage(session, ticket.outage_id)[:1])


def tell_waiting(
    session: Session, ticket: Ticket, kind: Event, *, by: int, now: datetime, **data: object
) -> None:
    """Note it in the history of everybody who waits, and bring all cards up to date."""
    everybody = concerned(session, ticket)
    numbers = [incident.id for incident in everybody]
    record_all(session, kind, numbers, by=by, at=now, ticket=ticket.id, **data)
    tell_all(session, everybody, now=now)
