"""What an update is about, and who sent it by the roster of this moment."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.checkin.queries import waits
from bot.person.models import Grant, Person
from bot.person.rules import Role
from bot.question.models import Question

AnyEvent = Message | CallbackQuery | ChatMemberUpdated


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is let in."""

    person: Person
    roles: frozenset[Role]
    question: Question | None
    awaited: bool
    """They are asked whether they are there: whatever they send says so."""


def event_of(update: Update) -> AnyEvent | None:
    """The part of it that we answer to."""
    return update.callback_query or update.message or update.edited_message or update.my_chat_member


def is_group_news(event: AnyEvent) -> bool:
    """What a group does with us, whoever did it."""
    if isinstance(event, ChatMemberUpdated):
        return event.chat.type != "private"
    return isinstance(event, Message) and event.migrate_to_chat_id is not None


def known_by(session: Session, telegram_id: int) -> Known | None:
    """Who this is by the roster of this moment, in one read; nobody without a role is let in."""
    query = (
        select(Person, Grant.role, Question)
        .join(Grant, Grant.person_id == Person.id)
        .outerjoin(Question, Question.person_id == Person.id)
        .where(Person.telegram_id == telegram_id, Person.left_at.is_(None))
    )
    rows = session.execute(query).all()
    if not rows:
        return None
    person, _, question = rows[0]
    return Known(person, frozenset(Role(one) for _, one, _ in rows), question, waits(session, person.id))
