"""Offer what somebody holds to others, level by level, until somebody signs or nobody has to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.centre.rules import Centre, makes_sound
from bot.escalation.rules import is_top, ladder_of, next_level_in
from bot.handover.models import Handover, Offer
from bot.handover.queries import Item, following, items, offers, rung, summary
from bot.handover.rules import LADDER, Dropped
from bot.incident.mass_duties import forget_outage, remind_of_outage
from bot.incident.models import Incident
from bot.incident.queries import duties_left, incidents_of_outage
from bot.incident.reminders import forget_duties, forget_news, remind_of_duties, remind_of_news
from bot.incident.rules import Way
from bot.incident.telling import LEAD_CARD, TICKET_CARD, show
from bot.outage.models import Outage
from bot.outbox.actions import put
from bot.outbox.queries import live_card
from bot.outbox.rules import SOUND_OF, Priority, SoundWhy
from bot.person.models import Person
from bot.person.rules import Role
from bot.ticket.models import Ticket
from bot.ticket.rules import TicketStatus
from bot.timeline.actions import record
from bot.timeline.rules import Event

CARD = "handover"


def begin(
    session: Session,
    from_id: int,
    role: Role,
    centre: Centre,
    *,
    named_id: int | None = None,
    by: int | None,
    now: datetime,
) -> Handover:
    """Both have it from now on. `named_id`: the colleague whom whoever hands over named."""
    handover = Handover(
        role=role, from_id=from_id, begun_at=now, begun_by=by, named_id=named_id, level=0, level_at=now,
        rings=0, summary=[],
    )  # fmt: skip
    session.add(handover)
    session.flush()
    if named_id is None:
        climb(session, handover, centre, now=now)
    else:
        _page(session, handover, [session.get_one(Person, named_id)], centre, now=now)
    for item in items(session, from_id, role):
        note(session, handover, item, Event.HANDOVER_BEGUN, by=by, now=now, to=following(session, handover))
    show_giver(session, handover, now=now, fresh=by is None)
    return handover


def climb(session: Session, handover: Handover, centre: Centre, *, now: datetime) -> None:
    """Page the next level with anybody on it; from the top, the top anew: somebody has to sign."""
    role = Role(handover.role)
    ladder = ladder_of(centre, LADDER[role])
    people: list[Person] = []
    while not people:
        handover.level = min(handover.level + 1, len(ladder.levels))
        people = rung(session, role, handover.level, centre, now, without=handover.from_id)
        if is_top(ladder, handover.level):
            break
    handover.next_at = now + next_level_in(ladder, handover.level)
    _page(session, handover, people, centre, now=now)


def ring(session: Session, handover: Handover, centre: Centre, *, now: datetime) -> None:
    """The same people once more, before the next level."""
    handover.rings += 1
    for offer in offers(session, handover.id):
        if offer.level == handover.level and offer.refused_at is None:
            _put(session, handover, offer, centre, now=now)


def drop(session: Session, handover: Handover, why: Dropped, *, by: int | None, now: datetime) -> None:
    """Nobody has to sign any more; whoever holds it keeps it."""
    handover.dropped_at, handover.dropped_why = now, str(why)
    for item in items(session, handover.from_id, Role(handover.role)):
        note(session, handover, item, Event.HANDOVER_DROPPED, by=by, now=now, to=None, why_not=str(why))
        offer_to(session, item, None, now=now)
    show_all(session, handover, now=now)
    show_giver(session, handover, now=now, fresh=by is None)


def refused(session: Session, offer: Offer, *, now: datetime) -> None:
    """Telegram brings them nothing: they are as good as not asked."""
    handover = session.get_one(Handover, offer.handover_id)
    offer.refused_at = now
    if handover.signed_at is None and handover.dropped_at is None:
        refresh(session, handover, now=now)


def refresh(session: Session, handover: Handover, *, now: datetime) -> None:
    """Everything that is theirs by now belongs to it; the cards follow."""
    session.flush()
    asked = following(session, handover)
    for item in items(session, handover.from_id, Role(handover.role)):
        offer_to(session, item, asked, now=now)
    session.flush()
    handover.summary = summary(session, handover)
    show_all(session, handover, now=now)
    show_giver(session, handover, now=now)


def offer_to(session: Session, item: Item, to: int | None, *, now: datetime) -> None:
    """Both have it. Whoever sees its card reads so; nobody gets a card for this alone.

    Nobody is reminded of what they forgot meanwhile, so that it cannot be taken from one who leaves.
    """
    if isinstance(item, Incident):
        if item.next_lead_id != to:
            item.next_lead_id = to
            remind(session, item, since=now)
            _redraw(session, LEAD_CARD, item.id, (item.lead_id, to), now=now)
    elif item.next_sysadmin_id != to:
        item.next_sysadmin_id = to
        remind(session, item, since=now)
        _redraw(session, TICKET_CARD, item.id, (item.acknowledged_by, to), now=now)


def remind(session: Session, item: Item, *, since: datetime) -> None:
    """Reminders begin anew for whoever has it alone; while two have it there are none."""
    if isinstance(item, Incident):
        forget_duties(session, item.id)
        outage = session.get_one(Outage, item.outage_id)
        if outage.mass_at is not None:
            forget_outage(session, outage)
            if item.next_lead_id is None:
                remind_of_outage(session, outage, item, since=since)
        elif item.next_lead_id is None and duties_left(session, item):
            remind_of_duties(session, item, since=since)
        return
    forget_news(session, item.id)
    waiting = incidents_of_outage(session, item.outage_id, open_only=True)
    if item.next_sysadmin_id is None and waiting and item.status == TicketStatus.ACKNOWLEDGED:
        remind_of_news(session, item, waiting[0], since=since)


def note(
    session: Session, handover: Handover, item: Item, kind: Event, *, by: int | None, now: datetime,
    to: int | None, **data: Any,
) -> None:  # fmt: skip
    """In the history of the incident; of a ticket, in those of everybody who waits for it."""
    waiting = [item] if isinstance(item, Incident) else _concerned(session, item)
    about = {"handover": handover.id, **({"ticket": item.id} if isinstance(item, Ticket) else {})}
    for incident in waiting:
        record(session, kind, by=by, at=now, incident_id=incident.id, to=to, **about, **data)


def show_all(session: Session, handover: Handover, *, now: datetime) -> None:
    for offer in offers(session, handover.id):
        if live_card(session, offer.person_id, CARD, handover.id) is not None:
            put(session, CARD, handover.id, to=offer.person_id, now=now)


def show_giver(session: Session, handover: Handover, *, now: datetime, fresh: bool = False) -> None:
    put(session, CARD, handover.id, to=handover.from_id, now=now, fresh=fresh)


def _page(
    session: Session, handover: Handover, people: Iterable[Person], centre: Centre, *, now: datetime
) -> None:
    handover.level_at, handover.rings = now, 1
    known = {one.person_id: one for one in offers(session, handover.id)}
    for person in people:
        offer = known.get(person.id) or Offer(
            handover_id=handover.id, person_id=person.id, level=handover.level, offered_at=now
        )
        offer.level, offer.refused_at = handover.level, None
        session.add(offer)
        session.flush()
        _put(session, handover, offer, centre, now=now)
    refresh(session, handover, now=now)


def _put(session: Session, handover: Handover, offer: Offer, centre: Centre, *, now: datetime) -> None:
    put(
        session,
        CARD,
        handover.id,
        to=offer.person_id,
        now=now,
        fresh=True,
        sound=makes_sound(centre, SOUND_OF[SoundWhy.HANDOVER]),
        priority=Priority.PAGE,
        receipt=f"{CARD}:{offer.id}",
        why=SoundWhy.HANDOVER,
    )


def _redraw(
    session: Session, card: str, subject_id: int, people: Iterable[int | None], *, now: datetime
) -> None:
    for one in people:
        if one is not None and live_card(session, one, card, subject_id) is not None:
            show(session, card, subject_id, to=one, way=Way.EDIT, now=now)


def _concerned(session: Session, ticket: Ticket) -> list[Incident]:
    waiting = incidents_of_outage(session, ticket.outage_id, open_only=True)
    return list(waiting or incidents_of_outage(session, ticket.outage_id)[:1])
