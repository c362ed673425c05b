"""Pictures on their way to the sysadmin: each different one once, what looks the same only counted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.queries import ids_of_outage
from bot.incident.rules import Way
from bot.incident.telling import PICTURE_CARD, show
from bot.outage.queries import is_mass
from bot.outbox.queries import onlookers
from bot.ticket.models import ReportPart, Ticket
from bot.ticket.queries import ticket_of
from bot.ticket.stack_queries import MOST_SHOWN, stack_of, stacks_of


def hand_over_pictures(session: Session, ticket: Ticket, *, by: int, now: datetime) -> None:
    """Each different picture comes by itself; the card carries the first if it was there at filing."""
    found = stacks_of(session, ids_of_outage(session, ticket.outage_id))
    on_the_card = found[:1] if found and found[0].first.at <= ticket.filed_at else []
    for stack in found[: _most(session, ticket.outage_id)]:
        if stack not in on_the_card:
            show(session, PICTURE_CARD, stack.first.id, to=by, way=Way.FRESH, now=now)


def hand_on_picture(session: Session, incident: Incident, part: ReportPart, *, now: datetime) -> None:
    """A picture for whoever has the ticket already. One that looks like another only raises its count."""
    ticket = ticket_of(session, incident.outage_id)
    if ticket is None or ticket.acknowledged_by is None or part.picture is None:
        return
    found = stacks_of(session, ids_of_outage(session, incident.outage_id))
    stack = stack_of(found, part)
    if stack.first.id != part.id:
        for person_id in onlookers(session, PICTURE_CARD, stack.first.id):
            show(session, PICTURE_CARD, stack.first.id, to=person_id, way=Way.EDIT, now=now)
    elif len(found) <= (_most(session, incident.outage_id) or len(found)):
        show(session, PICTURE_CARD, part.id, to=ticket.acknowledged_by, way=Way.FRESH, now=now)


def _most(session: Session, outage_id: int) -> int | None:
    """So many different pictures come by themselves; None: all."""
    return MOST_SHOWN if is_mass(session, outage_id) else None
