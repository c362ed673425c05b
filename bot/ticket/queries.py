"""Read tickets, what was reported, and what the sysadmin asked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, bindparam, func, or_, select
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.tables import flush_of
from bot.ticket.models import Inquiry, ReportPart, Ticket
from bot.ticket.rules import OPEN

TICKETS: Table = Ticket.__table__  # type: ignore[assignment]
_OF_OUTAGE = Prepared(select(TICKETS.c.id).where(TICKETS.c.outage_id == bindparam("outage")))


def ticket_of(session: Session, outage_id: int) -> Ticket | None:
    """The ticket of an outage: there is at most one. Read once in a transaction, which asks five times."""
    known: dict[int, Ticket] = session.info.setdefault("tickets", {})
    ticket = known.get(outage_id)
    if ticket is not None and ticket.outage_id == outage_id:
        return ticket
    flush_of(session, Ticket)
    number = _OF_OUTAGE.first(session, outage=outage_id)
    if number is None:
        return None
    known[outage_id] = session.get_one(Ticket, number)
    return known[outage_id]


def open_tickets(session: Session) -> Sequence[Ticket]:
    """Tickets that somebody still works on, the oldest first."""
    return session.scalars(select(Ticket).where(Ticket.status.in_(OPEN)).order_by(Ticket.id)).all()


def report(session: Session, incident_ids: Sequence[int]) -> Sequence[ReportPart]:
    """Everything that was reported on these incidents, in the order it came."""
    query = select(ReportPart).where(ReportPart.incident_id.in_(incident_ids)).order_by(ReportPart.id)
    return session.scalars(query).all()


def unanswered(session: Session, incident_id: int) -> Inquiry | None:
    """The oldest question of the sysadmin that still waits for this operator's answer.

    "Resolved" makes void what was asked before it.
    """
    flush_of(session, Inquiry, Ticket)
    number = session.connection().scalar(_UNANSWERED, {"incident": incident_id})
    return None if number is None else session.get_one(Inquiry, number)


_RESOLVED_SINCE = or_(Ticket.resolved_at >= Inquiry.asked_at, Ticket.reopened_at >= Inquiry.asked_at)
_UNANSWERED = (
    select(Inquiry.id)
    .join(Ticket, Ticket.id == Inquiry.ticket_id)
    .where(Inquiry.incident_id == bindparam("incident"), Inquiry.answered_at.is_(None))
    .where(func.coalesce(_RESOLVED_SINCE, False).is_(False))
    .order_by(Inquiry.id)
    .limit(1)
)


def inquiries(session: Session, ticket_id: int) -> Sequence[Inquiry]:
    """What was asked about this ticket, in order."""
    return session.scalars(select(Inquiry).where(Inquiry.ticket_id == ticket_id).order_by(Inquiry.id)).all()
