"""Chats that are nobody's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.person.models import Person


def chat_of_nobody(
    session: Session, *, telegram_id: int, name: str, language: str, time_zone: str, now: datetime
) -> int:
    """Somewhere to write to that is nobody: no role, so nobody is let in by it or ever paged. Its id."""
    known = session.scalar(select(Person.id).where(Person.telegram_id == telegram_id))
    if known is not None:
        return known
    person = Person(telegram_id=telegram_id, name=name, language=language, time_zone=time_zone, joined_at=now)
    session.add(person)
    session.flush()
    return person.id
