"""Keep the edition that an incident starts with."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.runbook.models import Edition


def content_address(body: dict[str, Any]) -> str:
    """sha256 of the canonical JSON."""
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def keep_edition(session: Session, name: str, body: dict[str, Any], *, now: datetime) -> str:
    """Keep this edition, once, and answer its address."""
    sha256 = content_address(body)
    if session.get(Edition, sha256) is None:
        session.add(Edition(sha256=sha256, name=name, body=body, kept_at=now))
        session.flush()
    return sha256
