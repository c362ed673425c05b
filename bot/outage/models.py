"""One piece of software being down; holds the incidents that share the cause, and the ticket."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class Outage(Table):
    __tablename__ = "outages"
    __table_args__ = (
        Index(
            "ix_outages_open",
            "software",
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    software: Mapped[str | None]
    """The centre's key. Empty: the centre's file does not list it, or the runbook is about no software."""
    opened_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    mass_at: Mapped[datetime | None]
    """When it became a mass outage: from then on it has one lead, one board and one page, whoever joins."""
    lead_id: Mapped[int | None]
    """The lead who acknowledged the mass outage: whoever joins is theirs at once."""
    lead_at: Mapped[datetime | None]
    joined_id: Mapped[int | None]
    """The outage that all its incidents went over to."""
    return_phase: Mapped[str | None]
    """`bot.outage.rules.ReturnPhase`; empty: nobody returns."""
    wave_at: Mapped[datetime | None]
    """When the next wave is asked."""
    wave: Mapped[int | None]
    """How many waves were asked since the fix."""


class BulkDeed(Table):
    """What a lead did for many at once, so that it can be undone within a minute."""

    __tablename__ = "bulk_deeds"
    __table_args__ = (
        Index("ix_bulk_deeds_by_id_at", "by_id", "at"),
        Index("ix_bulk_deeds_outage_id", "outage_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    outage_id: Mapped[int] = mapped_column(ForeignKey("outages.id"))
    kind: Mapped[str]
    """A duty's name, or what the conductor calls it (bulk_actions.py, moving_actions.py)."""
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    incidents: Mapped[list[Any]]
    """The incidents that it changed; those where it was so already are not among them."""
    before: Mapped[dict[str, Any]]
    """By incident: the outage that it was in, the colleague who was named for its customer, or since when its
    operator had waited for the lead's answer. Of a move also `to`, its outage, and `apart`, who had been."""
    undone_at: Mapped[datetime | None]


class BoardView(Table):
    """How one lead looks at one board: the page, and whom they have selected."""

    __tablename__ = "board_views"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    outage_id: Mapped[int] = mapped_column(ForeignKey("outages.id"), primary_key=True)
    page: Mapped[int]
    selected: Mapped[list[Any]]
    """Incidents; empty: everybody."""
