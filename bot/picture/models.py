"""What we know of every picture we ever kept; the bytes are on the shelf (keeping.py)."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Table


class Picture(Table):
    """One picture, by the hash of its bytes. It stays as a note after the bytes are gone (`dropped_at`)."""

    __tablename__ = "pictures"
    __table_args__ = (
        Index(
            "ix_pictures_on_shelf",
            "kept_at",
            sqlite_where=text("dropped_at IS NULL"),
            postgresql_where=text("dropped_at IS NULL"),
        ),
    )

    sha256: Mapped[str] = mapped_column(primary_key=True)
    mime: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    """Bytes."""
    kept_at: Mapped[datetime]
    """When it came in, the last time if it came in more than once: from here its days are counted."""
    dropped_at: Mapped[datetime | None]
    looks: Mapped[str | None]
    """A perceptual hash (`rules.LOOKS`), to fold what looks alike. Empty: kept before there was one."""
    telegram_file_id: Mapped[str | None]
    """Of our own upload: to send it again costs no upload. Only good for the bot that got it."""
