"""The auditor's round."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.auditor.actions import put_right
from bot.auditor.queries import findings

EVERY = timedelta(seconds=30)


def something_is_wrong(session: Session, now: datetime) -> bool:
    """Whether the rows hold anything that nobody and nothing will ever move."""
    return bool(findings(session, now))


def put_all_right(session: Session, *, now: datetime) -> None:
    """Repair everything that is found, the most urgent first."""
    for found in findings(session, now):
        put_right(session, found, now=now)
