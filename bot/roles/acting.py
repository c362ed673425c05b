"""Carry out what somebody tapped or answered, and say in the reader's own time why it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from bot.errors import Mistake
from bot.person.rules import Role
from bot.question.actions import forget
from bot.telegram.drawing import inline
from bot.telegram.texts import Texts
from bot.telegram.visit import Visit

_Read = TypeVar("_Read")


async def act(visit: Visit, action: Callable[..., Any], *values: Any, **more: Any) -> None:
    """Write the action by this person, now. Its mistakes are raised with times and names fit to be shown."""
    try:
        await visit.write(action, *values, **more, by=visit.person.id, now=visit.now)
    except Mistake as mistake:
        raise told(mistake, visit.texts) from mistake


async def look(visit: Visit, query: Callable[..., _Read], *values: Any) -> _Read:
    """Read; its mistakes are raised fit to be shown, as those of `act`."""
    try:
        return await visit.read(query, *values)
    except Mistake as mistake:
        raise told(mistake, visit.texts) from mistake


async def answer(visit: Visit, action: Callable[..., Any], *values: Any, **more: Any) -> bool:
    """`act` on what a question asked for. What can no longer be is no longer asked. True if it was done."""
    try:
        await act(visit, action, *values, **more)
    except Mistake as mistake:

        def dropped(session: Session) -> None:
            forget(session, visit.person.id)

        await visit.refuse(dropped)
        await visit.toast(visit.texts(mistake.key, **mistake.values), alert=True)
        return False
    return True


def told(mistake: Mistake, texts: Texts) -> Mistake:
    """The same mistake as this reader may see it."""
    values = {name: _shown(value, texts) for name, value in mistake.values.items()}
    if mistake.values.get("role") in set(Role):
        values["role"] = texts(f"role-{str(mistake.values['role']).replace('_', '-')}").lower()
    return Mistake(mistake.key, **values)


def _shown(value: object, texts: Texts) -> object:
    if isinstance(value, datetime):
        return texts.at(value)
    return inline(value) if isinstance(value, str) else value
