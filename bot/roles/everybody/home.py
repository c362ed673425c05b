"""Where you are when nothing is open: who I take you for, whether you are on duty, what happens next."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.person.queries import person as person_of
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.roles.everybody.cards import open_cards
from bot.roles.lines import Line, lines
from bot.rota.queries import shift_of
from bot.telegram.drawing import Drawing, inline
from bot.telegram.texts import Texts, texts_for

_SOON = timedelta(hours=20)
"""Within it a time of day alone cannot be taken for another day's."""


def home(session: Session, person_id: int, *, now: datetime, welcome: bool = False) -> Drawing:
    """The home text with the reply keyboard; `welcome` greets by name and says the roles."""
    person = person_of(session, person_id)
    texts, roles = texts_for(person), _in_order(session, person_id)
    count = len(open_cards(session, person_id))
    said: list[Line | None] = []
    if welcome:
        names = ", ".join(role_name(role, texts).lower() for role in roles)
        said.append(texts("home-welcome", name=inline(person.name), count=len(roles), roles=names))
    said.append(texts("home-open", count=count) if count else texts("home-calm"))
    for role in roles:
        said += [_duty(session, person_id, role, texts, now=now), texts(f"home-does-{_key(role)}")]
    return Drawing(lines(*said), keyboard=keyboard(roles, texts))


def keyboard(roles: list[Role], texts: Texts) -> tuple[tuple[str, ...], ...]:
    """The reply keyboard that is always there."""
    status = texts("keyboard-status")
    return ((texts("keyboard-report"), status),) if Role.OPERATOR in roles else ((status,),)


def role_name(role: Role, texts: Texts) -> str:
    """The role as a title: "Дежурный руководитель"."""
    return texts(f"role-{_key(role)}")


def moment(at: datetime, texts: Texts, *, now: datetime) -> str:
    """A time of day, with the day where one could mistake it: "08:00", "08:00, 23 ноября"."""
    return texts.at(at) if abs(at - now) < _SOON else f"{texts.at(at)}, {texts.day(at)}"


def _duty(session: Session, person_id: int, role: Role, texts: Texts, *, now: datetime) -> Line | None:
    shift = shift_of(session, person_id, role, now)
    if shift is not None:
        return texts("home-on-duty", role=role_name(role, texts), until=moment(shift.ends_at, texts, now=now))
    if role is Role.ADMINISTRATOR:
        return None
    return texts("home-off-duty", role=role_name(role, texts))


def _in_order(session: Session, person_id: int) -> list[Role]:
    held = roles_of(session, person_id)
    return [role for role in Role if role in held]


def _key(role: Role) -> str:
    return role.replace("_", "-")
