"""What an administrator sees of the leads' group: which one, how it shows the board, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.group.models import LeadsGroup
from bot.group.queries import bound_group
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.roles.administrator import taps
from bot.roles.lines import Line, lines, name_of
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.texts import Texts, texts_for


def leads_group(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """The live card of one group, for administrators."""
    if Role.ADMINISTRATOR not in roles_of(session, reader.id):
        return None
    return _card(session, session.get_one(LeadsGroup, subject_id), texts_for(reader))


def leads_group_now(session: Session, reader: Person) -> Drawing:
    """The group that is bound, or how to bind one."""
    texts, group = texts_for(reader), bound_group(session)
    return _card(session, group, texts) if group is not None else Drawing(Text(texts("leads-how")))


def _card(session: Session, group: LeadsGroup, texts: Texts) -> Drawing:
    heading = Bold(texts("leads-title", title=inline(group.title)))
    if group.unbound_at is not None:
        gone = texts("leads-unbound", at=texts.at(group.unbound_at), day=texts.day(group.unbound_at))
        return Drawing(lines(heading, gone))
    since = {"at": texts.at(group.bound_at), "day": texts.day(group.bound_at)}
    text = lines(
        heading,
        texts("leads-bound", name=name_of(session, group.bound_by), **since),
        *(_trouble(group, texts) or [texts("leads-topics" if group.topics else "leads-one-chat")]),
        texts("leads-who-reads"),
    )
    away = Button(texts("leads-away"), taps.LeadsAway(group=group.id).pack())
    return Drawing(text, ((away,),))


def _trouble(group: LeadsGroup, texts: Texts) -> list[Line]:
    """What is wrong since when, what to do, and that nobody misses anything meanwhile."""
    if group.trouble is None or group.trouble_at is None:
        return []
    since = {"at": texts.at(group.trouble_at), "day": texts.day(group.trouble_at)}
    return [
        texts(f"leads-trouble-{group.trouble}", **since),
        texts(f"leads-remedy-{group.trouble}"),
        texts("leads-cards-as-ever"),
    ]
