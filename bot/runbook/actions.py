"""Keep the edition that an incident starts with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.runbook.models import Edition


@dataclass(frozen=True)
class Paper:
    """A file as it reads now: its name without the ending, its content address, and its JSON."""

    name: str
    sha256: str
    body: dict[str, Any]


def keep_edition(session: Session, paper: Paper, *, now: datetime) -> str:
    """Keep this edition, once, and answer its address."""
    if session.get(Edition, paper.sha256) is None:
        session.add(Edition(sha256=paper.sha256, name=paper.name, body=paper.body, kept_at=now))
        session.flush()
    return paper.sha256
