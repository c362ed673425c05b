"""The history: rows are added and never changed. Triggers in the first migration refuse UPDATE and DELETE."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class SealedWords(Table):
    """People's words in events, beside the history, which only has their seals: these rows may go."""

    __tablename__ = "sealed_words"
    __table_args__ = (
        Index("ix_sealed_words_incident_id", "incident_id"),
        Index("ix_sealed_words_person_id", "person_id"),
    )

    seal: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[str]
    """Without it short words could be guessed from their seal."""
    text: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Whose they are."""
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))


class TimelineEvent(Table):
    __tablename__ = "timeline"
    __table_args__ = (
        UniqueConstraint("why", "part"),
        Index("ix_timeline_incident_id_id", "incident_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    kind: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who did it. Empty: the night itself (a timer)."""
    at: Mapped[datetime]
    why: Mapped[str]
    """What it came from: `update 812`, `timer recheck:17`, `delivery 91`, `command …`."""
    part: Mapped[int]
    """Counts the events of one cause, so that the same cause can never be written twice."""
    data: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]
