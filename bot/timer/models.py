"""What is to happen later: one row, one armed timer. A timer that fired or became void is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Table


class Timer(Table):
    __tablename__ = "timers"
    __table_args__ = (Index("ix_timers_due_at", "due_at"), Index("ix_timers_incident_id", "incident_id"))

    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    due_at: Mapped[datetime]
    data: Mapped[dict[str, Any]]
