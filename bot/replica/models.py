"""Who works on this database at the moment, and which single thing is whose. Times are the database's own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Table


class Replica(Table):
    """One life of one process. Whoever has no row here can change nothing in this database."""

    __tablename__ = "replicas"
    __table_args__ = (Index("ix_replicas_name", "name", unique=True),)

    token: Mapped[str] = mapped_column(primary_key=True)
    """Of this life only: what a process claims, it claims under its token."""
    name: Mapped[str]
    """Of its DATA_DIR, in which only one process lives at a time."""
    version: Mapped[str]
    """Of its program's schema and ways (`bot.schema.VERSION`)."""
    since: Mapped[datetime]
    until: Mapped[datetime]
    """It is taken for dead afterwards, unless it says before that it lives."""


class Lease(Table):
    """Something that only one replica does, like fetching updates."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    """A replica's token; it may be dead."""
    term: Mapped[int]
    """Counts the holders."""
    until: Mapped[datetime]


class Mark(Table):
    """A moment that outlives a process, by the bot's own clock."""

    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
