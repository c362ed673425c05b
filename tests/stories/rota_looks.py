"""What stories about the rota look at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.person.rules import Role
from bot.rota.queries import on_duty, shifts_of_person
from tests.stories.night import Hero, Night

_MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)
_HOUR = timedelta(hours=1)


def at(hour: float) -> datetime:
    """So many hours after midnight UTC, when these stories begin; in Kyiv it is 02:00."""
    return _MIDNIGHT + hour * _HOUR


def shifts(night: Night, hero: Hero) -> list[tuple[float, float]]:
    """Their shifts in such hours."""
    rows = night.db.read_here(shifts_of_person, hero.id, at(-1000), at(1000))
    return [((one.starts_at - _MIDNIGHT) / _HOUR, (one.ends_at - _MIDNIGHT) / _HOUR) for one in rows]


def who(night: Night, role: Role, hour: float) -> list[str]:
    """Who is on duty then."""
    return [person.name for person, _ in night.db.read_here(on_duty, role, at(hour))]
