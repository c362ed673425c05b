"""One piece of software being down; holds the incidents that share the cause, and the ticket."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class Outage(Table):
    __tablename__ = "outages"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    software: Mapped[str | None]
    """The centre's key. Empty: the centre's file does not list it, or the runbook is about no software."""
    opened_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
