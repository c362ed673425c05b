"""People, what they may do, and the invitations that let them in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class Person(Table):
    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str]
    language: Mapped[str]
    time_zone: Mapped[str]
    phone: Mapped[str | None]
    recheck_minutes: Mapped[int | None]
    provider: Mapped[str | None]
    """Who brings them the internet, and below by which VPN: in their own words, as far as they said so."""
    vpn: Mapped[str | None]
    joined_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    """When they first pressed Start: before that Telegram lets nobody write to them."""
    unreachable_at: Mapped[datetime | None]
    unreachable_why: Mapped[str | None]
    left_at: Mapped[datetime | None]


class Grant(Table):
    """One person holds one role. `level` is their place on the ladder where no shift says otherwise."""

    __tablename__ = "grants"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int]
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Invitation(Table):
    """A one-time deep link. Only the hash of its secret is kept."""

    __tablename__ = "invitations"

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    role: Mapped[str]
    level: Mapped[int]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    used_at: Mapped[datetime | None]


class Vouching(Table):
    """An invitation that lets nobody in before a second person has said that they know of it."""

    __tablename__ = "vouchings"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    secret_hash: Mapped[str] = mapped_column(ForeignKey("invitations.secret_hash"), unique=True)
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    granted: Mapped[bool | None]
    """What they said; None: nothing yet."""


Index("ix_grants_role", Grant.role)
