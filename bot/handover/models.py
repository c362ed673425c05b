"""What passes from whoever's time on duty ends to the next, and to whom it was offered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class Handover(Table):
    """All open incidents of one lead, or all open tickets of one sysadmin, until somebody signs."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index(
            "uq_handovers_one_unsigned_a_role",
            "from_id",
            "role",
            unique=True,
            sqlite_where=text("signed_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=text("signed_at IS NULL AND dropped_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    role: Mapped[str]
    """`duty_lead`: incidents are handed over; `sysadmin`: tickets are."""
    from_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    begun_at: Mapped[datetime]
    begun_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Empty: their time on duty ended. Else they began it themselves, earlier."""
    named_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The colleague whom they named."""
    level: Mapped[int]
    """The level of the ladder that is being paged; 0: the named colleague only."""
    level_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    """When further people are paged too. Empty: while the one who hands over is still on duty."""
    rings: Mapped[int]
    """How often this level was paged."""
    summary: Mapped[list[Any]]
    """What the cards show now, or what was signed: references and numbers, no customer's data."""
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    dropped_why: Mapped[str | None]
    """`extended`: they are on duty again; `nothing_left`; `withdrawn` by themselves."""


class Offer(Table):
    """One person is asked to sign."""

    __tablename__ = "handover_offers"
    __table_args__ = (UniqueConstraint("handover_id", "person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    level: Mapped[int]
    """The level on which they were paged last."""
    offered_at: Mapped[datetime]
    refused_at: Mapped[datetime | None]
    """Telegram would not bring them the card."""
