"""The pictures of a ticket: one card each, a list of what is on the stacks, and what can be tapped there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.incident import picture_actions
from bot.incident.models import Incident
from bot.incident.queries import ids_of_outage, incidents_of_outage
from bot.outage.queries import newest_deed
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.roles.acting import act
from bot.roles.lines import lines, name_of
from bot.roles.sysadmin import picture_taps as taps
from bot.telegram.buttons import Tap, twin
from bot.telegram.drawing import Button, Drawing
from bot.telegram.screens import TapHandler
from bot.telegram.texts import Texts, texts_for
from bot.telegram.visit import Visit
from bot.ticket.models import ReportPart, Ticket
from bot.ticket.queries import ticket_of
from bot.ticket.rules import OPEN
from bot.ticket.stack_queries import Stack, stack_of, stacks_of

SYSADMINS = frozenset({Role.SYSADMIN, Role.ADMINISTRATOR})
ON_A_PAGE = 4

Row = tuple[Button, ...]


def ticket_picture(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """A picture that the ticket's card does not carry, and how many look like it."""
    part = session.get_one(ReportPart, subject_id)
    incident = session.get_one(Incident, part.incident_id)
    this = ticket_of(session, incident.outage_id)
    if part.picture is None or this is None or not roles_of(session, reader.id) & SYSADMINS:
        return None
    texts = texts_for(reader)
    stack = stack_of(stacks_of(session, ids_of_outage(session, incident.outage_id)), part)
    name = name_of(session, part.by_id)
    words = texts("ticket-picture", number=this.id, name=name, at=texts.at(part.at))
    words = f"{words}{times(stack, texts)}" if stack.first.id == part.id else words
    return Drawing(
        Text(words), _below(session, this, stack, part, reader, texts), part.picture, protected=True
    )


def times(stack: Stack, texts: Texts) -> str:
    """ " · ×27": how many operators sent it; nothing where one did."""
    count = len(stack.incidents)
    return f" · {texts('ticket-times', count=count)}" if count > 1 else ""


def pictures_line(this: Ticket, found: Sequence[Stack], texts: Texts) -> str | None:
    """ "🖼 3 разных: ×27, ×4, ×1 /pictures_9"; nothing where there is only one picture."""
    if sum(len(stack.parts) for stack in found) < 2:
        return None
    shown = ", ".join(texts("ticket-times", count=len(stack.incidents)) for stack in found[:3])
    more = ", …" if len(found) > 3 else ""
    command = twin(taps.Pictures(ticket=this.id).pack())
    return f"{texts('ticket-pictures', count=len(found))} {shown}{more} {command}"


def pictures(session: Session, reader: Person, ticket_id: int, page: int) -> Drawing:
    """One page of what is on the stacks, the first is 0; behind the last page it is the last one."""
    texts = texts_for(reader)
    this = session.get(Ticket, ticket_id)
    found = stacks_of(session, ids_of_outage(session, this.outage_id)) if this is not None else []
    if this is None or not found:
        return Drawing(Text(texts("pictures-none", number=ticket_id)))
    pages = -(-len(found) // ON_A_PAGE)
    page = min(page, pages - 1)
    shown = list(enumerate(found, 1))[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    heading = texts("pictures-heading", number=this.id, count=len(found))
    entries = [_entry(session, number, stack, texts) for number, stack in shown]
    buttons = [
        Button(texts("pictures-show", number=number), taps.ShowPicture(part=stack.first.id).pack())
        for number, stack in shown
    ]
    rows: list[Row] = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    if pages > 1:
        following = (page + 1) % pages
        label = texts("page-next") if following else texts("page-first")
        rows.append((Button(label, taps.PicturesPage(ticket=this.id, page=following).pack()),))
    return Drawing(lines(Bold(heading), *entries), tuple(rows))


def _entry(session: Session, number: int, stack: Stack, texts: Texts) -> str:
    first = stack.first
    count = texts("ticket-times", count=len(stack.incidents))
    return texts(
        "pictures-entry",
        number=number,
        times=count,
        name=name_of(session, first.by_id),
        at=texts.at(first.at),
    )


def _below(
    session: Session, this: Ticket, stack: Stack, part: ReportPart, reader: Person, texts: Texts
) -> tuple[Row, ...]:
    """More of the same for everybody; "this is something else" for whoever has the ticket."""
    rows: list[Row] = []
    waiting = {one.id for one in incidents_of_outage(session, this.outage_id, open_only=True)}
    theirs = waiting & stack.incidents
    mine = reader.id in (this.acknowledged_by, this.next_sysadmin_id) and this.status in OPEN
    if mine and theirs and theirs != waiting:
        label = texts("picture-split", count=len(theirs))
        rows.append((Button(label, taps.SplitPictures(part=part.id).pack()),))
    after = stack.after(part)
    if after:
        rows.append((Button(texts("picture-alike", count=len(after)), taps.ShowAlike(part=part.id).pack()),))
    return tuple(rows)


async def wanted(visit: Visit, tap: taps.Pictures) -> None:
    await visit.reply(await visit.read(pictures, visit.person, tap.ticket, 0))


async def turned(visit: Visit, tap: taps.PicturesPage) -> None:
    await visit.turn_into(await visit.read(pictures, visit.person, tap.ticket, tap.page))


async def shown(visit: Visit, tap: taps.ShowPicture) -> None:
    await act(visit, picture_actions.show_picture, tap.part)


async def more_shown(visit: Visit, tap: taps.ShowAlike) -> None:
    await act(visit, picture_actions.show_alike, tap.part)


async def split_off(visit: Visit, tap: taps.SplitPictures) -> None:
    """Says what became of it, with the way back."""
    await act(visit, picture_actions.split_pictures, tap.part)
    await visit.reply(await visit.read(_split, visit.person))


async def undone(visit: Visit, tap: taps.UndoSplit) -> None:
    await act(visit, picture_actions.undo_split, tap.deed)
    await visit.turn_into(Drawing(Text(visit.texts("pictures-together-again"))))


def _split(session: Session, reader: Person) -> Drawing:
    texts, deed = texts_for(reader), newest_deed(session, reader.id)
    moved = session.get(Incident, deed.incidents[0]) if deed is not None else None
    ticket = ticket_of(session, moved.outage_id) if moved is not None else None
    if deed is None or ticket is None:
        return Drawing(Text(texts("pictures-together-again")))
    back = Button(texts("outage-undo"), taps.UndoSplit(deed=deed.id).pack())
    words = texts("pictures-split", number=ticket.id, count=len(deed.incidents))
    return Drawing(Text(words), ((back,),))


TAPS: Mapping[type[Tap], TapHandler] = {
    taps.Pictures: wanted,
    taps.PicturesPage: turned,
    taps.ShowPicture: shown,
    taps.ShowAlike: more_shown,
    taps.SplitPictures: split_off,
    taps.UndoSplit: undone,
}
