"""Keep the edition that an incident starts with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.runbook.models import Edition
from bot.tables import flush_of

EDITIONS: Table = Edition.__table__  # type: ignore[assignment]
_KNOWN = Prepared(select(EDITIONS.c.sha256).where(EDITIONS.c.sha256 == bindparam("hash")))


@dataclass(frozen=True)
class Paper:
    """A file as it reads now: its name without the ending, its content address, and its JSON."""

    name: str
    sha256: str
    body: dict[str, Any]


def keep_editions(session: Session, papers: Sequence[Paper], *, now: datetime) -> None:
    """Keep these editions under their addresses, each once."""
    flush_of(session, Edition)
    for paper in papers:
        if _KNOWN.first(session, hash=paper.sha256) is None:
            session.add(Edition(sha256=paper.sha256, name=paper.name, body=paper.body, kept_at=now))
            session.flush()
