"""Whether something waits for a person's word since a restore, and how much."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.hold.models import Hold
from bot.outbox.models import Outgoing
from bot.outbox.rules import State
from bot.timer.models import Timer


class Held(NamedTuple):
    """How many messages and timers wait."""

    messages: int
    timers: int


def open_hold(session: Session) -> Hold | None:
    """The restore whose promises still wait; None: nothing is held."""
    return session.scalar(select(Hold).where(Hold.released_at.is_(None)).order_by(Hold.id.desc()).limit(1))


def on_hold(session: Session) -> bool:
    return bool(_ON_HOLD.first(session))


_ON_HOLD = Prepared(select(exists().where(Hold.released_at.is_(None))))


def held(session: Session) -> Held:
    """What waits now. Whoever asks while nothing is on hold reads the whole outbox for nothing."""
    messages = select(func.count()).select_from(Outgoing).where(Outgoing.state == State.HELD)
    timers = select(func.count()).select_from(Timer).where(Timer.held_at.is_not(None))
    return Held(session.scalars(messages).one(), session.scalars(timers).one())
