"""What the sysadmin is told, piece by piece, and what they answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from bot.tables import BigId, Table


class Ticket(Table):
    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_status", "status"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column()
    outage_id: Mapped[int] = mapped_column(ForeignKey("outages.id"), unique=True)
    status: Mapped[str]
    filed_at: Mapped[datetime]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    acknowledged_at: Mapped[datetime | None]
    next_sysadmin_id: Mapped[int | None]
    """To whom it is being handed over: until they sign, both sysadmins have it."""
    estimate_at: Mapped[datetime | None]
    news_asked_at: Mapped[datetime | None]
    """ "Still on it?" is on the sysadmin's phone, unanswered."""
    let_go_id: Mapped[int | None]
    """The sysadmin from whom it was taken, because no news came."""
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    resolved_at: Mapped[datetime | None]
    cannot_resolve_why: Mapped[str | None]
    reopened_at: Mapped[datetime | None]
    joined_id: Mapped[int | None]
    """The ticket that goes on for it, since their outages became one."""

    __mapper_args__ = {"version_id_col": version}

    @validates("acknowledged_by")
    def _in_new_hands(self, _: str, sysadmin_id: int | None) -> int | None:
        """Whoever has it now, nothing is being handed over any more."""
        self.next_sysadmin_id = None
        return sysadmin_id


class ReportPart(Table):
    """One piece of a report, in the order it came: words, a picture, "no picture can be made"."""

    __tablename__ = "report_parts"
    __table_args__ = (
        Index("ix_report_parts_incident_id", "incident_id"),
        UniqueConstraint("message_id", "by_id", "kind"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    kind: Mapped[str]
    text: Mapped[str | None]
    picture: Mapped[str | None] = mapped_column(ForeignKey("pictures.sha256"))
    inquiry_id: Mapped[int | None] = mapped_column(ForeignKey("inquiries.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]


class Inquiry(Table):
    """The sysadmin asks one operator for details."""

    __tablename__ = "inquiries"
    __table_args__ = (
        Index("ix_inquiries_incident_id", "incident_id"),
        Index("ix_inquiries_ticket_id", "ticket_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    question: Mapped[str]
    key: Mapped[str | None]
    """One of the prepared questions (`question` is empty): each reads it in their language."""
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
