"""Spans of duty: what a shift is, and which of them are one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.errors import Mistake

LONGEST_SHIFT = timedelta(days=31)


class NotAShift(Mistake):
    """It ends before it starts, or lasts too long. Values: `starts_at`, `ends_at`, `longest` (days)."""

    key = "not-a-shift"


class RoleNotHeld(Mistake):
    """Nobody is put on the rota in a role they do not hold. Values: `person` (name), `role`."""

    key = "role-not-held"


@dataclass(frozen=True, order=True)
class Span:
    """From `starts_at` up to, and not including, `ends_at`; both UTC. `level` is the place on the ladder."""

    starts_at: datetime
    ends_at: datetime
    level: int = 1


def to_the_second(moment: datetime) -> datetime:
    """The moment in UTC without fractions, as the rota keeps it; a naive one is refused with ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"naive moment {moment!r}: give it a zone before it goes on the rota")
    return moment.astimezone(UTC).replace(microsecond=0)


def checked_span(starts_at: datetime, ends_at: datetime, level: int) -> Span:
    """The span as the rota keeps it, or NotAShift."""
    span = Span(to_the_second(starts_at), to_the_second(ends_at), level)
    if not timedelta() < span.ends_at - span.starts_at <= LONGEST_SHIFT:
        raise NotAShift(starts_at=span.starts_at, ends_at=span.ends_at, longest=LONGEST_SHIFT.days)
    return span


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time on duty with back-to-back and overlapping spans as one, on the best of their levels."""
    whole: list[Span] = []
    for span in sorted(spans):
        last = whole[-1] if whole else None
        if last is None or span.starts_at > last.ends_at:
            whole.append(span)
        else:
            ends_at, level = max(last.ends_at, span.ends_at), min(last.level, span.level)
            whole[-1] = Span(last.starts_at, ends_at, level)
    return whole


def covering(spans: Iterable[Span], moment: datetime) -> Span | None:
    """The whole time on duty that this moment is in."""
    return next((span for span in merged(spans) if span.starts_at <= moment < span.ends_at), None)
