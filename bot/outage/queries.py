"""Read outages."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.outage.models import Outage


def open_outages(session: Session, software: str | None = None) -> Sequence[Outage]:
    """What is down now, of this software or of any: mass outages first, then the oldest."""
    query = select(Outage).where(Outage.resolved_at.is_(None))
    if software is not None:
        query = query.where(Outage.software == software)
    return session.scalars(query.order_by(Outage.mass_at.is_(None), Outage.id)).all()


def is_mass(session: Session, outage_id: int) -> bool:
    """Whether the outage has one board for everybody."""
    return session.get_one(Outage, outage_id).mass_at is not None
