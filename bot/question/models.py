"""What a person's next message answers. At most one question is open to a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Table


class Question(Table):
    __tablename__ = "questions"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[str]
    subject_id: Mapped[int | None]
    asked_at: Mapped[datetime]
    data: Mapped[dict[str, Any]]
