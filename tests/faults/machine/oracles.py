"""What each tap must come to, worked out from the rows alone, and what may ring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.escalation.models import Escalation, Page
from bot.incident.models import Incident
from bot.outbox.delivery_actions import Claimed
from bot.outbox.models import Outgoing
from bot.outbox.rules import State
from bot.person.models import Grant, Person
from bot.rota.models import Shift
from bot.ticket.models import Ticket
from bot.ticket.rules import OPEN, TicketStatus
from bot.timeline.models import TimelineEvent


class Broken(AssertionError):
    """Something that must be so is not. It begins with the rule's name."""


def owes(condition: object, what: str) -> None:
    if not condition:
        raise Broken(what)


def lead_may(session: Session, incident: Incident, person_id: int, now: datetime) -> str:
    """What acknowledging must come to: "accepted", "taken", "not theirs"."""
    if incident.closed_at is not None:
        return "closed"
    mine = _on_duty(session, "duty_lead", now)
    if mine and person_id not in mine and not _was_paged(session, "lead", incident.id, person_id):
        return "not theirs"
    return "taken" if _is_there(session, incident.lead_id, "duty_lead", "administrator") else "accepted"


def sysadmin_may(session: Session, ticket: Ticket, person_id: int, now: datetime) -> str:
    """The same for a ticket."""
    mine = _on_duty(session, "sysadmin", now)
    if mine and person_id not in mine and not _was_paged(session, "sysadmin", ticket.id, person_id):
        return "not theirs"
    gone = ticket.acknowledged_by is not None and ticket.status in OPEN
    gone = gone and not _is_there(session, ticket.acknowledged_by, "sysadmin", "administrator")
    free = ticket.status in (TicketStatus.FILED, TicketStatus.CANNOT_BE_RESOLVED)
    return "accepted" if free or gone else "taken"


def rings_rightly(session: Session, one: Claimed) -> None:
    """A sound is only made about what is still so, to whom it still concerns."""
    if one.card == "ticket":
        ticket = session.get_one(Ticket, one.subject_id)
        mine = ticket.acknowledged_by in (None, one.person_id)
        owes(mine and ticket.status in OPEN, f"acknowledged is silent: ticket {ticket.id} rings {one}")
    elif one.card in ("lead_incident", "operator_incident"):
        incident = session.get_one(Incident, one.subject_id)
        status = session.scalar(select(Ticket.status).where(Ticket.outage_id == incident.outage_id))
        over = incident.closed_at is not None and status not in OPEN
        owes(not over, f"nothing after closing: incident {incident.id} rings {one}")
        mine = incident.lead_id is None or one.person_id in (incident.lead_id, incident.next_lead_id)
        mine = mine or one.card == "operator_incident"
        owes(mine, f"acknowledged is silent: incident {incident.id} rings {one}")


def pending_sounds(session: Session, card: str, subject_id: int) -> int:
    """How many rows of this card wait and would ring."""
    query = select(func.count(Outgoing.id)).where(
        Outgoing.card == card,
        Outgoing.subject_id == subject_id,
        Outgoing.state == State.PENDING,
        Outgoing.sound.is_(True),
    )
    return session.scalars(query).one()


def last_event(session: Session) -> int:
    return session.scalar(select(func.max(TimelineEvent.id))) or 0


def events_after(session: Session, last_id: int) -> Sequence[TimelineEvent]:
    return session.scalars(select(TimelineEvent).where(TimelineEvent.id > last_id)).all()


def operator_is_told(session: Session, incident_id: int, what: str) -> None:
    operator = session.get_one(Incident, incident_id).operator_id
    query = select(Outgoing.id).where(
        Outgoing.person_id == operator,
        Outgoing.card == "operator_incident",
        Outgoing.subject_id == incident_id,
        Outgoing.state == State.PENDING,
    )
    owes(session.scalar(query), f"everybody is told: {what} left no card for the operator")


def sizes(session: Session) -> dict[str, int]:
    tables = (TimelineEvent, Outgoing, Page, Escalation, Incident, Ticket)
    return {
        table.__tablename__: session.scalars(select(func.count()).select_from(table)).one()
        for table in tables
    }


def _on_duty(session: Session, role: str, now: datetime) -> set[int]:
    query = (
        select(Shift.person_id)
        .join(Grant, (Grant.person_id == Shift.person_id) & (Grant.role == Shift.role))
        .join(Person, Person.id == Shift.person_id)
        .where(Shift.role == role, Shift.starts_at <= now, Shift.ends_at > now, Person.left_at.is_(None))
    )
    return set(session.scalars(query))


def _was_paged(session: Session, ladder: str, subject_id: int, person_id: int) -> bool:
    query = (
        select(Page.id)
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(Escalation.ladder == ladder, Escalation.subject_id == subject_id, Page.person_id == person_id)
    )
    return session.scalar(query.limit(1)) is not None


def _is_there(session: Session, person_id: int | None, *roles: str) -> bool:
    if person_id is None:
        return False
    person = session.get_one(Person, person_id)
    held = session.scalars(select(Grant.role).where(Grant.person_id == person_id))
    return person.left_at is None and person.unreachable_at is None and bool({*held} & {*roles})
