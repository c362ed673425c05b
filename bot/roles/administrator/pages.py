"""What an administrator is shown: who is let in, and who cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.escalation.models import Escalation, Page
from bot.intake.models import Inbox
from bot.intake.rules import Entry, State
from bot.outbox.actions import put
from bot.outbox.queries import live_card
from bot.person.models import Person
from bot.person.queries import grants_of, people, people_with, person_by_telegram_id
from bot.person.rules import Role
from bot.roles.administrator import taps
from bot.roles.administrator.inviting import ON_A_LADDER
from bot.roles.everybody.home import role_name
from bot.roles.lines import Line, lines
from bot.rota.models import Shift
from bot.tables import fixed
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.texts import Texts, texts_for

A_PAGE = 9
_LONGEST_NAME = 40


def people_page(session: Session, reader: Person, page: int) -> Drawing:
    """One page of everybody who is let in: their roles, and whether messages reach them."""
    texts, everybody = texts_for(reader), people(session)
    last = max((len(everybody) - 1) // A_PAGE, 0)
    page = min(page, last)
    shown = everybody[page * A_PAGE : (page + 1) * A_PAGE]
    aside = session.scalar(select(func.count()).where(Inbox.state == fixed(State.QUARANTINED))) or 0
    text = lines(
        Bold(texts("people-title", count=len(everybody), page=page + 1, pages=last + 1)),
        *(_person(session, person, texts) for person in shown),
        texts("people-quarantined", count=aside) if aside else None,
    )
    turns = [(page - 1, "people-back"), (page + 1, "people-on")]
    buttons = [
        Button(texts(key), taps.People(page=number).pack()) for number, key in turns if 0 <= number <= last
    ]
    return Drawing(text, (tuple(buttons),) if buttons else ())


def unreachable(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """Somebody whom messages do not reach. Once they can be reached, only who was told hears of it."""
    person, texts = session.get(Person, subject_id), texts_for(reader)
    if person is None:
        return None
    name = inline(person.name, most=_LONGEST_NAME)
    if person.unreachable_at is None:
        told = live_card(session, reader.id, "unreachable", subject_id)
        return Drawing(lines(texts("reachable-again", name=name))) if told else None
    since = person.unreachable_at
    newest = max(since, _last_refusal(session, person) or since)
    text = lines(
        Bold(texts("unreachable-title", name=name)),
        texts(f"unreachable-{_why(person)}", at=texts.at(since), day=texts.day(since)),
        *_on_duty(session, person, newest, texts),
        texts("unreachable-next-level") if _climbed_past(session, person) else None,
        texts("unreachable-phone", number=person.phone) if person.phone else None,
        texts("unreachable-remedy"),
    )
    return Drawing(text)


def _person(session: Session, person: Person, texts: Texts) -> Line:
    roles = ", ".join(
        texts("people-role-level", role=role_name(Role(held.role), texts), level=held.level)
        if held.role in ON_A_LADDER
        else role_name(Role(held.role), texts)
        for held in grants_of(session, person.id)
    )
    values = {"name": inline(person.name, most=_LONGEST_NAME), "roles": roles}
    if person.started_at is None:
        return texts("people-never-started", **values)
    if person.unreachable_at is not None:
        since = person.unreachable_at
        return texts("people-unreachable", **values, at=texts.at(since), day=texts.day(since))
    return texts("people-reachable", **values)


def _on_duty(session: Session, person: Person, moment: datetime, texts: Texts) -> list[Line]:
    """The shifts they were on when it was last noticed that nothing reaches them."""
    query = select(Shift).where(
        Shift.person_id == person.id, Shift.starts_at <= moment, Shift.ends_at > moment
    )
    return [
        texts(
            "unreachable-on-duty",
            role=role_name(Role(shift.role), texts),
            until=texts.at(shift.ends_at, shift.time_zone or person.time_zone),
        )
        for shift in session.scalars(query.order_by(Shift.role))
    ]


def _last_refusal(session: Session, person: Person) -> datetime | None:
    return session.scalar(select(func.max(Page.refused_at)).where(Page.person_id == person.id))


def _climbed_past(session: Session, person: Person) -> bool:
    """Whether the ladder has climbed on since a page to them was refused, and still climbs."""
    higher = (Escalation.level > Page.level) | (Escalation.round > Page.round)
    query = (
        select(Page.id)
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(Page.person_id == person.id, Page.refused_at.is_not(None))
        .where(Escalation.ended_at.is_(None), higher)
    )
    return session.scalar(query.limit(1)) is not None


def _why(person: Person) -> str:
    """Why Telegram brings them nothing, as the outbox names it."""
    known = {"blocked": "blocked", "never_started": "never-started", "deactivated": "deactivated"}
    return known.get(person.unreachable_why or "", "other")


def tell_quarantined(session: Session, entry: Entry, _: str, now: datetime) -> None:
    """An update was put aside: whoever sent it is asked to repeat it, and the administrators hear of it."""
    sender = person_by_telegram_id(session, entry.telegram_id) if entry.telegram_id else None
    if sender is None:
        return
    put(session, "not_handled", sender.id, to=sender.id, now=now, fresh=True)
    for administrator in people_with(session, Role.ADMINISTRATOR):
        put(session, "quarantined", sender.id, to=administrator.id, now=now, fresh=True)


def quarantined(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """Something of this person's was put aside."""
    person, texts = session.get(Person, subject_id), texts_for(reader)
    return Drawing(lines(texts("quarantined", name=inline(person.name)))) if person else None
