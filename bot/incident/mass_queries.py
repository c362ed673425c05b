"""What every report of a mass outage asks: which outages there are, and who else has the same."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, bindparam, exists, select
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.incident.models import Incident
from bot.incident.queries import INCIDENTS
from bot.outage.models import Outage
from bot.tables import flush_of

OUTAGES: Table = Outage.__table__  # type: ignore[assignment]


def held_outages(session: Session, software: str) -> Sequence[tuple[int, bool]]:
    """What is down of this software and holds anybody who is not apart: its id, whether it is a mass outage.

    Mass outages first, then the oldest. One statement, because everybody in a flood asks it twice.
    """
    flush_of(session, Outage, Incident)
    return [(row[0], row[1] is not None) for row in _HELD.rows(session, software=software)]


_HELD = Prepared(
    select(OUTAGES.c.id, OUTAGES.c.mass_at)
    .where(OUTAGES.c.software == bindparam("software"), OUTAGES.c.resolved_at.is_(None))
    .where(
        exists().where(
            INCIDENTS.c.outage_id == OUTAGES.c.id,
            INCIDENTS.c.closed_at.is_(None),
            INCIDENTS.c.apart_at.is_(None),
        )
    )
    .order_by(OUTAGES.c.mass_at.is_(None), OUTAGES.c.id)
)


def alike(session: Session, software: str, *, but: Outage | None = None) -> list[Incident]:
    """Who waits for the same; `but`: without those who are in this outage already."""
    if but is None:
        return list(session.scalars(_ALIKE, {"software": software}))
    flush_of(session, Incident)
    if _IS_ELSEWHERE.first(session, software=software, outage=but.id) is None:
        return []  # in a flood nearly always, and the ORM's way to an empty list is long
    return list(session.scalars(_ALIKE_ELSEWHERE, {"software": software, "outage": but.id}))


_ALIKE = (
    select(Incident)
    .where(Incident.software == bindparam("software"))
    .where(Incident.closed_at.is_(None), Incident.apart_at.is_(None))
    .order_by(Incident.id)
)
_ALIKE_ELSEWHERE = _ALIKE.where(Incident.outage_id != bindparam("outage"))
_IS_ELSEWHERE = Prepared(
    select(INCIDENTS.c.id)
    .where(INCIDENTS.c.software == bindparam("software"), INCIDENTS.c.outage_id != bindparam("outage"))
    .where(INCIDENTS.c.closed_at.is_(None), INCIDENTS.c.apart_at.is_(None))
    .limit(1)
)
