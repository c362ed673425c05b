"""What the bot found by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Table


class ProbeResult(Table):
    """The last look at one software."""

    __tablename__ = "probe_results"

    software: Mapped[str] = mapped_column(primary_key=True)
    finding: Mapped[str]
    status: Mapped[int | None]
    green: Mapped[bool | None]
    """Empty: the probe could not be made."""
    checked_at: Mapped[datetime]
    since: Mapped[datetime]
    """Since when it has found the same colour."""
