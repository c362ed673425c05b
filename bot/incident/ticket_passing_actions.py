"""A ticket changes hands: taken over, passed on, the next level called, "still on it?" put off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.escalation.actions import call_one, end_ladder
from bot.escalation.rules import LadderName
from bot.incident.handing_on import hand_over_pictures
from bot.incident.reminders import forget_news, page_sysadmins_above, remind_of_news
from bot.incident.rules import CannotPass, NotYours
from bot.incident.sysadmin_actions import (
    TICKET_QUESTIONS,
    alive,
    concerned,
    held_ticket,
    may_mend,
    tell_waiting,
)
from bot.incident.telling import TICKET_CARD, facts, note, show_holder, tell_sysadmins
from bot.person.models import Person
from bot.person.queries import is_there
from bot.person.rules import Role
from bot.question.actions import forget_about
from bot.ticket.actions import become, locked_ticket, moved, release
from bot.ticket.models import Ticket
from bot.ticket.rules import OPEN, TicketStatus
from bot.timeline.rules import Event


def take_ticket_over(session: Session, ticket_id: int, holder_id: int, *, by: int, now: datetime) -> Ticket:
    """Another sysadmin has it from now on; whoever had it, still there or not, had it.

    `holder_id`: who had it when the button was drawn. One who could not resolve it no longer decides.
    """
    ticket = locked_ticket(session, ticket_id)
    if not may_mend(session, ticket, by, now=now):
        raise NotYours
    if ticket.status not in OPEN or ticket.acknowledged_by != holder_id or holder_id == by:
        raise moved(session, ticket)
    _leave(session, ticket)
    become(session, ticket, TicketStatus.ACKNOWLEDGED)
    ticket.acknowledged_by, ticket.acknowledged_at, ticket.let_go_id = by, now, None
    end_ladder(session, LadderName.SYSADMIN, ticket.id, by=by, now=now)
    alive(session, ticket, now=now)
    tell_waiting(session, ticket, Event.SYSADMIN_TOOK_OVER, by=by, now=now, to=holder_id)
    show_holder(session, TICKET_CARD, ticket.id, to=by, now=now)
    hand_over_pictures(session, ticket, by=by, now=now)
    return ticket


def pass_ticket_on(session: Session, ticket_id: int, colleague_id: int, *, by: int, now: datetime) -> Ticket:
    """A named colleague is paged; if they do not acknowledge, the ladder goes on from its first level."""
    ticket = held_ticket(session, ticket_id, by)
    colleague = session.get(Person, colleague_id)
    if colleague is None or colleague.id == by or not is_there(session, colleague.id, Role.SYSADMIN):
        raise CannotPass(name=colleague.name if colleague else "")
    _leave(session, ticket)
    incident = concerned(session, ticket)[0]
    call_one(
        session,
        LadderName.SYSADMIN,
        ticket.id,
        colleague,
        incident_id=incident.id,
        edition=incident.centre,
        now=now,
    )
    tell_waiting(session, ticket, Event.SYSADMIN_PASSED_ON, by=by, now=now, to=colleague.id)
    return ticket


def call_next_sysadmins(session: Session, ticket_id: int, *, by: int, now: datetime) -> Ticket:
    """The sysadmin cannot alone: the next level is paged now, and whoever answers has the ticket."""
    ticket = held_ticket(session, ticket_id, by)
    _leave(session, ticket)
    page_sysadmins_above(session, ticket, concerned(session, ticket)[0], by, now=now)
    tell_waiting(session, ticket, Event.SYSADMIN_CALLED_NEXT, by=by, now=now)
    return ticket


def snooze_ticket(session: Session, ticket_id: int, *, by: int, now: datetime) -> Ticket:
    """No "still on it?" for the centre's while; then it begins anew. Operators hear nothing of it."""
    ticket = held_ticket(session, ticket_id, by)
    incidents = concerned(session, ticket)
    until = now + facts(session, incidents[0]).timings.snooze
    put_off = {"ticket": ticket.id, "until": until.isoformat()}
    for incident in incidents:
        note(session, incident, Event.SYSADMIN_SNOOZED, by=by, at=now, **put_off)
    ticket.news_asked_at = None
    if ticket.status == TicketStatus.ACKNOWLEDGED:
        remind_of_news(session, ticket, incidents[0], since=until)
    tell_sysadmins(session, incidents[0], now=now)
    return ticket


def _leave(session: Session, ticket: Ticket) -> None:
    """Whoever has it is not asked anything more about it."""
    forget_about(session, ticket.id, *TICKET_QUESTIONS)
    forget_news(session, ticket.id)
    release(session, ticket)
