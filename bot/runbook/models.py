"""Editions: a runbook, or the centre's file, as it read at one time; an incident keeps its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Table


class Edition(Table):
    __tablename__ = "editions"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    """The file's name without its ending: `office_software`, `centre`."""
    body: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]
