"""A timer whose moment has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple


class Fired(NamedTuple):
    """What was armed. Its row is gone in the transaction in which it fires."""

    key: str
    kind: str
    incident_id: int | None
    due_at: datetime
    data: Mapping[str, Any]
