"""Who is being paged about what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Table, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.escalation.models import Escalation, Page
from bot.escalation.rules import LadderName
from bot.tables import flush_of

PAGES: Table = Page.__table__  # type: ignore[assignment]
CLIMBS: Table = Escalation.__table__  # type: ignore[assignment]
_PAGED = Prepared(
    select(PAGES.c.person_id)
    .join(CLIMBS, CLIMBS.c.id == PAGES.c.escalation_id)
    .where(CLIMBS.c.ladder == bindparam("ladder"), CLIMBS.c.subject_id == bindparam("subject"))
    .order_by(PAGES.c.id)
)


_OPEN = Prepared(
    select(CLIMBS.c.id).where(
        CLIMBS.c.ladder == bindparam("ladder"),
        CLIMBS.c.subject_id == bindparam("subject"),
        CLIMBS.c.ended_at.is_(None),
    )
)


def open_escalation(session: Session, ladder: LadderName, subject_id: int) -> Escalation | None:
    """The climb that still goes on about this subject."""
    number = _open(session, ladder, subject_id)
    return None if number is None else session.get_one(Escalation, number)


def is_climbing(session: Session, ladder: LadderName, subject_id: int) -> bool:
    """Whether anybody is being paged about this subject."""
    return _open(session, ladder, subject_id) is not None


def climbing_since(
    session: Session, this: tuple[LadderName, int], or_else: tuple[LadderName, int]
) -> datetime | None:
    """Since when somebody is being paged about the first of these subjects, else about the second."""
    flush_of(session, Escalation)
    either = {"ladder": this[0], "subject": this[1], "other_ladder": or_else[0], "other": or_else[1]}
    rows = session.connection().execute(_CLIMBING_SINCE, either)
    since = {(row.ladder, row.subject_id): row.started_at for row in rows}
    return since.get(this) or since.get(or_else)


_CLIMBING_SINCE = select(CLIMBS.c.ladder, CLIMBS.c.subject_id, CLIMBS.c.started_at).where(
    CLIMBS.c.ended_at.is_(None),
    or_(
        and_(CLIMBS.c.ladder == bindparam("ladder"), CLIMBS.c.subject_id == bindparam("subject")),
        and_(CLIMBS.c.ladder == bindparam("other_ladder"), CLIMBS.c.subject_id == bindparam("other")),
    ),
)


def _open(session: Session, ladder: LadderName, subject_id: int) -> int | None:
    flush_of(session, Escalation)
    number: int | None = _OPEN.first(session, ladder=ladder, subject=subject_id)
    return number


def paged(session: Session, ladder: LadderName, subject_id: int) -> Sequence[int]:
    """Everybody who was ever paged about this subject, each once, in the order of their first page."""
    flush_of(session, Page, Escalation)
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
