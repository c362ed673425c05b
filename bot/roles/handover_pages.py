"""The card of a handover: what is open and how it stands, who signs, and what whoever leaves reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.handover.models import Handover
from bot.handover.offer_actions import CARD
from bot.handover.queries import Item, items, offers
from bot.incident.models import Incident
from bot.incident.queries import duties_left, incidents_of_outage
from bot.outbox.queries import live_card
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.redirect.queries import promises
from bot.redirect.rules import Promise
from bot.roles import handover_taps as taps
from bot.roles.lines import Line, lines, name_of, subject
from bot.roles.statuses import counted, doing
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts, texts_for
from bot.ticket.models import Ticket
from bot.ticket.queries import ticket_of
from bot.ticket.rules import OPEN, TicketStatus

ON_A_PAGE = 4
"""Two lines each, below the heading and what to do, above how many more there are."""
_CALLED = 3


def handover(session: Session, subject_id: int, reader: Person, data: Mapping[str, Any]) -> Drawing | None:
    """One handover, for whoever hands over and for everybody who was asked to sign."""
    this, texts = session.get(Handover, subject_id), texts_for(reader)
    if this is None:
        return None
    if this.from_id == reader.id:
        return _giving(session, this, texts)
    asked = reader.id in {one.person_id for one in offers(session, this.id)}
    if not asked or not roles_of(session, reader.id) & {Role(this.role), Role.ADMINISTRATOR}:
        return None
    if this.signed_at is None and this.dropped_at is None:
        return _asking(session, this, texts, int(data.get("page", 0)))
    told = this.signed_by == reader.id or live_card(session, reader.id, CARD, this.id) is not None
    return Drawing(_ended(session, this, reader, texts)) if told else None


def _asking(session: Session, this: Handover, texts: Texts, page: int) -> Drawing:
    held = items(session, this.from_id, Role(this.role))
    pages = max(-(-len(held) // ON_A_PAGE), 1)
    page = min(page, pages - 1)
    shown = held[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    rest = len(held) - (page + 1) * ON_A_PAGE
    text = lines(
        Bold(texts("handover-title", giver=name_of(session, this.from_id))),
        _until(this, len(held), texts),
        *(line for item in shown for line in _item(session, item, texts)),
        texts("handover-more", count=rest) if rest > 0 else None,
    )
    sign = Button(texts("handover-sign"), taps.SignHandover(handover=this.id).pack(), "primary")
    following = page + 1 if page + 1 < pages else 0
    turn = taps.HandoverPage(handover=this.id, page=following).pack()
    turning = (Button(texts("page-next" if following else "page-first"), turn),)
    return Drawing(text, ((sign,), turning) if pages > 1 else ((sign,),))


def _until(this: Handover, count: int, texts: Texts) -> str:
    if this.next_at is None:
        return texts("handover-count-early", count=count)
    return texts("handover-count", count=count, at=texts.at(this.next_at))


def _item(session: Session, item: Item, texts: Texts) -> list[Line]:
    return _incident(session, item, texts) if isinstance(item, Incident) else _ticket(session, item, texts)


def _incident(session: Session, incident: Incident, texts: Texts) -> list[Line]:
    first = [
        texts("number", number=incident.id),
        subject(session, incident, texts),
        name_of(session, incident.operator_id),
        texts("lead-since", at=texts.at(incident.opened_at)),
        doing(session, incident, texts),
    ]
    second = [
        texts("handover-asks") if incident.lead_asked_at else None,
        _ticket_words(ticket_of(session, incident.outage_id), texts),
        _unticked(session, incident, texts),
        *_promised(session, incident, texts),
    ]
    return [" · ".join(first), f"↳ {_joined(second) or texts('handover-all-ticked')}"]


def _ticket(session: Session, ticket: Ticket, texts: Texts) -> list[Line]:
    incidents = incidents_of_outage(session, ticket.outage_id)
    waiting = [incident for incident in incidents if incident.closed_at is None]
    about = subject(session, incidents[0], texts) if incidents else ""
    first = [texts("number", number=ticket.id), about, texts("lead-since", at=texts.at(ticket.filed_at))]
    second = [texts("handover-waiting", count=len(waiting)), _ticket_state(ticket, texts)]
    if waiting:
        second.append(counted(waiting, texts))
    return [" · ".join(filter(None, first)), f"↳ {_joined(second)}"]


def _ticket_words(ticket: Ticket | None, texts: Texts) -> str | None:
    if ticket is None or ticket.status not in OPEN:
        return None
    return _joined([texts("handover-ticket", number=ticket.id), _ticket_state(ticket, texts)], ", ")


def _ticket_state(ticket: Ticket, texts: Texts) -> str | None:
    if ticket.status == TicketStatus.CANNOT_BE_RESOLVED:
        return texts("ticket-cannot-short")
    return texts("ticket-estimate", at=texts.at(ticket.estimate_at)) if ticket.estimate_at else None


def _unticked(session: Session, incident: Incident, texts: Texts) -> str | None:
    left = [texts(f"handover-{duty.replace('_', '-')}") for duty in duties_left(session, incident)]
    return texts("handover-unticked", duties=", ".join(left)) if left else None


def _promised(session: Session, incident: Incident, texts: Texts) -> list[str]:
    """What colleagues promised the customer of this incident; own words stand on the incident's card."""
    keys = [one.promise or "not-noted" for one in promises(session, incident.id)]
    return [
        texts("handover-promised-in-words" if key == Promise.WORDS else f"promise-{key.replace('_', '-')}")
        for key in keys
        if key != Promise.NOTHING
    ]


def _joined(parts: Iterable[str | None], by: str = " · ") -> str:
    return by.join(part for part in parts if part)


def _giving(session: Session, this: Handover, texts: Texts) -> Drawing:
    """For whoever hands over: who was called, that both have it, and at the end that they are free."""
    if this.signed_at is not None:
        name, at = name_of(session, this.signed_by), texts.at(this.signed_at)
        return Drawing(lines(texts("handover-free", name=name, at=at)))
    if this.dropped_at is not None:
        key = f"handover-kept-{str(this.dropped_why).replace('_', '-')}"
        return Drawing(lines(texts(key, name=name_of(session, this.named_id))))
    text = lines(
        Bold(texts("handover-giving", count=len(items(session, this.from_id, Role(this.role))))),
        _called(session, this, texts),
        texts("handover-both-have-it"),
    )
    keep = Button(texts("handover-keep"), taps.KeepHere(handover=this.id).pack())
    return Drawing(text, ((keep,),) if this.begun_by == this.from_id else ())


def _called(session: Session, this: Handover, texts: Texts) -> str:
    asked = [one for one in offers(session, this.id) if one.refused_at is None]
    if not asked:
        return texts("handover-nobody-called")
    names: Sequence[str] = [name_of(session, one.person_id) for one in asked]
    shown = ", ".join(names[:_CALLED])
    at = texts.at(this.level_at)
    rest = len(names) - _CALLED
    if rest > 0:
        return texts("handover-called-and-more", names=shown, count=rest, at=at)
    return texts("handover-called", names=shown, at=at)


def _ended(session: Session, this: Handover, reader: Person, texts: Texts) -> Text:
    if this.signed_at is None:
        return lines(texts("handover-no-longer"))
    at = texts.at(this.signed_at)
    if this.signed_by != reader.id:
        return lines(texts("handover-signed-by", name=name_of(session, this.signed_by), at=at))
    board = "handover-yours-tickets" if this.role == Role.SYSADMIN else "handover-yours"
    giver = name_of(session, this.from_id)
    return lines(texts(board, giver=giver, at=at, count=len(this.summary)))
