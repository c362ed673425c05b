"""Keep the edition that an incident starts with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from bot.runbook.models import Edition
from bot.tables import flush_of

EDITIONS: Table = Edition.__table__  # type: ignore[assignment]
_KNOWN = select(EDITIONS.c.sha256).where(EDITIONS.c.sha256.in_(bindparam("hashes", expanding=True)))


@dataclass(frozen=True)
class Paper:
    """A file as it reads now: its name without the ending, its content address, and its JSON."""

    name: str
    sha256: str
    body: dict[str, Any]


def keep_editions(session: Session, papers: Sequence[Paper], *, now: datetime) -> None:
    """Keep these editions under their addresses, each once."""
    flush_of(session, Edition)
    known = set(session.connection().scalars(_KNOWN, {"hashes": [paper.sha256 for paper in papers]}))
    for paper in papers:
        if paper.sha256 not in known:
            session.add(Edition(sha256=paper.sha256, name=paper.name, body=paper.body, kept_at=now))
    if len(known) < len(papers):
        session.flush()
