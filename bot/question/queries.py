"""Which question is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from bot.question.models import Question
from bot.tables import flush_of

QUESTIONS: Table = Question.__table__  # type: ignore[assignment]
_OPEN = select(QUESTIONS.c.person_id).where(QUESTIONS.c.person_id == bindparam("person"))


def open_question(session: Session, person_id: int) -> Question | None:
    """Mostly there is none, and that costs no object."""
    flush_of(session, Question)
    if session.connection().scalar(_OPEN, {"person": person_id}) is None:
        return None
    return session.get(Question, person_id)


def as_question(columns: Mapping[str, Any]) -> Question:
    """A question to be looked at, of what stands in its row; no session knows of it."""
    return Question(**columns)
