"""Spans of duty: what a shift is, which of them are one, where nobody is, and what cannot be changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.errors import Mistake

LONGEST_SHIFT = timedelta(days=31)
SWAP_WAITS = timedelta(hours=24)
"""How long a colleague may think about a swap; never past the beginning of what is swapped."""


class SwapState(StrEnum):
    """How a swap stands. COVERED: a lead or an administrator decided, nobody was asked."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    VOID = "void"
    COVERED = "covered"


class NotAShift(Mistake):
    """It ends before it starts, or lasts too long. Values: `starts_at`, `ends_at`, `longest` (days)."""

    key = "not-a-shift"


class RoleNotHeld(Mistake):
    """Nobody is put on the rota in a role they do not hold. Values: `person` (name), `role`."""

    key = "role-not-held"


class NoSuchShift(Mistake):
    """The rota has no such shift any more. No values."""

    key = "no-such-shift"


class NotYourShift(Mistake):
    """Only whose shift it is gives it away; only a lead or an administrator decides for others."""

    key = "not-your-shift"


class ShiftOver(Mistake):
    """What is past stays as it was. Values: `ends_at`."""

    key = "shift-over"


class NoEffect(Mistake):
    """It is so already. Values: `person` (name)."""

    key = "no-effect"


class NotAPart(Mistake):
    """The part is not inside the shift. Values: `starts_at`, `ends_at` (of the shift)."""

    key = "not-a-part"


class OverlapsOwnShift(Mistake):
    """They are on duty in this role already then. Values: `person` (name), `starts_at`, `ends_at`."""

    key = "overlaps-own-shift"


class SwapSettled(Mistake):
    """Nobody waits for an answer any more. Values: `state` (a SwapState)."""

    key = "swap-settled"


class NotYourSwap(Mistake):
    """Somebody else was asked, or asked. No values."""

    key = "not-your-swap"


@dataclass(frozen=True, order=True)
class Span:
    """From `starts_at` up to, and not including, `ends_at`; both UTC. `level` is the place on the ladder."""

    starts_at: datetime
    ends_at: datetime
    level: int = 1


@dataclass(frozen=True, order=True)
class Gap:
    """Nobody is on duty on `level` of this role, though others are; level None: nobody at all."""

    starts_at: datetime
    ends_at: datetime
    role: str
    level: int | None


@dataclass(frozen=True, order=True)
class Overlap:
    """Several people (ids, in order) are on duty on one level at once."""

    starts_at: datetime
    ends_at: datetime
    role: str
    level: int
    people: tuple[int, ...]


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


def part_left(
    shift: Span, starts_at: datetime | None, ends_at: datetime | None, now: datetime
) -> tuple[datetime, datetime]:
    """What of a shift is to change hands: the wanted part (None: from its start, to its end) from now on.

    ShiftOver where that is past, NotAPart where it is no part of this shift.
    """
    now = to_the_second(now)
    begins = shift.starts_at if starts_at is None else to_the_second(starts_at)
    ends = shift.ends_at if ends_at is None else to_the_second(ends_at)
    if not shift.starts_at <= begins < ends <= shift.ends_at:
        raise NotAPart(starts_at=shift.starts_at, ends_at=shift.ends_at)
    if ends <= now:
        raise ShiftOver(ends_at=ends)
    return max(begins, now), ends


def without(span: Span, starts_at: datetime, ends_at: datetime) -> list[Span]:
    """What is left of a span when this part is taken out: nothing, one piece or two."""
    before = Span(span.starts_at, min(span.ends_at, starts_at), span.level)
    after = Span(max(span.starts_at, ends_at), span.ends_at, span.level)
    return [piece for piece in (before, after) if piece.starts_at < piece.ends_at]


def gaps(role: str, duty: Sequence[Span], starts_at: datetime, ends_at: datetime) -> list[Gap]:
    """Where nobody is on duty between the two moments, and where nobody is on level 1; in order."""
    found: list[Gap] = []
    for begins, ends in _pieces(duty, starts_at, ends_at):
        levels = {span.level for span in duty if span.starts_at <= begins < span.ends_at}
        if 1 in levels:
            continue
        level, last = (1 if levels else None), (found[-1] if found else None)
        if last is not None and (last.ends_at, last.level) == (begins, level):
            found[-1] = Gap(last.starts_at, ends, role, level)
        else:
            found.append(Gap(begins, ends, role, level))
    return found


def overlaps(
    role: str, duty: Sequence[tuple[int, Span]], starts_at: datetime, ends_at: datetime
) -> list[Overlap]:
    """Where several people are on one level at once; `duty` is person ids with their spans. In order."""
    found: dict[tuple[int, tuple[int, ...]], Overlap] = {}
    every: list[Overlap] = []
    for begins, ends in _pieces([span for _, span in duty], starts_at, ends_at):
        current: dict[tuple[int, tuple[int, ...]], Overlap] = {}
        for level, people in _by_level(duty, begins).items():
            if len(people) > 1:
                key = (level, people)
                since = found[key].starts_at if key in found else begins
                current[key] = Overlap(since, ends, role, level, people)
        every += [one for key, one in found.items() if key not in current]
        found = current
    return sorted([*every, *found.values()])


def _by_level(duty: Sequence[tuple[int, Span]], moment: datetime) -> dict[int, tuple[int, ...]]:
    """Who is on which level then; somebody on two levels counts on the better one."""
    best: dict[int, int] = {}
    for person_id, span in duty:
        if span.starts_at <= moment < span.ends_at:
            best[person_id] = min(span.level, best.get(person_id, span.level))
    levels: dict[int, tuple[int, ...]] = {}
    for person_id, level in sorted(best.items()):
        levels[level] = (*levels.get(level, ()), person_id)
    return levels


def _pieces(
    spans: Iterable[Span], starts_at: datetime, ends_at: datetime
) -> Iterable[tuple[datetime, datetime]]:
    """The time between the two moments, cut wherever a span begins or ends."""
    cuts = {moment for span in spans for moment in (span.starts_at, span.ends_at)}
    inside = sorted(moment for moment in cuts if starts_at < moment < ends_at)
    return pairwise([starts_at, *inside, ends_at]) if starts_at < ends_at else ()
