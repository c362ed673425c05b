"""Who works when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class Shift(Table):
    """One person is on duty in one role from `starts_at` up to, and not including, `ends_at`."""

    __tablename__ = "shifts"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_shifts_role_ends_at", "role", "ends_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str]
    level: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
