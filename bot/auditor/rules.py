"""What can be wrong in the rows of a night, and how long a repair has to take."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

REST = timedelta(minutes=5)
"""The same thing is put right at most so often: a repair that does not take must not ring for ever."""

STUCK_AFTER = timedelta(minutes=10)
"""A timer that should have fired so long ago does not fire by itself any more."""

PAGE_WAITS_AFTER = timedelta(minutes=5)
"""A page that nobody has even tried to send for so long."""

_NOON = time(12, tzinfo=UTC)


class Finding(StrEnum):
    """Everything that is looked for. Its words for people: `finding-<kind>` in bot/locales."""

    NOBODY_MOVES_IT = "nobody_moves_it"
    """An open incident with no lead, no climb, and nothing that asks its operator again."""
    LEAD_GONE = "lead_gone"
    SYSADMIN_GONE = "sysadmin_gone"
    """Whoever acknowledged has left, lost the role, or cannot be reached."""
    CLIMB_WITHOUT_TIMER = "climb_without_timer"
    CLIMB_WITHOUT_PAGE = "climb_without_page"
    PAGE_LOST = "page_lost"
    """It is neither on a phone, nor refused, nor on its way."""
    PAGE_WAITS = "page_waits"
    TICKET_UNPAGED = "ticket_unpaged"
    RECHECK_WITHOUT_TIMER = "recheck_without_timer"
    DUTIES_WITHOUT_TIMER = "duties_without_timer"
    OUTAGE_WITHOUT_TIMER = "outage_without_timer"
    OUTAGE_LEAD_GONE = "outage_lead_gone"
    NEWS_WITHOUT_TIMER = "news_without_timer"
    TIMER_OF_CLOSED = "timer_of_closed"
    TIMER_STUCK = "timer_stuck"


class Found(NamedTuple):
    """One finding. `subject`: a row's id or a timer's key, as text; `incident_id`: where one is concerned."""

    kind: Finding
    subject: str
    incident_id: int | None


def night_of(now: datetime) -> int:
    """The number of the night: it lasts from noon to noon, UTC."""
    return (now - timedelta(hours=12)).toordinal()


def began(night: int) -> datetime:
    """When that night did."""
    return datetime.combine(datetime.fromordinal(night), _NOON)
