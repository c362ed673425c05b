"""What an update is about, and who sent it by the roster of this moment."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.checkin.queries import AWAITED
from bot.db.prepared import Prepared
from bot.person.models import Grant, Person
from bot.person.queries import as_person
from bot.person.rules import Role
from bot.question.models import Question
from bot.question.queries import as_question

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
    if not (rows := _WHO.rows(session, telegram_id=telegram_id)):
        return None
    asked = dict(zip(_QUESTION.keys(), rows[0][: len(_QUESTION)], strict=True))
    person = dict(zip(_PERSON.keys(), rows[0][len(_QUESTION) : -2], strict=True))
    return Known(
        person=as_person(person),
        roles=frozenset(Role(row[-2]) for row in rows),
        question=None if asked["person_id"] is None else as_question(asked),
        awaited=bool(rows[0][-1]),
    )


_QUESTION, _PERSON = Question.__table__.c, Person.__table__.c
_WHO = Prepared(
    select(*_QUESTION, *_PERSON, Grant.role, AWAITED)
    .join_from(Person, Grant, Grant.person_id == Person.id)
    .outerjoin(Question, Question.person_id == Person.id)
    .where(Person.telegram_id == bindparam("telegram_id"), Person.left_at.is_(None))
)
"""Columns and not objects: what is loaded to be looked at only costs three times as much."""
