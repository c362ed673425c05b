"""Whom something can be passed on to: a button for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.queries import is_there, people_with
from bot.person.rules import Role
from bot.rota.queries import everybody
from bot.telegram.buttons import Tap
from bot.telegram.drawing import Button, Drawing, inline

_MOST = 6


def colleagues(session: Session, role: Role, reader: Person, now: datetime) -> list[Person]:
    """Others with this role whom a message reaches, those on duty first."""
    people = dict.fromkeys([*everybody(session, role, now), *people_with(session, role)])
    return [person for person in people if person.id != reader.id and is_there(session, person.id, role)]


def choosing(question: str, people: Sequence[Person], tap: Callable[[Person], Tap]) -> Drawing:
    """The question, and a row for each of the first six."""
    rows = tuple(
        (Button(inline(person.name, most=22) or "?", tap(person).pack()),) for person in people[:_MOST]
    )
    return Drawing(Text(question), rows)
