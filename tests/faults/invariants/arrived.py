"""V1 and V2: what Telegram gave us."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.intake.models import Inbox
from bot.intake.rules import State
from tests.faults.evidence import Evidence

_FINAL = {State.APPLIED, State.REFUSED, State.IGNORED}


def confirmed(session: Session, night: Evidence) -> Iterator[str]:
    """That no row is there twice is the table's own key; what was never sent is not there either."""
    kept = list(session.scalars(select(Inbox.update_id)))
    if missing := night.box.updates.confirmed - set(kept):
        yield f"{len(missing)} updates were confirmed and are not in the inbox: {sorted(missing)[:5]}"
    if strange := set(kept) - night.box.updates.given:
        yield f"updates that nobody sent: {sorted(strange)[:5]}"
    if len(kept) != len(set(kept)):
        yield f"{len(kept) - len(set(kept))} updates stand in the inbox twice"


def settled(session: Session, night: Evidence) -> Iterator[str]:
    for row in session.scalars(select(Inbox)):
        meant = row.state == State.QUARANTINED and row.update_id in night.poison
        if row.settled_at is None or not (row.state in _FINAL or meant):
            yield f"update {row.update_id} is {row.state} ({row.error}): {row.body[:200]}"
