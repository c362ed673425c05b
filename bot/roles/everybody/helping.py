"""What I can do for you, and how to say it without a button."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.roles.everybody.cards import buttons_of
from bot.roles.lines import Line, lines
from bot.telegram.buttons import twin
from bot.telegram.drawing import Drawer, Drawing
from bot.telegram.texts import texts_for

MOST_LINES = 12


def help_for(session: Session, person: Person, drawers: Mapping[str, Drawer]) -> Drawing:
    """One line a role, the commands of everybody, and the twins of the buttons on the newest cards."""
    texts, roles = texts_for(person), roles_of(session, person.id)
    said: list[Line | None] = [
        texts(f"help-{role.replace('_', '-')}", report=texts("keyboard-report"))
        for role in Role
        if role in roles
    ]
    said.append(texts("help-everybody"))
    twins = {
        button.data: f"{button.label}: {twin(button.data)}"
        for buttons in buttons_of(session, drawers, person)
        for button in buttons
    }
    if twins:
        said.append(texts("help-twins"))
        said += list(twins.values())[: MOST_LINES - len(said)]
    return Drawing(lines(*said))
