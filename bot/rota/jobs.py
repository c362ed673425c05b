"""What time does to the rota."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.rota.pattern_actions import plan_ahead
from bot.rota.queries import unplanned
from bot.rota.swap_actions import swap_expires
from bot.rota.zone_actions import follow_zone_rules
from bot.rota.zone_queries import moves_due
from bot.timer.rules import Fired


def swap_unanswered(session: Session, timer: Fired, *, now: datetime) -> None:
    """The time to answer a swap is over."""
    swap_expires(session, timer.data["swap"], now=now)


def is_behind(session: Session, now: datetime) -> bool:
    """Whether patterns have days to plan, or zones have new rules."""
    return bool(unplanned(session, now)) or moves_due(session, now)


def catch_up(session: Session, *, now: datetime) -> None:
    """Plan ahead what patterns have, and move what the zones' new rules move; the moves first."""
    follow_zone_rules(session, now=now)
    plan_ahead(session, now=now)
