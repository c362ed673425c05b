"""The ladder of pages, and each page on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class Escalation(Table):
    """One climb up one ladder about one subject, until somebody acknowledges or it becomes void."""

    __tablename__ = "escalations"
    __table_args__ = (
        Index(
            "uq_escalations_one_open_a_subject",
            "ladder",
            "subject_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_escalations_subject", "ladder", "subject_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ladder: Mapped[str]
    """`lead` (the subject is an incident) or `sysadmin` (the subject is a ticket)."""
    subject_id: Mapped[int]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    centre: Mapped[str] = mapped_column(ForeignKey("editions.sha256"))
    """The edition of the centre's file whose ladder is climbed."""
    level: Mapped[int]
    """Counts from 1; 0 before the first page."""
    round: Mapped[int]
    """How often the top level was begun anew."""
    started_at: Mapped[datetime]
    level_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Page(Table):
    """One person is asked to act, on one level, in one round."""

    __tablename__ = "pages"
    __table_args__ = (
        UniqueConstraint("escalation_id", "level", "round", "person_id"),
        Index("ix_pages_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    level: Mapped[int]
    round: Mapped[int]
    paged_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    refused_why: Mapped[str | None]
