"""Who works when: shifts, the patterns they come from, what colleagues agreed between them, what was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.rota.rules import SwapState
from bot.tables import BigId, Table


class Shift(Table):
    """One person is on duty in one role from `starts_at` up to, and not including, `ends_at`."""

    __tablename__ = "shifts"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_shifts_ends_at", "ends_at"),
        Index("ix_shifts_role_ends_at", "role", "ends_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str]
    level: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    time_zone: Mapped[str | None]
    """The IANA name it was planned in. Empty: planned as moments, and no zone's rules move it."""
    starts_local: Mapped[str | None]
    """What a clock on the wall of that zone shows at its start, as `2026-11-22T22:00:00`. Empty: a moment."""
    ends_local: Mapped[str | None]
    pattern_id: Mapped[int | None] = mapped_column(Integer)
    """The pattern it came from, while nobody has changed it by hand."""
    instead_of_id: Mapped[int | None] = mapped_column(Integer)
    """Whose shift it was before a swap or a cover."""


class Pattern(Table):
    """Shifts that come again and again: `days_on` of every `days_on + days_off` days, or on `weekdays`."""

    __tablename__ = "patterns"
    __table_args__ = (Index("ix_patterns_person_id", "person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str]
    level: Mapped[int | None]
    """Empty: the level of the person's role when a shift is put on the rota."""
    time_zone: Mapped[str]
    starts: Mapped[str]
    """On the clock of that zone, `22:00`."""
    ends: Mapped[str]
    """`08:00`: on the next day, when it is not after `starts`."""
    days_on: Mapped[int | None]
    days_off: Mapped[int | None]
    weekdays: Mapped[str | None]
    """Days of the week from 1, Monday, to 7: `12345`."""
    first_day: Mapped[str]
    last_day: Mapped[str | None]
    """The last day on which a shift may start. Empty: open."""
    planned_to: Mapped[str | None]
    """Up to this day its shifts have been put on the rota; what was put once is never put again."""
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Swap(Table):
    """`colleague_id` works instead of `person_id` from `starts_at` to `ends_at`; or was asked to.

    With `their_…` it is a true swap: `person_id` works that time in return. The ids of shifts are those of
    the moment of asking: rows of the rota are split and go, so the person, role and time count.
    """

    __tablename__ = "swaps"
    __table_args__ = (
        Index("ix_swaps_colleague_id", "colleague_id"),
        Index("ix_swaps_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    role: Mapped[str]
    shift_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    colleague_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    their_shift_id: Mapped[int | None]
    their_starts_at: Mapped[datetime | None]
    their_ends_at: Mapped[datetime | None]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[str]
    """One of `SwapState`: AGREED for what both wanted, COVERED for what a lead or administrator decided."""
    settled_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether the colleague may still answer."""
        return self.state == SwapState.ASKED


class RotaTold(Table):
    """What was told of one evening: the gaps of its night as they were told last."""

    __tablename__ = "rota_told"

    evening: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """The day of that evening in the centre's zone, 20261122."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """The time that was looked at."""
    gaps: Mapped[list[Any]]
    """Each `[role, level or null, starts_at, ends_at]`, moments in ISO 8601; `[]`: nothing was wrong."""
    overlaps: Mapped[list[Any]]
    """Each as a gap, with the ids of those who are on level 1 at once."""
    told_at: Mapped[datetime | None]
    """When something was told last; empty: never yet."""
