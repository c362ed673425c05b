"""Ask a person something that their next message answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.question.models import Question

QUESTIONS: Table = Question.__table__  # type: ignore[assignment]


def ask(
    session: Session, kind: str, /, *, of: int, now: datetime, subject_id: int | None = None, **data: Any
) -> Question:
    """Open this question; one that was open before it is dropped."""
    forget(session, of)
    question = Question(person_id=of, kind=kind, subject_id=subject_id, asked_at=now, data=data)
    session.add(question)
    session.flush()
    return question


def forget(session: Session, person_id: int) -> bool:
    """Drop the person's open question. True if there was one."""
    return _FORGET.change(session, {"person": person_id}) > 0


_FORGET = Prepared(delete(QUESTIONS).where(QUESTIONS.c.person_id == bindparam("person")))


def forget_about(session: Session, subject_id: int, *kinds: str) -> None:
    """Drop everybody's open questions of these kinds about this subject."""
    about = (Question.subject_id == subject_id) & Question.kind.in_(kinds)
    session.connection().execute(delete(Question).where(about))
