"""Which question is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.question.models import Question


def open_question(session: Session, person_id: int) -> Question | None:
    return session.get(Question, person_id)


def as_question(columns: Mapping[str, Any]) -> Question:
    """A question to be looked at, of what stands in its row; no session knows of it."""
    return Question(**columns)
