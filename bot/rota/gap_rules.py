"""Which evening it is, and what of the gaps found has not been told yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.rota.rules import Gap, Overlap, Span, without
from bot.zone import moment_of


@dataclass(frozen=True)
class Evening:
    """One evening of the centre: its day as 20261122, and the time that is looked at from then on."""

    number: int
    starts_at: datetime
    ends_at: datetime


def evening_of(now: datetime, zone: ZoneInfo, announce_at: time, look_ahead: timedelta) -> Evening:
    """The evening whose hour of telling came last."""
    day = now.astimezone(zone).date()
    starts_at = moment_of(datetime.combine(day, announce_at), zone)
    if starts_at > now:
        day -= timedelta(days=1)
        starts_at = moment_of(datetime.combine(day, announce_at), zone)
    return Evening(day.year * 10_000 + day.month * 100 + day.day, starts_at, starts_at + look_ahead)


def to_come(gaps: Iterable[Gap], now: datetime) -> list[Gap]:
    """What of the gaps is not past yet, in order."""
    return sorted(
        (Gap(max(gap.starts_at, now), gap.ends_at, gap.role, gap.level) for gap in gaps if gap.ends_at > now),
        key=lambda gap: (gap.starts_at, gap.ends_at, gap.role),
    )


def unheard(found: Iterable[Gap], told: Iterable[Gap], now: datetime) -> list[Gap]:
    """The gaps of which some time to come was not told. "Nobody at all" says also that level 1 has nobody."""
    known = list(told)
    return [gap for gap in to_come(found, now) if _rest(gap, known)]


def _rest(gap: Gap, told: Iterable[Gap]) -> list[Span]:
    rest = [Span(gap.starts_at, gap.ends_at)]
    for one in told:
        if one.role == gap.role and one.level in {None, gap.level}:
            rest = [left for piece in rest for left in without(piece, one.starts_at, one.ends_at)]
    return rest


def as_rows(gaps: Iterable[Gap]) -> list[list[Any]]:
    """How `rota_told` keeps them."""
    return [[str(gap.role), gap.level, gap.starts_at.isoformat(), gap.ends_at.isoformat()] for gap in gaps]


def from_rows(rows: Iterable[Any]) -> list[Gap]:
    """The gaps that a row of `rota_told` keeps."""
    return [
        Gap(datetime.fromisoformat(starts), datetime.fromisoformat(ends), role, level)
        for role, level, starts, ends in rows
    ]


def still(found: Iterable[Overlap], now: datetime) -> list[Overlap]:
    """What of the overlaps is not past yet, in order; one that goes on counts from its beginning."""
    return sorted(one for one in found if one.ends_at > now)


def overlaps_as_rows(found: Iterable[Overlap]) -> list[list[Any]]:
    """How `rota_told` keeps them."""
    return [
        [one.role, one.level, one.starts_at.isoformat(), one.ends_at.isoformat(), list(one.people)]
        for one in found
    ]


def overlaps_from(rows: Iterable[Any]) -> list[Overlap]:
    """The overlaps that a row of `rota_told` keeps."""
    return [
        Overlap(datetime.fromisoformat(starts), datetime.fromisoformat(ends), role, level, tuple(people))
        for role, level, starts, ends, people in rows
    ]
