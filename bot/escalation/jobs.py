"""What time does to a ladder, and what a delivery says."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.escalation.actions import climb, page_refused
from bot.escalation.models import Escalation, Page
from bot.escalation.page_actions import note_delivered, page_again
from bot.escalation.rules import LEFT
from bot.outbox.rules import Outcome, Refused, Sent, Stale, Unsendable
from bot.timer.rules import Fired


def climb_on(session: Session, timer: Fired, *, now: datetime) -> None:
    """Nobody acknowledged in time."""
    escalation = session.get_one(Escalation, timer.data["escalation"])
    if escalation.ended_at is None:
        climb(session, escalation, now=now)


def ring_again(session: Session, timer: Fired, *, now: datetime) -> None:
    """The same people once more, before the next level."""
    escalation = session.get_one(Escalation, timer.data["escalation"])
    if escalation.ended_at is None:
        page_again(session, escalation, now=now)


def page_arrived(session: Session, page_id: int, outcome: Outcome, now: datetime) -> None:
    """The receipt of a page: it is on the phone, or it will never be."""
    page = session.get_one(Page, page_id)
    if isinstance(outcome, Sent):
        note_delivered(session, page, now=now)
    elif isinstance(outcome, Refused | Unsendable):
        page_refused(session, page, outcome.why, now=now)
    elif isinstance(outcome, Stale):
        page_refused(session, page, LEFT, now=now)
