"""One operator's case: their walk through the runbook, from the first tap to the return."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from bot.tables import BigId, Table


class Incident(Table):
    __tablename__ = "incidents"
    __table_args__ = (
        Index(
            "ix_incidents_open",
            "operator_id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_incidents_open_software",
            "software",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_incidents_outage_id", "outage_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column()
    operator_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    outage_id: Mapped[int] = mapped_column(ForeignKey("outages.id"))
    runbook: Mapped[str] = mapped_column(ForeignKey("editions.sha256"))
    centre: Mapped[str] = mapped_column(ForeignKey("editions.sha256"))

    software: Mapped[str | None]
    software_words: Mapped[str | None]
    """What the operator called it, where the centre's file does not list it."""
    also: Mapped[list[Any]]
    """Further software of the same incident: the centre's keys, in the order they were added."""
    customer: Mapped[str | None]
    """`call` or `chat`: a customer was in hand when it broke."""
    customer_reference: Mapped[str | None]

    step: Mapped[str]
    turn: Mapped[int]
    """Counts the moves of the walk. A button carries the turn it was drawn for."""
    work_status: Mapped[str]
    moved_at: Mapped[datetime]
    wait_until: Mapped[datetime | None]
    channels: Mapped[dict[str, Any]]
    """What the operator found, this time round: channel or `knowledge_base` → works."""
    channel: Mapped[str | None]
    """The channel they work in meanwhile."""

    lead_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lead_at: Mapped[datetime | None]
    next_lead_id: Mapped[int | None]
    """To whom it is being handed over: until they sign, both leads have it."""
    let_go_id: Mapped[int | None]
    """The lead from whom it was taken, because they acknowledged and forgot."""
    lead_asked_at: Mapped[datetime | None]
    """The operator waits for the lead's answer since then."""

    news_at: Mapped[datetime | None]
    """When the operator, waiting for the ticket, last got their card anew though nothing had changed."""
    news_count: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often in a row; one more than the centre's `most_reminders`: they get it no more."""

    recheck_minutes: Mapped[int | None]
    recheck_at: Mapped[datetime | None]
    """When the next recheck is asked. Empty: none are."""
    recheck_asked_at: Mapped[datetime | None]
    """A recheck is on the phone, unanswered."""
    rechecks_unanswered: Mapped[int]

    opened_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    """When the operator said "me too" of a known outage."""
    apart_at: Mapped[datetime | None]
    """When somebody said that it is something else: it is never counted or moved with the others."""
    volunteer_asked_at: Mapped[datetime | None]
    """Asked whether they will be among the first who check the fix; empty again once that is settled."""
    volunteer_seen_at: Mapped[datetime | None]
    """When they were last asked, settled or not: nobody is asked twice about one fix."""
    shift_ends_at: Mapped[datetime | None]
    silent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_as: Mapped[str | None]

    __mapper_args__ = {"version_id_col": version}

    @validates("lead_id")
    def _in_new_hands(self, _: str, lead_id: int | None) -> int | None:
        """Whoever has it now, nothing is being handed over any more."""
        self.next_lead_id = None
        return lead_id


class Duty(Table):
    """One of the three things that a lead does for an operator whose own attempt did not help."""

    __tablename__ = "duties"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    duty: Mapped[str] = mapped_column(primary_key=True)
    ticked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ticked_at: Mapped[datetime]
    redirected_to: Mapped[str | None]


class Word(Table):
    """What a lead and an operator write to each other about an incident."""

    __tablename__ = "words"
    __table_args__ = (Index("ix_words_incident_id", "incident_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    key: Mapped[str | None]
    """One of the prepared answers in place of own words (`text` is empty), read in every language."""
    at: Mapped[datetime]
