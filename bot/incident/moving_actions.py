"""Incidents go from one outage to another because a lead says so: joined, moved, split off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.incident.deeds import carried_out
from bot.incident.effects import carry_out
from bot.incident.mass import give, joinable, move, outage_lead
from bot.incident.mass_actions import EVERYBODY, chosen, led, selected
from bot.incident.mass_duties import remind_of_outage
from bot.incident.models import Incident
from bot.incident.queries import anybody, incidents_of_outage
from bot.incident.reminders import remind_of_duties
from bot.incident.rules import Way
from bot.incident.splitting import part_off
from bot.incident.telling import LEAD_CARD, OUTAGE_CARD, locked, show, show_outage
from bot.outage.actions import reopen_outage
from bot.outage.models import BulkDeed, Outage
from bot.outage.rules import NothingToDo, NothingToSplit, TooLateToUndo
from bot.question.actions import forget
from bot.runbook.rules import Effect
from bot.ticket.queries import ticket_of
from bot.ticket.rules import OPEN

JOINED, MOVED, SPLIT = "joined", "moved", "split"
"""Kinds of deeds."""


def join_outage(session: Session, incident_id: int, outage_id: int, *, by: int, now: datetime) -> BulkDeed:
    """The lead says: this incident has the same cause."""
    return join_all(session, outage_id, [incident_id], by=by, now=now)


def join_all(
    session: Session, outage_id: int, incident_ids: Sequence[int], *, by: int, now: datetime
) -> BulkDeed:
    """The lead says: these incidents have the same cause. NothingToDo where none of them can join."""
    outage = led(session, outage_id, by)
    forget(session, by)
    there = [one for id_ in incident_ids if (one := session.get(Incident, id_)) is not None]
    joining = [one for one in there if one.outage_id != outage.id and one.closed_at is None]
    before = as_it_was(joining, outage)
    _carry_over(session, joining, outage, by=by, now=now)
    return carried_out(session, outage, JOINED, joining, by=by, now=now, before=before)


def move_to(
    session: Session, outage_id: int, target_id: int, *, newest: int = EVERYBODY, by: int, now: datetime
) -> BulkDeed:
    """Whom the lead has selected, else all of them, belong to the other outage. `newest`: see `chosen`."""
    outage, target = led(session, outage_id, by), joinable(session, target_id)
    moving = chosen(session, outage, by, newest)
    if target.id == outage.id or not moving:
        raise NothingToDo
    before = as_it_was(moving, target)
    _carry_over(session, moving, target, by=by, now=now)
    if target.mass_at is not None:
        show_outage(session, target, now=now)
        show(session, OUTAGE_CARD, target.id, to=by, way=Way.EDIT, now=now)
    return carried_out(session, outage, MOVED, moving, by=by, now=now, before=before)


def split_off(session: Session, outage_id: int, *, by: int, now: datetime) -> BulkDeed:
    """Whom the lead has selected have another trouble: an outage of their own; the lead keeps them.

    NothingToDo where nobody is selected, NothingToSplit where nobody would stay.
    """
    outage = led(session, outage_id, by)
    leaving = selected(session, outage, by)
    if not leaving:
        raise NothingToDo
    if len(leaving) == len(incidents_of_outage(session, outage.id, open_only=True)):
        raise NothingToSplit
    before = as_it_was(leaving)
    before["to"] = part_off(session, outage, leaving, by=by, now=now).id
    _keep_ticketed(session, outage.id, leaving[0], now=now)
    for incident in leaving:
        settle_in(session, incident, now=now)
    return carried_out(session, outage, SPLIT, leaving, by=by, now=now, before=before)


def move_back(session: Session, deed: BulkDeed, there: Sequence[Incident], *, by: int, now: datetime) -> None:
    """Each incident belongs again to the outage in which it was; not those that somebody moved on since.

    TooLateToUndo where that is all of them.
    """
    here = [incident for incident in there if incident.outage_id == deed.before["to"]]
    if not here:
        raise TooLateToUndo
    for incident in here:
        left, home = incident.outage_id, deed.before[str(incident.id)]
        reopen_outage(session, home)
        apart = deed.kind == JOINED or incident.id in deed.before["apart"]
        incident.apart_at = now if apart else None
        move(session, incident, session.get_one(Outage, home), by=by, now=now)
        _keep_ticketed(session, left, incident, now=now)
        settle_in(session, incident, now=now)


def settle_in(session: Session, incident: Incident, *, now: datetime) -> None:
    """Who leads it in the outage in which it is now, with reminders, and a card where it stands alone."""
    outage = session.get_one(Outage, incident.outage_id)
    if outage.mass_at is not None:
        holder = outage_lead(session, outage)
        if holder is not None and holder != incident.lead_id:
            give(session, incident, outage, now=now)
        elif holder is not None:
            remind_of_outage(session, outage, incident, since=now)
    elif incident.lead_id is not None:
        remind_of_duties(session, incident, since=now)
        show(session, LEAD_CARD, incident.id, to=incident.lead_id, way=Way.FRESH, now=now)
    if incident.lead_id is None:
        carry_out(session, incident, Effect.PAGE_DUTY_LEAD, now=now)


def _carry_over(
    session: Session, incidents: Sequence[Incident], target: Outage, *, by: int, now: datetime
) -> None:
    """Who has other software, or joins what was split off, is apart: the next report takes nobody back."""
    split = anybody(session, target.id) and not anybody(session, target.id, Incident.apart_at.is_(None))
    for incident in incidents:
        left = locked(session, incident.id).outage_id
        incident.apart_at = now if split or incident.software != target.software else None
        move(session, incident, target, by=by, now=now)
        _keep_ticketed(session, left, incident, now=now)
        settle_in(session, incident, now=now)


def as_it_was(incidents: Sequence[Incident], target: Outage | None = None) -> dict[str, Any]:
    """In which outages these are, before they go to this one: see `BulkDeed`."""
    was: dict[str, Any] = {str(incident.id): incident.outage_id for incident in incidents}
    was["apart"] = [incident.id for incident in incidents if incident.apart_at is not None]
    return was if target is None else was | {"to": target.id}


def _keep_ticketed(session: Session, left: int, incident: Incident, *, now: datetime) -> None:
    """Who waited for a sysadmin in the outage that they left waits for one here too."""
    old, ours = ticket_of(session, left), ticket_of(session, incident.outage_id)
    waited = old is not None and (old.status in OPEN or old.joined_id is not None)
    if not waited or (ours is not None and ours.status in OPEN):
        return
    carry_out(session, incident, Effect.FILE_TICKET, now=now)
