"""Which shifts the zones' rules as they are now would put elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rota.models import Shift
from bot.rota.pattern_rules import moment_from
from bot.zone import zone_named


@dataclass(frozen=True)
class Move:
    """Where a shift's wall clock puts it now."""

    shift: Shift
    starts_at: datetime
    ends_at: datetime


def moves_due(session: Session, now: datetime) -> bool:
    """Whether the zones' rules are others than those by which some shift was planned."""
    return next(moves(session, now), None) is not None


def moves(session: Session, now: datetime) -> Iterator[Move]:
    """Shifts that have not ended, with where their walls put them; a begun one keeps its beginning."""
    to_come = (Shift.time_zone.is_not(None), Shift.ends_at > now)
    for shift in session.scalars(select(Shift).where(*to_come).order_by(Shift.starts_at)):
        zone = shift.time_zone or ""
        if zone_named(zone) is None:
            continue
        starts_at, ends_at = shift.starts_at, shift.ends_at
        if shift.starts_local is not None and starts_at > now:
            starts_at = moment_from(shift.starts_local, zone)
        if shift.ends_local is not None:
            ends_at = moment_from(shift.ends_local, zone)
        if (starts_at, ends_at) != (shift.starts_at, shift.ends_at) and starts_at < ends_at:
            yield Move(shift, starts_at, ends_at)
