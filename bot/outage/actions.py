"""Open, widen and end an outage; keep what a lead did for many, and how they look at a board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.outage.models import BoardView, BulkDeed, Outage
from bot.outage.queries import board_view


def open_outage(session: Session, software: str | None, *, now: datetime) -> Outage:
    """An outage of one: further operators join it later."""
    outage = Outage(software=software, opened_at=now, resolved_at=None)
    session.add(outage)
    session.flush()
    return outage


def end_outage(session: Session, outage_id: int, *, now: datetime) -> None:
    outage = session.get_one(Outage, outage_id)
    outage.resolved_at = outage.resolved_at or now


def reopen_outage(session: Session, outage_id: int) -> None:
    """Somebody waits for it again."""
    outage = session.get_one(Outage, outage_id)
    outage.resolved_at = outage.joined_id = None


def keep_deed(
    session: Session,
    outage_id: int,
    kind: str,
    incidents: Sequence[int],
    before: Mapping[str, Any],
    *,
    by: int,
    now: datetime,
) -> BulkDeed:
    """What a lead did for many at once. `before`: see `BulkDeed`."""
    deed = BulkDeed(outage_id=outage_id, kind=kind, by_id=by, at=now)
    deed.incidents, deed.before = list(incidents), dict(before)
    session.add(deed)
    session.flush()
    return deed


def turn_page(session: Session, person_id: int, outage_id: int, page: int) -> None:
    """This person looks at this page of the board; the first is 0."""
    _view(session, person_id, outage_id).page = page
    session.flush()


def select_incidents(session: Session, person_id: int, outage_id: int, incidents: Sequence[int]) -> None:
    """Whom this person means from now on; nobody named: everybody."""
    view = _view(session, person_id, outage_id)
    view.selected, view.page = list(incidents), 0
    session.flush()


def _view(session: Session, person_id: int, outage_id: int) -> BoardView:
    view = board_view(session, person_id, outage_id)
    if view is None:
        view = BoardView(person_id=person_id, outage_id=outage_id, page=0, selected=[])
        session.add(view)
    return view
