"""What a delivery says about a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.outbox.rules import Outcome, Refused
from bot.person.actions import mark_unreachable


def note_unreachable(session: Session, person_id: int, outcome: Outcome, now: datetime) -> None:
    """Telegram refuses to bring them anything."""
    if isinstance(outcome, Refused):
        mark_unreachable(session, person_id, why=str(outcome.why), now=now)
