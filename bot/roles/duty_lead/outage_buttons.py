"""The buttons of a mass outage's board: at most five, what is to be done now first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.incident.bulk_actions import counts_of
from bot.incident.deeds import undoable
from bot.incident.mass_actions import newest_of
from bot.incident.models import Incident
from bot.incident.queries import anybody
from bot.outage.models import Outage
from bot.outage.rules import ReturnPhase
from bot.person.models import Person
from bot.roles.duty_lead import outage_taps as taps
from bot.telegram.drawing import Button
from bot.telegram.texts import Texts

Row = tuple[Button, ...]

MOST_BUTTONS = 5
NOBODY = 0
"""No person's number: what is lacking for everybody, whomever a lead has selected."""


class Pages:
    """How many pages there are, and which one is shown: behind the last one it is the last."""

    def __init__(self, count: int, wanted: int) -> None:
        self.count = count
        self.now = min(wanted, count - 1)


def buttons(session: Session, this: Outage, reader: Person, pages: Pages, texts: Texts) -> tuple[Row, ...]:
    """Nobody has it: acknowledge. Another lead has it: take over. Else what is to be done for many.

    Coloured is only what has to be done now: nothing is while everything goes on by itself.
    """
    turning = _turning(this, pages, texts)
    if this.lead_id is None:
        acknowledge = taps.AcknowledgeOutage(outage=this.id).pack()
        return ((Button(texts("lead-acknowledge"), acknowledge, "primary"),), *_rows(turning))
    if not has_it(session, this, reader.id):
        take_over = taps.TakeOutageOver(outage=this.id, holder=this.lead_id).pack()
        return ((Button(texts("lead-take-over"), take_over),), *_rows(turning))
    last = [*_undo(session, this, reader, texts), _more(this, texts), *turning]
    room = MOST_BUTTONS - len(last)
    if this.return_phase is not None:
        wanted = _return(this, texts)[:room]
        return (wanted[:1], *_rows([*wanted[1:], *last]))
    if lacking := marks(session, this, reader.id, texts)[:room]:
        first = Button(lacking[0].label, lacking[0].data, "primary")
        return ((first,), *((mark,) for mark in lacking[1:]), *_rows(last))
    write = Button(texts("outage-write"), taps.WriteToAll(outage=this.id).pack())
    return ((write,), *_rows(last))


def group_buttons(session: Session, this: Outage, texts: Texts) -> tuple[Row, ...]:
    """Below the group's board: acknowledge, or what its lead does for all; and each lead's own board."""
    own = Button(texts("group-own-board"), taps.OutageTap(outage=this.id).pack())
    if this.lead_id is None:
        acknowledge = taps.AcknowledgeOutage(outage=this.id).pack()
        return ((Button(texts("lead-acknowledge"), acknowledge, "primary"),), (own,))
    wanted = [*_return(this, texts)] or marks(session, this, NOBODY, texts)
    return _rows([*wanted[: MOST_BUTTONS - 1], own])


def has_it(session: Session, this: Outage, person_id: int) -> bool:
    """Whether this lead has it; while nobody has signed a handover of it, two do."""
    return person_id == this.lead_id or anybody(session, this.id, Incident.next_lead_id == person_id)


def marks(session: Session, this: Outage, lead_id: int, texts: Texts) -> list[Button]:
    """What is lacking, for everybody or for whom this lead has selected, each with its count."""
    lacking, newest = counts_of(session, this, lead_id), newest_of(session, this, lead_id)
    return [
        Button(
            texts(f"outage-all-{duty.replace('_', '-')}", count=count),
            kind(outage=this.id, newest=newest).pack(),
        )
        for duty, kind in taps.BULK.items()
        if (count := lacking[duty])
    ]


def undo_row(session: Session, this: Outage, reader: Person, texts: Texts) -> tuple[Row, ...]:
    """What moved everybody elsewhere can be undone from the board that it left empty."""
    return _rows(_undo(session, this, reader, texts))


def _undo(session: Session, this: Outage, reader: Person, texts: Texts) -> list[Button]:
    deed = undoable(session, this.id, reader.id)
    return [Button(texts("outage-undo"), taps.Undo(deed=deed.id).pack())] if deed is not None else []


def _return(this: Outage, texts: Texts) -> tuple[Button, ...]:
    """The lead overrides the waves. Where they stopped them nothing goes on without them."""
    if this.return_phase is None:
        return ()
    following = taps.NextWave(outage=this.id).pack()
    at_once = Button(texts("outage-all-return"), taps.AskAllToReturn(outage=this.id).pack())
    if this.return_phase == ReturnPhase.STOPPED:
        return (Button(texts("outage-go-on"), following, "primary"), at_once)
    stop = Button(texts("outage-stop-return"), taps.StopReturn(outage=this.id).pack())
    return (Button(texts("outage-next-wave"), following), stop, at_once)


def _more(this: Outage, texts: Texts) -> Button:
    return Button(texts("outage-more"), taps.MoreForAll(outage=this.id).pack())


def _turning(this: Outage, pages: Pages, texts: Texts) -> list[Button]:
    if pages.count < 2:
        return []
    following = (pages.now + 1) % pages.count
    label = texts("outage-page", page=pages.now + 1, pages=pages.count)
    return [Button(label, taps.TurnOutage(outage=this.id, page=following).pack())]


def _rows(buttons: Sequence[Button]) -> tuple[Row, ...]:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
