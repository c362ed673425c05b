"""Keep the edition that an incident starts with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.runbook.models import Edition

_KNOWN = select(Edition.sha256).where(Edition.sha256 == bindparam("sha256"))


@dataclass(frozen=True)
class Paper:
    """A file as it reads now: its name without the ending, its content address, and its JSON."""

    name: str
    sha256: str
    body: dict[str, Any]


def keep_edition(session: Session, paper: Paper, *, now: datetime) -> str:
    """Keep this edition, once, and answer its address."""
    known = session.connection().scalar(_KNOWN, {"sha256": paper.sha256})
    if known is None:
        session.add(Edition(sha256=paper.sha256, name=paper.name, body=paper.body, kept_at=now))
        session.flush()
    return paper.sha256
