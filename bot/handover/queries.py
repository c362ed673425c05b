"""What somebody holds, whose time on duty has ended, and how a handover stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from bot.centre.rules import Centre
from bot.escalation.rules import ladder_of
from bot.handover.models import Handover, Offer
from bot.handover.rules import HAS_JUST_LEFT, LADDER
from bot.incident.models import Incident
from bot.incident.queries import duties_left, incidents_of_outage
from bot.outage.models import Outage
from bot.person.models import Grant, Person
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.redirect.queries import promises
from bot.rota.models import Shift
from bot.rota.queries import everybody, ladder_level, on_duty
from bot.tables import once
from bot.ticket.models import Ticket
from bot.ticket.queries import ticket_of
from bot.ticket.rules import OPEN

Item = Incident | Ticket
"""What changes hands: a lead's incident, a sysadmin's ticket."""


def unsigned(session: Session) -> Sequence[Handover]:
    """Every handover that waits for a signature, the oldest first."""
    query = select(Handover).where(Handover.signed_at.is_(None), Handover.dropped_at.is_(None))
    return once(
        session, "unsigned", lambda: session.scalars(query.order_by(Handover.begun_at, Handover.id)).all()
    )


def unsigned_of(session: Session, person_id: int, role: Role) -> Handover | None:
    """What this person hands over in this role now."""
    return next((one for one in unsigned(session) if (one.from_id, one.role) == (person_id, role)), None)


def offers(session: Session, handover_id: int) -> Sequence[Offer]:
    """Everybody who was asked to sign, in the order in which they were asked first."""
    return session.scalars(select(Offer).where(Offer.handover_id == handover_id).order_by(Offer.id)).all()


def items(session: Session, person_id: int, role: Role) -> Sequence[Item]:
    """What this person holds open, the oldest first."""
    if role is Role.SYSADMIN:
        theirs = (Ticket.acknowledged_by == person_id) & Ticket.status.in_(OPEN)
        return session.scalars(select(Ticket).where(theirs).order_by(Ticket.id)).all()
    held = (Incident.lead_id == person_id) & Incident.closed_at.is_(None)
    return session.scalars(select(Incident).where(held).order_by(Incident.opened_at, Incident.id)).all()


def somebody_waits(session: Session, ticket: Ticket) -> bool:
    """Whether any operator waits for this ticket."""
    return bool(incidents_of_outage(session, ticket.outage_id, open_only=True))


def leaving(session: Session, now: datetime) -> list[tuple[int, Role]]:
    """Who acknowledged something while they were on duty, holds it still, and is not on duty any more."""
    already = {(one.from_id, one.role) for one in unsigned(session)}
    return [
        (person_id, role)
        for role, holders in _holders(session).items()
        for person_id, since in holders
        if (person_id, role) not in already
        and (ended := _left_at(session, person_id, role, now)) is not None
        and since <= ended
    ]


def is_on_duty(session: Session, handover: Handover, now: datetime) -> bool:
    """Whether whoever hands over is on duty in that role."""
    return handover.from_id in {one.id for one, _ in on_duty(session, Role(handover.role), now)}


def following(session: Session, handover: Handover) -> int | None:
    """Who has it too until somebody signs: the first who was asked and can be reached."""
    return next((one.person_id for one in offers(session, handover.id) if one.refused_at is None), None)


def next_of(item: Item) -> int | None:
    """To whom it is being handed over."""
    return item.next_lead_id if isinstance(item, Incident) else item.next_sysadmin_id


def adrift(session: Session) -> list[Item]:
    """What is marked as being handed over, though nobody has to sign for it."""
    given = {(one.from_id, one.role) for one in unsigned(session)}
    marked = Incident.next_lead_id.is_not(None) & Incident.closed_at.is_(None)
    found: list[Item] = [
        one
        for one in session.scalars(select(Incident).where(marked))
        if (one.lead_id, Role.DUTY_LEAD) not in given
    ]
    tickets = select(Ticket).where(Ticket.next_sysadmin_id.is_not(None), Ticket.status.in_(OPEN))
    return found + [
        one for one in session.scalars(tickets) if (one.acknowledged_by, Role.SYSADMIN) not in given
    ]


def rung(
    session: Session, role: Role, level: int, centre: Centre, now: datetime, *, without: int
) -> list[Person]:
    """Whom the ladder pages on this level, but for whoever hands over."""
    step = ladder_of(centre, LADDER[role]).levels[level - 1]
    found: list[Person] = []
    for one in () if step.who == "all" else step.who:
        found += ladder_level(session, role, one, now)
    found += everybody(session, role, now) if step.who == "all" else []
    found += people_with(session, Role.ADMINISTRATOR) if step.with_administrators else []
    return [person for person in dict.fromkeys(found) if person.id != without]


def summary(session: Session, handover: Handover) -> list[dict[str, Any]]:
    """How each of what is handed over stands: references and numbers, as they go into the history."""
    held = items(session, handover.from_id, Role(handover.role))
    return [_incident(session, one) if isinstance(one, Incident) else _ticket(session, one) for one in held]


def _incident(session: Session, incident: Incident) -> dict[str, Any]:
    ticket = ticket_of(session, incident.outage_id)
    return {
        "incident": incident.id,
        "software": incident.software,
        "operator": incident.operator_id,
        "status": incident.work_status,
        "since": incident.opened_at.isoformat(),
        "ticket": ticket.id if ticket else None,
        "ticket_status": ticket.status if ticket else None,
        "estimate_at": _plain(ticket.estimate_at) if ticket else None,
        "promises": [one.id for one in promises(session, incident.id)],
        "unticked": [str(duty) for duty in duties_left(session, incident)],
        "asks": incident.lead_asked_at is not None,
    }


def _ticket(session: Session, ticket: Ticket) -> dict[str, Any]:
    waiting = incidents_of_outage(session, ticket.outage_id, open_only=True)
    return {
        "ticket": ticket.id,
        "software": session.get_one(Outage, ticket.outage_id).software,
        "status": ticket.status,
        "since": ticket.filed_at.isoformat(),
        "estimate_at": _plain(ticket.estimate_at),
        "waiting": [incident.id for incident in waiting],
    }


def _plain(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _holders(session: Session) -> dict[Role, Iterable[tuple[int, datetime]]]:
    """Who holds anything in which role, and since when the first of it."""
    leads = (
        select(Incident.lead_id, func.min(Incident.lead_at))
        .where(Incident.closed_at.is_(None), Incident.lead_id.is_not(None), Incident.lead_at.is_not(None))
        .group_by(Incident.lead_id)
    )
    mending = Ticket.status.in_(OPEN) & Ticket.acknowledged_by.is_not(None)
    sysadmins = (
        select(Ticket.acknowledged_by, func.min(Ticket.acknowledged_at))
        .where(mending, Ticket.acknowledged_at.is_not(None))
        .group_by(Ticket.acknowledged_by)
    )
    return {
        Role.DUTY_LEAD: [(int(one), since) for one, since in session.execute(leads) if one and since],
        Role.SYSADMIN: [(int(one), since) for one, since in session.execute(sysadmins) if one and since],
    }


def _left_at(session: Session, person_id: int, role: Role, now: datetime) -> datetime | None:
    """When their last time on duty ended, not long ago; None while they are on duty."""
    theirs = (Shift.person_id == person_id, Shift.role == role, Shift.starts_at <= now)
    held = exists().where(Grant.person_id == person_id, Grant.role == role)
    last = session.scalar(select(func.max(Shift.ends_at)).where(*theirs, held))
    return last if last is not None and now - HAS_JUST_LEFT < last <= now else None
