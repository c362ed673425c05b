"""What may stand on an operator's card beside its step, and mostly does not."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import BindParameter, Table, bindparam, exists, select
from sqlalchemy.orm import Session

from bot.incident.models import Word
from bot.question.models import Question
from bot.redirect.models import Redirect
from bot.tables import flush_of
from bot.ticket.models import Inquiry

INQUIRIES: Table = Inquiry.__table__  # type: ignore[assignment]
QUESTIONS: Table = Question.__table__  # type: ignore[assignment]
REDIRECTS: Table = Redirect.__table__  # type: ignore[assignment]
WORDS: Table = Word.__table__  # type: ignore[assignment]


class Beside(NamedTuple):
    """Whether there is any: question to the operator, inquiry of the sysadmin, word, named colleague."""

    question: bool
    inquiry: bool
    word: bool
    redirect: bool


def beside(session: Session, incident_id: int, operator_id: int) -> Beside:
    """One look for all four: in a flood hundreds of cards are drawn that have none of it."""
    flush_of(session, Inquiry, Question, Redirect, Word)
    row = session.connection().execute(_BESIDE, {"incident": incident_id, "person": operator_id}).one()
    return Beside(*map(bool, row))


_INCIDENT: BindParameter[int] = bindparam("incident")
_BESIDE = select(
    exists().where(QUESTIONS.c.person_id == bindparam("person")),
    exists().where(INQUIRIES.c.incident_id == _INCIDENT),
    exists().where(WORDS.c.incident_id == _INCIDENT),
    exists().where(REDIRECTS.c.incident_id == _INCIDENT),
)
