"""Read outages."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from bot.db.prepared import Prepared
from bot.outage.models import BoardView, BulkDeed, Outage
from bot.tables import flush_of, once

OUTAGES: Table = Outage.__table__  # type: ignore[assignment]
_MASS_AT = Prepared(select(OUTAGES.c.mass_at).where(OUTAGES.c.id == bindparam("outage")))


def open_outages(session: Session, software: str | None = None) -> Sequence[Outage]:
    """What is down now, of this software or of any: mass outages first, then the oldest."""
    if software is None:
        return session.scalars(_OPEN).all()
    return session.scalars(_OPEN_OF, {"software": software}).all()


_OPEN = select(Outage).where(Outage.resolved_at.is_(None)).order_by(Outage.mass_at.is_(None), Outage.id)
_OPEN_OF = _OPEN.where(Outage.software == bindparam("software"))


def is_mass(session: Session, outage_id: int) -> bool:
    """Whether the outage has one board for everybody."""
    here = session.identity_map.get(identity_key(Outage, outage_id))
    if here is not None:
        return here.mass_at is not None
    flush_of(session, Outage)
    return _MASS_AT.first(session, outage=outage_id) is not None


def outage_of(session: Session, outage_id: int) -> Outage:
    """The outage of this number; what draws a card reads it once, however many of its lines speak of it."""
    return once(session, ("outage", outage_id), lambda: session.get_one(Outage, outage_id))


def newest_deed(session: Session, person_id: int) -> BulkDeed | None:
    """What this person did last for many at once."""
    query = (
        select(BulkDeed).where(BulkDeed.by_id == person_id).order_by(BulkDeed.at.desc(), BulkDeed.id.desc())
    )
    return session.scalar(query.limit(1))


def board_view(session: Session, person_id: int, outage_id: int) -> BoardView | None:
    """How this person looks at this board; None: as everybody does at first."""
    return session.get(BoardView, (person_id, outage_id))


def last_deed(session: Session, outage_id: int, person_id: int) -> BulkDeed | None:
    """What this lead did last for many here, undone or not."""
    theirs = select(BulkDeed).where(BulkDeed.outage_id == outage_id, BulkDeed.by_id == person_id)
    return session.scalar(theirs.order_by(BulkDeed.id.desc()).limit(1))
