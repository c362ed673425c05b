"""What the leads' group shows of a mass outage: the board for everybody, and what its topic is called."""

from __future__ import annotations

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.group.models import LeadsGroup
from bot.incident.queries import incidents_of_outage
from bot.outage.models import Outage
from bot.person.queries import anybody
from bot.roles.duty_lead.outage_page import Look, board, what_is_down
from bot.roles.duty_lead.outage_state import state_of
from bot.telegram.drawing import Drawing, inline
from bot.telegram.group_plan import GroupDrawing
from bot.telegram.texts import Texts, texts_for
from bot.ticket.queries import ticket_of

_LONGEST_SUBJECT = 40


def group_board(session: Session, group: LeadsGroup, outage_id: int) -> GroupDrawing:
    """The board and the topic's title, in the group's language and by its clock."""
    this, texts = session.get_one(Outage, outage_id), texts_for(group)
    everybody = incidents_of_outage(session, this.id)
    over = all(incident.closed_at is not None for incident in everybody)
    about = what_is_down(session, this, everybody, texts)
    begun = this.mass_at or this.opened_at
    title = texts(
        "group-topic", state=_state(session, group, this, over=over), number=this.id,
        subject=inline(about, most=_LONGEST_SUBJECT), day=texts.day(begun), at=texts.at(begun),
    )  # fmt: skip
    if group.unbound_at is not None:
        return GroupDrawing(title, _farewell(texts, this.id), over=True)
    reader = anybody(group.language, group.time_zone)
    return GroupDrawing(title, board(session, this, Look(reader, texts, in_group=True)), over=over)


def _state(session: Session, group: LeadsGroup, this: Outage, *, over: bool) -> str:
    """The sign in front of the topic's name: the board's, or that it is kept elsewhere."""
    if group.unbound_at is not None:
        return "elsewhere"
    return state_of(this, ticket_of(session, this.id), over=over)


def _farewell(texts: Texts, number: int) -> Drawing:
    return Drawing(Text(texts("group-farewell", number=number)))
