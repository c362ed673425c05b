"""A restored database: what was promised before that moment waits until a person lets it go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class Hold(Table):
    """One restore."""

    __tablename__ = "holds"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    made_at: Mapped[datetime]
    """When the backup was made: what happened between then and `restored_at` is not known here."""
    restored_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Empty: from the command line."""
