"""Every open ticket on one page of twelve lines, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.incident.queries import incidents_of_outage
from bot.outage.models import Outage
from bot.person.models import Person
from bot.roles.lines import lines, name_of, subject
from bot.roles.sysadmin import taps
from bot.telegram.buttons import twin
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts, texts_for
from bot.ticket.models import Ticket
from bot.ticket.queries import open_tickets
from bot.ticket.rules import TicketStatus

ON_A_PAGE = 5
"""Two lines each, below the heading."""


def tickets(session: Session, reader: Person, page: int) -> Drawing:
    """One page of the open tickets, the first is 0; behind the last page it is the last one."""
    texts = texts_for(reader)
    rows = open_tickets(session)
    if not rows:
        return Drawing(Text(texts("tickets-none")))
    pages = -(-len(rows) // ON_A_PAGE)
    page = min(page, pages - 1)
    heading = texts("tickets-open", count=len(rows))
    of_pages = f" · {texts('page-of-pages', page=page + 1, pages=pages)}" if pages > 1 else ""
    shown = [
        part
        for this in rows[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
        for part in _entry(session, this, texts)
    ]
    return Drawing(lines(Text(Bold(heading), of_pages), *shown), _turning(page, pages, texts))


def _entry(session: Session, this: Ticket, texts: Texts) -> Sequence[str]:
    incidents = incidents_of_outage(session, this.outage_id)
    about = subject(session, incidents[0], texts) if incidents else ""
    since = texts.at(session.get_one(Outage, this.outage_id).opened_at)
    count = sum(incident.closed_at is None for incident in incidents)
    waiting = texts("ticket-waiting", count=count, at=since)
    first = f"{texts('number', number=this.id)} · {about} · {waiting}"
    if this.acknowledged_by is None:
        command = twin(taps.AcknowledgeTicket(ticket=this.id).pack())
        return [first, f"🔴 {texts('nobody-has-it')} {command}"]
    sign, has_it = "🟢", name_of(session, this.acknowledged_by)
    if this.status == TicketStatus.CANNOT_BE_RESOLVED:
        sign, has_it = "🔴", f"{has_it} · {texts('ticket-cannot-short')}"
    elif this.estimate_at is not None:
        has_it = f"{has_it} · {texts('ticket-estimate', at=texts.at(this.estimate_at))}"
    return [first, f"{sign} {has_it} {twin(taps.ShowTicket(ticket=this.id).pack())}"]


def _turning(page: int, pages: int, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    if pages < 2:
        return ()
    following = page + 1 if page + 1 < pages else 0
    label = texts("page-next") if following else texts("page-first")
    return ((Button(label, taps.TicketsPage(page=following).pack()),),)
