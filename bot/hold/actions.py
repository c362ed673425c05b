"""Hold what a restored database had promised, and let it go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Mistake
from bot.hold.models import Hold
from bot.hold.queries import Held, open_hold
from bot.outbox.hold_actions import hold_messages, release_messages
from bot.timeline.actions import record
from bot.timeline.rules import Event
from bot.timer.hold_actions import hold_timers, release_timers


class NothingHeld(Mistake):
    """Nothing waits for a word: it was given already, or this database was never restored."""

    key = "nothing-held"


def hold(session: Session, *, made_at: datetime, now: datetime) -> Held:
    """In a database that was just restored, and that no bot has open: everything promised waits."""
    session.add(Hold(made_at=made_at, restored_at=now))
    session.flush()
    found = Held(hold_messages(session), hold_timers(session, now=now))
    record(session, Event.RESTORED, by=None, at=now, made_at=made_at.isoformat(), **found._asdict())
    return found


def release(session: Session, *, by: int | None, now: datetime) -> Held:
    """A person says go: what is still true is sent, what is due fires. NothingHeld when nothing waits."""
    if open_hold(session) is None:
        raise NothingHeld
    found = Held(release_messages(session), release_timers(session))
    for one in session.scalars(select(Hold).where(Hold.released_at.is_(None))):
        one.released_at, one.released_by = now, by
    record(session, Event.RELEASED, by=by, at=now, **found._asdict())
    return found
