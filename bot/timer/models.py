"""What is to happen later: one row, one armed timer. A timer that fired or became void is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Table


class Timer(Table):
    __tablename__ = "timers"
    __table_args__ = (
        Index("ix_timers_due_at", "due_at"),
        Index("ix_timers_incident_id", "incident_id"),
        Index(
            "ix_timers_failing_since",
            "failing_since",
            sqlite_where=text("failing_since IS NOT NULL"),
            postgresql_where=text("failing_since IS NOT NULL"),
        ),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    due_at: Mapped[datetime]
    data: Mapped[dict[str, Any]]
    failing_since: Mapped[datetime | None]
    """What it does raises an error since then; it is tried again and again."""
    held_at: Mapped[datetime | None]
    """Armed before a restore: it does not fire until a person says go (bot/hold)."""
