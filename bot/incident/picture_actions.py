"""What a sysadmin does with a ticket's pictures: look at all of them, say that some are something else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.handing_on import hand_over_pictures
from bot.incident.models import Incident
from bot.incident.moving_actions import SPLIT, as_it_was, settle_in
from bot.incident.queries import ids_of_outage, incidents_of_outage
from bot.incident.rules import Way
from bot.incident.splitting import part_off
from bot.incident.sysadmin_actions import alive, held_ticket
from bot.incident.telling import (
    PICTURE_CARD,
    TICKET_CARD,
    note,
    show,
    show_holder,
    show_outage,
    tell_sysadmins,
)
from bot.incident.telling_all import tell_all
from bot.incident.undoing import undo
from bot.outage.actions import keep_deed
from bot.outage.models import BulkDeed, Outage
from bot.outage.rules import NothingToSplit
from bot.ticket.actions import TicketMoved, become, file_ticket
from bot.ticket.models import ReportPart, Ticket
from bot.ticket.queries import ticket_of
from bot.ticket.rules import NoMorePictures, TicketStatus
from bot.ticket.stack_queries import Stack, stack_of, stacks_of
from bot.timeline.rules import Event

AT_ONCE = 5
"""So many pictures of one stack come with one tap."""


def show_picture(session: Session, part_id: int, *, by: int, now: datetime) -> None:
    """One picture, at the bottom of this sysadmin's chat."""
    part, _ = _known(session, part_id)
    show(session, PICTURE_CARD, part.id, to=by, way=Way.FRESH, now=now)


def show_alike(session: Session, part_id: int, *, by: int, now: datetime) -> None:
    """The next few that look like this one; NoMorePictures."""
    part, ticket = _known(session, part_id)
    after = _stack(session, ticket, part).after(part)
    if not after:
        raise NoMorePictures
    for one in after[:AT_ONCE]:
        show(session, PICTURE_CARD, one.id, to=by, way=Way.FRESH, now=now)


def split_pictures(session: Session, part_id: int, *, by: int, now: datetime) -> BulkDeed:
    """Whoever sent a picture that looks like this one has another trouble: another outage, another ticket.

    The sysadmin has that one too, and the same lead goes on with the operators. NothingToSplit; TicketMoved.
    """
    part, ticket = _known(session, part_id)
    ticket = held_ticket(session, ticket.id, by)
    outage = session.get_one(Outage, ticket.outage_id, with_for_update=True)
    waiting = incidents_of_outage(session, outage.id, open_only=True)
    theirs = _stack(session, ticket, part).incidents
    moved = [incident for incident in waiting if incident.id in theirs]
    if not moved or len(moved) == len(waiting):
        raise NothingToSplit
    before = as_it_was(moved)
    apart = part_off(session, outage, moved, by=by, now=now)
    _acknowledged_at_once(session, apart, moved, by=by, now=now)
    ids = [incident.id for incident in moved]
    before["to"] = apart.id
    deed = keep_deed(session, outage.id, SPLIT, ids, before, by=by, now=now)
    for incident in moved:
        settle_in(session, incident, now=now)
    tell_all(session, moved, now=now)
    _stay_true(session, outage, now=now)
    return deed


def undo_split(session: Session, deed_id: int, *, by: int, now: datetime) -> BulkDeed:
    """Within a minute they are one again; the ticket that this leaves empty joins the other."""
    before = session.get(BulkDeed, deed_id)
    apart = {session.get_one(Incident, one).outage_id for one in before.incidents} if before else set()
    deed = undo(session, deed_id, by=by, now=now, board=False)
    for outage_id in sorted(apart):
        show_outage(session, session.get_one(Outage, outage_id), now=now)
    return deed


def _known(session: Session, part_id: int) -> tuple[ReportPart, Ticket]:
    part = session.get(ReportPart, part_id)
    incident = session.get_one(Incident, part.incident_id) if part is not None else None
    ticket = ticket_of(session, incident.outage_id) if incident is not None else None
    if part is None or part.picture is None or ticket is None:
        raise TicketMoved(by="", status="unknown", ticket=0)
    return part, ticket


def _stack(session: Session, ticket: Ticket, part: ReportPart) -> Stack:
    return stack_of(stacks_of(session, ids_of_outage(session, ticket.outage_id)), part)


def _acknowledged_at_once(
    session: Session, apart: Outage, incidents: list[Incident], *, by: int, now: datetime
) -> None:
    """The other outage's ticket is filed and acknowledged in one go: nobody has to be called about it."""
    ticket = file_ticket(session, apart.id, now=now)
    become(session, ticket, TicketStatus.ACKNOWLEDGED)
    ticket.acknowledged_by, ticket.acknowledged_at = by, now
    session.flush()
    for incident in incidents:
        note(session, incident, Event.TICKET_FILED, by=by, at=now, ticket=ticket.id)
        note(session, incident, Event.TICKET_ACKNOWLEDGED, by=by, at=now, ticket=ticket.id)
    alive(session, ticket, now=now)
    show_holder(session, TICKET_CARD, ticket.id, to=by, now=now)
    hand_over_pictures(session, ticket, by=by, now=now)


def _stay_true(session: Session, outage: Outage, *, now: datetime) -> None:
    """The cards of what is left follow."""
    if outage.mass_at is not None:
        show_outage(session, outage, now=now)
    tell_sysadmins(session, incidents_of_outage(session, outage.id, open_only=True)[0], now=now)
