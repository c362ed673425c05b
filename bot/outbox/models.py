"""What is promised to people, and what is on their phones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class Outgoing(Table):
    """One promise: this person shall see this card as it is at the moment of sending."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "uq_outbox_one_pending_a_card",
            "person_id",
            "card",
            "subject_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_outbox_retired",
            "person_id",
            "subject_id",
            sqlite_where=text("card = 'retired'"),
            postgresql_where=text("card = 'retired'"),
        ),
        Index(
            "ix_outbox_sending",
            "lease_until",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    card: Mapped[str]
    """Which drawer draws it (bot/roles/*/pages.py)."""
    subject_id: Mapped[int]
    data: Mapped[dict[str, Any]]
    """For the drawer, beside the subject: references and numbers, no text."""
    fresh: Mapped[bool]
    """A new message at the bottom of the chat, not an edit."""
    sound: Mapped[bool]
    why: Mapped[str | None]
    """Why it makes a sound, a `SoundWhy`; empty for what comes silently."""
    incident_id: Mapped[int | None]
    """What the sound is about: one person hears little about one incident at once."""
    priority: Mapped[int]
    state: Mapped[str]
    not_before: Mapped[datetime | None]
    attempts: Mapped[int]
    repeat: Mapped[bool]
    """It may have arrived already: say so on it."""
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None]
    receipt: Mapped[str | None]
    """Who wants to know how it ended, e.g. `page:55`."""
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)


class SoundMade(Table):
    """A phone rang: Telegram took a message with sound. Kept so that a night's noise can be explained."""

    __tablename__ = "sounds"
    __table_args__ = (Index("ix_sounds_person_id_at", "person_id", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    at: Mapped[datetime]
    why: Mapped[str]
    card: Mapped[str]
    subject_id: Mapped[int]


class Card(Table):
    """The live message of one person about one subject."""

    __tablename__ = "cards"
    __table_args__ = (Index("ix_cards_card_subject_id", "card", "subject_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    card: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger)
    drawn_hash: Mapped[str]
    has_picture: Mapped[bool]
    sent_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    """When the message last changed on the phone; empty: not since it was sent."""


class ChatPause(Table):
    """Telegram asked for silence (429): nothing goes to this person before `until`, restart or not."""

    __tablename__ = "chat_pauses"

    person_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    """0: the whole bot."""
    until: Mapped[datetime]
