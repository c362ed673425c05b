"""Who was asked at the start of their time on duty whether they are there, and what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Table


class CheckIn(Table):
    """One person begins one time on duty in one role; back-to-back shifts are one time on duty."""

    __tablename__ = "check_ins"
    __table_args__ = (
        Index(
            "ix_check_ins_running",
            "person_id",
            sqlite_where=text("over_at IS NULL"),
            postgresql_where=text("over_at IS NULL"),
        ),
        Index(
            "ix_check_ins_told",
            "told_at",
            sqlite_where=text("told_at IS NOT NULL"),
            postgresql_where=text("told_at IS NOT NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    """When the whole time on duty began."""
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """Until then nobody is told that they are missing."""
    checked_in_at: Mapped[datetime | None]
    """They tapped, wrote or sent anything: their phone works."""
    refused_at: Mapped[datetime | None]
    """Telegram would not bring them the card."""
    missed_at: Mapped[datetime | None]
    """Since then they count as missing, until they check in."""
    told_at: Mapped[datetime | None]
    """The duty leads see them as missing since then; empty again once they see that they are there."""
    over_at: Mapped[datetime | None]
    """Their time on duty has ended."""
