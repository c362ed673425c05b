"""Whom a customer in hand was to go to, and who has them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class Redirect(Table):
    """One colleague was named for one incident's customer; named again, the row begins anew."""

    __tablename__ = "redirects"
    __table_args__ = (
        UniqueConstraint("incident_id", "colleague_id"),
        Index("ix_redirects_status", "status"),
        Index("ix_redirects_colleague_id", "colleague_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    colleague_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    status: Mapped[str]
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """Until when the colleague has time to answer before the lead hears it."""
    unclaimed_at: Mapped[datetime | None]
    """When the lead heard that no answer had come."""
    answered_at: Mapped[datetime | None]
    """When it was claimed, declined, or came to nothing."""
    promise: Mapped[str | None]
    promise_words: Mapped[str | None]
    promised_at: Mapped[datetime | None]
