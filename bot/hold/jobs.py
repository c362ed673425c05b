"""While something is on hold, nobody goes round by themselves and puts old things right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.hold.queries import on_hold

Needed = Callable[[Session, datetime], bool]


def unless_held(needed: Needed) -> Needed:
    """The same question, answered with no until a person has let go what a restored database had promised."""

    def asked(session: Session, now: datetime) -> bool:
        return not on_hold(session) and needed(session, now)

    return asked
