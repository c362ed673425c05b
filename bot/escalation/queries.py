"""Who is being paged about what."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.escalation.models import Escalation, Page
from bot.escalation.rules import LadderName

PAGES: Table = Page.__table__  # type: ignore[assignment]
CLIMBS: Table = Escalation.__table__  # type: ignore[assignment]
_PAGED = Prepared(
    select(PAGES.c.person_id)
    .join(CLIMBS, CLIMBS.c.id == PAGES.c.escalation_id)
    .where(CLIMBS.c.ladder == bindparam("ladder"), CLIMBS.c.subject_id == bindparam("subject"))
    .order_by(PAGES.c.id)
)


def open_escalation(session: Session, ladder: LadderName, subject_id: int) -> Escalation | None:
    """The climb that still goes on about this subject."""
    query = select(Escalation).where(
        Escalation.ladder == ladder, Escalation.subject_id == subject_id, Escalation.ended_at.is_(None)
    )
    return session.scalar(query)


def paged(session: Session, ladder: LadderName, subject_id: int) -> Sequence[int]:
    """Everybody who was ever paged about this subject, each once, in the order of their first page."""
    session.flush()
    found: list[int] = _PAGED.column(session, ladder=ladder, subject=subject_id)
    return list(dict.fromkeys(found))


def pages_of_level(session: Session, escalation: Escalation) -> Sequence[Page]:
    """The pages of the level that is being paged now, in this round."""
    query = select(Page).where(
        Page.escalation_id == escalation.id, Page.level == escalation.level, Page.round == escalation.round
    )
    return session.scalars(query.order_by(Page.id)).all()


def level_of(session: Session, ladder: LadderName, subject_id: int, person_id: int | None) -> int:
    """The highest level on which this person was paged about it; 1 for somebody who never was."""
    query = (
        select(func.max(Page.level))
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(Escalation.ladder == ladder, Escalation.subject_id == subject_id, Page.person_id == person_id)
    )
    return session.scalar(query) or 1


def refused_before(session: Session, page: Page) -> bool:
    """Whether an earlier page of the same climb to the same person was refused."""
    query = select(Page.id).where(
        Page.escalation_id == page.escalation_id,
        Page.person_id == page.person_id,
        Page.id < page.id,
        Page.refused_at.is_not(None),
    )
    return session.scalar(query.limit(1)) is not None
