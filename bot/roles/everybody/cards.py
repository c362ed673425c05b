"""Which cards a person has now, and the buttons on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.escalation.models import Escalation, Page
from bot.escalation.rules import LadderName
from bot.incident.customers import CUSTOMER_CARD
from bot.incident.models import Incident
from bot.incident.queries import open_incidents_of
from bot.incident.telling import LEAD_CARD, OPERATOR_CARD, TICKET_CARD
from bot.intake.rules import plain
from bot.outbox.actions import put
from bot.outbox.models import Card
from bot.outbox.rules import Priority
from bot.person.models import Person
from bot.redirect.models import Redirect
from bot.redirect.rules import Status
from bot.telegram.drawing import Button, Drawer
from bot.ticket.models import Ticket
from bot.ticket.rules import OPEN

MOST_POSTED = 10
"""So many cards at most come anew at once: more would bury each other. A lead's board lists all."""
_MOST_SEARCHED = 20

Subject = tuple[str, int]
"""A card's name and what it is about."""


def open_cards(session: Session, person_id: int) -> list[Subject]:
    """What is open and theirs, or calls for them: tickets, incidents they lead, their own, customers last."""
    tickets = {*session.scalars(_held_tickets(person_id)), *_calling(session, LadderName.SYSADMIN, person_id)}
    led = {*session.scalars(_led_incidents(person_id)), *_calling(session, LadderName.LEAD, person_id)}
    own = sorted(incident.id for incident in open_incidents_of(session, person_id))
    return [
        *((TICKET_CARD, ticket) for ticket in sorted(tickets)),
        *((LEAD_CARD, incident) for incident in sorted(led)),
        *((OPERATOR_CARD, incident) for incident in own),
        *((CUSTOMER_CARD, redirect) for redirect in session.scalars(_customers(person_id))),
    ]


def post(session: Session, person_id: int, *, now: datetime, about: int | None = None) -> int:
    """Their open cards come anew at the bottom of the chat, `about` one subject or all; how many are open."""
    cards = [card for card in open_cards(session, person_id) if about in (None, card[1])]
    for card, subject in cards[-MOST_POSTED:]:
        put(session, card, subject, to=person_id, now=now, fresh=True, priority=Priority.ANSWER)
    return len(cards)


def redraw(session: Session, person_id: int, *, now: datetime) -> None:
    """Their open cards are drawn again where they are: in another language, by another clock."""
    for card, subject in open_cards(session, person_id):
        put(session, card, subject, to=person_id, now=now)


def buttons_of(session: Session, drawers: Mapping[str, Drawer], person: Person) -> list[Sequence[Button]]:
    """The buttons on the person's live messages as they would be drawn now, the newest message first."""
    live = select(Card).where(Card.person_id == person.id).order_by(Card.message_id.desc())
    found: list[Sequence[Button]] = []
    for card in session.scalars(live.limit(_MOST_SEARCHED)):
        drawer = drawers.get(card.card)
        drawing = drawer(session, card.subject_id, person, {}) if drawer else None
        if drawing is not None and drawing.buttons:
            found.append([button for row in drawing.buttons for button in row])
    return found


def button_with_label(
    drawers: Mapping[str, Drawer], session: Session, person: Person, text: str
) -> str | None:
    """The data of the button that says this, on the newest card that has one; None also when two do."""
    wanted = plain(text)
    for buttons in buttons_of(session, drawers, person) if wanted else ():
        found = {button.data for button in buttons if plain(button.label) == wanted}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _held_tickets(person_id: int) -> Select[int]:
    theirs = (Ticket.acknowledged_by == person_id) | (Ticket.next_sysadmin_id == person_id)
    held = theirs & Ticket.status.in_(OPEN)
    return select(Ticket.id).where(held)


def _led_incidents(person_id: int) -> Select[int]:
    theirs = (Incident.lead_id == person_id) | (Incident.next_lead_id == person_id)
    return select(Incident.id).where(theirs, Incident.closed_at.is_(None))


def _customers(person_id: int) -> Select[int]:
    """Customers they are asked to come for, or have, while the incident is open."""
    open_to_them = (Redirect.colleague_id == person_id) & Redirect.status.in_((Status.ASKED, Status.CLAIMED))
    query = select(Redirect.id).join(Incident, Incident.id == Redirect.incident_id)
    return query.where(open_to_them, Incident.closed_at.is_(None)).order_by(Redirect.id)


def _calling(session: Session, ladder: LadderName, person_id: int) -> Sequence[int]:
    """What they are paged about and nobody has acknowledged."""
    query = (
        select(Escalation.subject_id)
        .join(Page, Page.escalation_id == Escalation.id)
        .where(Page.person_id == person_id, Escalation.ladder == ladder, Escalation.ended_at.is_(None))
    )
    return session.scalars(query).all()
