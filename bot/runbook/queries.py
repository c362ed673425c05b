"""Editions by their address. An edition never changes, so each is read once."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from bot.centre.rules import Centre
from bot.runbook.models import Edition
from bot.runbook.rules import Runbook

_runbooks: dict[str, Runbook] = {}
_centres: dict[str, Centre] = {}


def runbook_of(session: Session, sha256: str) -> Runbook:
    """The runbook that an incident started with."""
    if sha256 not in _runbooks:
        _runbooks[sha256] = Runbook.model_validate(_body(session, sha256))
    return _runbooks[sha256]


def centre_of(session: Session, sha256: str) -> Centre:
    """The centre's file as it read when an incident started."""
    if sha256 not in _centres:
        _centres[sha256] = Centre.model_validate(_body(session, sha256))
    return _centres[sha256]


def _body(session: Session, sha256: str) -> dict[str, Any]:
    return session.get_one(Edition, sha256).body
