"""What a backup is called, and which of them are kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

ENDING = ".sqlite"
_NAME = re.compile(r"nightshift-(\d{8}T\d{6})Z\.sqlite", re.ASCII)
_WRITTEN = "%Y%m%dT%H%M%S"

EVERY_ONE_FOR = timedelta(hours=1)
"""So long every backup is kept; then the newest of each hour, day and month."""
HOURS, DAYS, MONTHS = 24, 14, 3


def name_at(moment: datetime) -> str:
    """`nightshift-20261122T031600Z.sqlite`: whoever lists the folder sees them in order."""
    return f"nightshift-{moment.astimezone(UTC):{_WRITTEN}}Z{ENDING}"


def moment_of(name: str) -> datetime | None:
    """When the backup of this name was made; None for a file that is none of ours."""
    found = _NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], _WRITTEN).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Of backups made at these moments, those that stay: counted back from the newest one, by UTC."""
    newest_first = sorted(moments, reverse=True)
    if not newest_first:
        return set()
    stays = {one for one in newest_first if newest_first[0] - one <= EVERY_ONE_FOR}
    for most, period in ((HOURS, _hour), (DAYS, _day), (MONTHS, _month)):
        stays |= _newest_of_each(newest_first, period, most)
    return stays


def _newest_of_each(
    newest_first: list[datetime], period: Callable[[datetime], object], most: int
) -> set[datetime]:
    found: dict[object, datetime] = {}
    for one in newest_first:
        if period(one) not in found and len(found) < most:
            found[period(one)] = one
    return set(found.values())


def _hour(moment: datetime) -> object:
    return (moment.year, moment.month, moment.day, moment.hour)


def _day(moment: datetime) -> object:
    return moment.date()


def _month(moment: datetime) -> object:
    return (moment.year, moment.month)
