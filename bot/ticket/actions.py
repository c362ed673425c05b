"""Change a ticket. The conductor (bot/incident) tells everybody; nothing here sends anything."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Mistake
from bot.person.models import Person
from bot.ticket.models import Inquiry, ReportPart, Ticket
from bot.ticket.rules import PartKind, TicketStatus, may_become


class TicketMoved(Mistake):
    """Somebody was faster: the ticket is no longer where the button was drawn for."""

    key = "ticket-moved"


def locked_ticket(session: Session, ticket_id: int) -> Ticket:
    """The ticket, locked until the end of the transaction."""
    ticket = session.get(Ticket, ticket_id, with_for_update=True)
    if ticket is None:
        raise TicketMoved(by="", status="unknown", ticket=ticket_id)
    return ticket


def file_ticket(session: Session, outage_id: int, *, now: datetime) -> Ticket:
    """A new ticket."""
    ticket = Ticket(outage_id=outage_id, status=TicketStatus.FILED, filed_at=now)
    session.add(ticket)
    session.flush()
    return ticket


def become(session: Session, ticket: Ticket, new: TicketStatus) -> None:
    """Move the ticket, or say who was faster."""
    if not may_become(TicketStatus(ticket.status), new):
        raise moved(session, ticket)
    ticket.status = new


def moved(session: Session, ticket: Ticket) -> TicketMoved:
    """Where the ticket is now, and who has it."""
    holder = session.get(Person, ticket.acknowledged_by) if ticket.acknowledged_by else None
    return TicketMoved(by=holder.name if holder else "", status=ticket.status, ticket=ticket.id)


def release(session: Session, ticket: Ticket) -> None:
    """Nobody has it any more, and nobody stands by what was expected of it."""
    become(session, ticket, TicketStatus.FILED)
    ticket.acknowledged_by = ticket.acknowledged_at = None
    ticket.estimate_at = ticket.news_asked_at = ticket.cannot_resolve_why = None


def add_part(
    session: Session,
    incident_id: int,
    kind: PartKind,
    *,
    by: int,
    now: datetime,
    text: str | None = None,
    picture: str | None = None,
    inquiry_id: int | None = None,
    message_id: int | None = None,
) -> ReportPart | None:
    """Keep one piece of the report. None if this message's piece is there already."""
    if message_id is not None and _known(session, kind, by, message_id):
        return None
    part = ReportPart(
        incident_id=incident_id,
        kind=kind,
        text=text,
        picture=picture,
        inquiry_id=inquiry_id,
        by_id=by,
        message_id=message_id,
        at=now,
    )
    session.add(part)
    session.flush()
    return part


def ask_details(
    session: Session,
    ticket: Ticket,
    incident_id: int,
    question: str,
    *,
    key: str | None = None,
    by: int,
    now: datetime,
) -> Inquiry:
    """Ask one operator: own words, or one of the prepared questions by its key."""
    inquiry = Inquiry(
        ticket_id=ticket.id, incident_id=incident_id, question=question, key=key, asked_by=by, asked_at=now
    )
    session.add(inquiry)
    session.flush()
    return inquiry


def _known(session: Session, kind: PartKind, by: int, message_id: int) -> bool:
    known = select(ReportPart.id).where(
        ReportPart.message_id == message_id, ReportPart.by_id == by, ReportPart.kind == kind
    )
    return session.scalar(known) is not None
