"""What a lead does for many at once: kept, told, and open to be undone for a minute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.rules import Way
from bot.incident.telling import OUTAGE_CARD, show, show_outage
from bot.incident.telling_all import tell_all
from bot.outage.actions import keep_deed, select_incidents
from bot.outage.models import BulkDeed, Outage
from bot.outage.queries import last_deed
from bot.outage.rules import UNDO_WITHIN, NothingToDo
from bot.timer.actions import arm, disarm
from bot.timer.queries import timer
from bot.timer.rules import Fired

UNDO_OVER = "undo_over"
"""The timer that draws the button away."""


def carried_out(
    session: Session,
    outage: Outage,
    kind: str,
    changed: Sequence[Incident],
    *,
    by: int,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    operator: Way = Way.EDIT,
) -> BulkDeed:
    """Everybody's cards follow, nobody is selected any more. NothingToDo where nothing changed."""
    if not changed:
        raise NothingToDo
    older = last_deed(session, outage.id, by)
    if older is not None:
        disarm(session, _key(older))
    ids = [incident.id for incident in changed]
    deed = keep_deed(session, outage.id, kind, ids, before or {}, by=by, now=now)
    arm(session, _key(deed), UNDO_OVER, at=now + UNDO_WITHIN, deed=deed.id, outage=outage.id, lead=by)
    select_incidents(session, by, outage.id, [])
    tell_all(session, changed, now=now, operator=operator)
    show_outage(session, outage, now=now)
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.EDIT, now=now)
    return deed


def undoable(session: Session, outage_id: int, lead_id: int) -> BulkDeed | None:
    """What this lead did last for many here, while there is time to undo it."""
    deed = last_deed(session, outage_id, lead_id)
    return deed if deed is not None and timer(session, _key(deed)) is not None else None


def settle_deed(session: Session, deed: BulkDeed) -> None:
    """It is undone: no button, and no timer that would draw it away."""
    disarm(session, _key(deed))


def undo_over(session: Session, timer: Fired, *, now: datetime) -> None:
    """The minute is over, and so is the button."""
    show(session, OUTAGE_CARD, timer.data["outage"], to=timer.data["lead"], way=Way.EDIT, now=now)


def _key(deed: BulkDeed) -> str:
    return f"undo:{deed.id}"
