"""What a sysadmin can tap on a ticket."""

from __future__ import annotations

from bot.roles.sysadmin import taps
from bot.telegram.drawing import Button, Style
from bot.telegram.texts import Texts
from bot.ticket.models import Ticket
from bot.ticket.rules import OPEN, TicketStatus

Row = tuple[Button, ...]

QUESTIONS = ("see", "since", "earlier", "colleague")
_ESTIMATES = ("15", "30", "60")


def buttons(this: Ticket, texts: Texts, *, asked: str | None, waiting: bool) -> tuple[Row, ...]:
    """The next action first. `asked`: what their next message answers; `waiting`: anybody does."""
    if this.status == TicketStatus.FILED:
        acknowledge = taps.AcknowledgeTicket(ticket=this.id).pack()
        return ((Button(texts("ticket-acknowledge"), acknowledge, "primary"),),)
    if asked == "ticket_details":
        return _questions(this, texts)
    if asked == "cannot_resolve_why":
        at_all = taps.CannotResolveAtAll(ticket=this.id).pack()
        return ((Button(texts("ticket-cannot-at-all"), at_all, "danger"),),)
    resolve: Row = (Button(texts("ticket-resolve"), taps.Resolve(ticket=this.id).pack(), "success"),)
    details = Button(texts("ticket-details"), taps.Details(ticket=this.id).pack())
    cannot = Button(texts("ticket-cannot-resolve"), taps.CannotResolve(ticket=this.id).pack())
    more = Button(texts("ticket-more"), taps.MoreTicketWays(ticket=this.id).pack())
    if this.status == TicketStatus.CANNOT_BE_RESOLVED:
        return (resolve, (details, more) if waiting else (more,))
    if this.news_asked_at is not None and waiting:
        still = Button(texts("ticket-still-on-it"), taps.StillOnIt(ticket=this.id).pack(), "primary")
        return ((still, resolve[0]), _estimates(this, texts, None), (cannot, more))
    below = (details, cannot) if waiting else (cannot,)
    if this.estimate_at is None:
        return (_estimates(this, texts, "primary"), resolve, below, (more,))
    return (resolve, _estimates(this, texts, None), below, (more,))


def of_somebody_else(this: Ticket, texts: Texts) -> tuple[Row, ...]:
    """What another sysadmin can tap on a ticket that somebody has."""
    if this.acknowledged_by is None or this.status not in OPEN:
        return ()
    over = taps.TakeTicketOver(ticket=this.id, holder=this.acknowledged_by).pack()
    return ((Button(texts("ticket-take-over"), over),),)


def _estimates(this: Ticket, texts: Texts, style: Style | None) -> Row:
    minutes = [
        Button(texts(f"ticket-in-{minutes}"), taps.Estimate(ticket=this.id, minutes=minutes).pack(), style)
        for minutes in _ESTIMATES
    ]
    return (*minutes, Button(texts("ticket-at-a-time"), taps.EstimateTime(ticket=this.id).pack()))


def _questions(this: Ticket, texts: Texts) -> tuple[Row, ...]:
    return tuple(
        (
            Button(
                texts(f"ticket-ask-{question}"),
                taps.Inquire(ticket=this.id, question=question).pack(),
                None if number else "primary",
            ),
        )
        for number, question in enumerate(QUESTIONS)
    )
