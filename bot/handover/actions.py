"""What people do about a handover: begin it early, sign it, call it off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.centre.rules import Centre
from bot.handover.models import Handover
from bot.handover.offer_actions import CARD, begin, drop, note, remind, show_all, show_giver
from bot.handover.queries import Item, items, offers, summary, unsigned_of
from bot.handover.rules import (
    Dropped,
    HandoverOver,
    NotAColleague,
    NothingToHandOver,
    NotOffered,
    SignedBy,
)
from bot.incident.models import Incident
from bot.incident.queries import incidents_of_outage
from bot.incident.telling import LEAD_CARD, OUTAGE_CARD, TICKET_CARD, show_holder, tell
from bot.outage.models import Outage
from bot.outage.queries import is_mass
from bot.outbox.actions import put
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.timeline.actions import record
from bot.timeline.rules import Event

MOST_CARDS = 10
"""So many cards at most come anew to whoever signed: the others come as soon as anything changes."""


def begin_early(
    session: Session, role: Role, colleague_id: int, centre: Centre, *, by: int, now: datetime
) -> Handover:
    """They hand over to this colleague before their time on duty ends. One that is open is called off."""
    colleague = session.get(Person, colleague_id)
    if colleague is None or colleague_id == by or role not in roles_of(session, colleague_id):
        raise NotAColleague
    if not items(session, by, role):
        raise NothingToHandOver
    before = unsigned_of(session, by, role)
    if before is not None:
        drop(session, before, Dropped.WITHDRAWN, by=by, now=now)
    return begin(session, by, role, centre, named_id=colleague_id, by=by, now=now)


def sign(session: Session, handover_id: int, *, by: int, now: datetime) -> Handover:
    """The first signature wins: everything is theirs, and whoever handed over is free."""
    handover = _asked(session, handover_id, by)
    if roles_of(session, by).isdisjoint({Role(handover.role), Role.ADMINISTRATOR}):
        raise NotOffered
    handover.summary = summary(session, handover)
    theirs = items(session, handover.from_id, Role(handover.role))
    handover.signed_by, handover.signed_at = by, now
    for item in theirs:
        note(session, handover, item, Event.HANDOVER_SIGNED, by=by, now=now, to=handover.from_id)
        _pass(session, item, by, now=now)
    signed: dict[str, Any] = {"handover": handover.id, "to": handover.from_id, "role": handover.role}
    record(session, Event.HANDOVER_SIGNED, by=by, at=now, **signed, summary=handover.summary)
    session.flush()
    for card, number in dict.fromkeys(_card(session, item) for item in theirs[-MOST_CARDS:]):
        show_holder(session, card, number, to=by, now=now)
    show_all(session, handover, now=now)
    show_giver(session, handover, now=now, fresh=True)
    return handover


def withdraw(session: Session, handover_id: int, *, by: int, now: datetime) -> None:
    """Whoever began it early changed their mind."""
    handover = session.get(Handover, handover_id)
    if handover is None or handover.begun_by != by:
        raise NotOffered
    _still_unsigned(session, handover)
    drop(session, handover, Dropped.WITHDRAWN, by=by, now=now)


def turn_page(session: Session, handover_id: int, page: int, *, by: int, now: datetime) -> None:
    """The card shows another page of what is handed over."""
    handover = session.get(Handover, handover_id)
    if handover is None or by not in {one.person_id for one in offers(session, handover_id)}:
        raise NotOffered
    put(session, CARD, handover_id, to=by, now=now, page=page)


def _card(session: Session, item: Item) -> tuple[str, int]:
    """Where whoever has it sees it: of a mass outage there is one board for all."""
    if not isinstance(item, Incident):
        return TICKET_CARD, item.id
    if is_mass(session, item.outage_id):
        return OUTAGE_CARD, item.outage_id
    return LEAD_CARD, item.id


def _asked(session: Session, handover_id: int, person_id: int) -> Handover:
    handover = session.get(Handover, handover_id, with_for_update=True)
    asked = {one.person_id for one in offers(session, handover_id)}
    if handover is None or person_id not in asked:
        raise NotOffered
    _still_unsigned(session, handover)
    return handover


def _still_unsigned(session: Session, handover: Handover) -> None:
    if handover.signed_by is not None:
        raise SignedBy(name=session.get_one(Person, handover.signed_by).name, at=handover.signed_at)
    if handover.dropped_at is not None:
        raise HandoverOver


def _pass(session: Session, item: Item, to: int, *, now: datetime) -> None:
    """It is theirs from now on, with what is still to be reminded of."""
    if isinstance(item, Incident):
        outage = session.get_one(Outage, item.outage_id)
        if outage.mass_at is not None and outage.lead_id == item.lead_id:
            outage.lead_id, outage.lead_at = to, now
        item.lead_id, item.lead_at = to, now
        remind(session, item, since=now)
        tell(session, item, now=now)
        return
    item.acknowledged_by, item.acknowledged_at, item.news_asked_at = to, now, None
    remind(session, item, since=now)
    for incident in incidents_of_outage(session, item.outage_id, open_only=True):
        tell(session, incident, now=now)
