"""A person's own data goes; their number stays, so that the history of others still makes sense."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.db import wake
from bot.person.invitation_actions import withdraw
from bot.person.models import Grant, Invitation
from bot.person.queries import person as person_of

ERASED = "erased"
"""Why such a person cannot be reached."""


def erase_person(session: Session, person_id: int, *, now: datetime) -> None:
    """No name, phone, provider, Telegram account, role or invitation is left of them: they are `#17` now.

    A number below zero is no Telegram account, and never was another person's.
    """
    person = person_of(session, person_id)
    person.name, person.telegram_id = f"#{person_id}", -person_id
    person.phone = person.recheck_minutes = person.provider = person.vpn = None
    person.left_at, person.unreachable_at, person.unreachable_why = now, now, ERASED
    execute = session.connection().execute
    execute(delete(Grant).where(Grant.person_id == person_id))
    execute(update(Invitation).where(Invitation.used_by == person_id).values(name=None))
    withdraw(session, made_by=person_id, now=now)
    session.flush()
    wake(session, "people")
