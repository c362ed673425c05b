"""The journal of what Telegram gave us, kept before Telegram is told that we have it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Table


class Inbox(Table):
    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_new",
            "update_id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index(
            "ix_inbox_quarantined",
            "update_id",
            sqlite_where=text("state = 'quarantined'"),
            postgresql_where=text("state = 'quarantined'"),
        ),
    )

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    received_at: Mapped[datetime]
    telegram_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who sent it; empty where the update names nobody."""
    body: Mapped[str]
    state: Mapped[str]
    """new → applied | ignored | refused | quarantined"""
    attempts: Mapped[int]
    error: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    """The token of the replica that handles it; empty: nobody, or there is only one."""
