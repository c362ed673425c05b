"""Which question is open."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.question.models import Question


def open_question(session: Session, person_id: int) -> Question | None:
    return session.get(Question, person_id)
