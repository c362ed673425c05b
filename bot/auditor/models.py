"""What was put right: for the card, and so that nothing is put right again and again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class Repair(Table):
    __tablename__ = "repairs"
    __table_args__ = (Index("ix_repairs_at", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    """A row's id or a timer's key, as `Found` has it."""
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    at: Mapped[datetime]
