"""One claimed row: shown on the phone, and written down how it ended."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db import Database, is_storage_trouble
from bot.outbox.actions import Receiver, Shown
from bot.outbox.delivery_actions import settle
from bot.outbox.rules import Outcome, Sent, Stale, Unchanged
from bot.picture.actions import remember_file_id
from bot.telegram.preparing import Ready
from bot.telegram.voice import Voice

log = logging.getLogger(__name__)


class Delivery:
    """Sent first, marked afterwards. `receivers` are told in the transaction that marks."""

    def __init__(self, db: Database, voice: Voice, clock: Clock, receivers: Mapping[str, Receiver]) -> None:
        self._db = db
        self._voice = voice
        self._clock = clock
        self._receivers = receivers

    async def deliver(self, ready: Ready, token: str) -> Outcome:
        """Show it and settle it. Raises what the database raises: the row is then left to its lease."""
        outcome, shown = await self._show(ready)
        await self._settle(ready, token, outcome, shown)
        return outcome

    async def _show(self, ready: Ready) -> tuple[Outcome, Shown | None]:
        claimed, drawing = ready.claimed, ready.drawing
        if drawing is None:
            return Stale(), None
        if ready.unchanged:
            return Unchanged(), None
        if ready.edits is not None:
            outcome, drawn = await self._voice.edit(
                ready.chat_id, ready.edits, drawing, ready.plain,
                priority=claimed.priority, captioned=ready.captioned,
            )  # fmt: skip
        else:
            outcome, drawn = await self._voice.send(
                ready.chat_id, drawing, ready.plain,
                priority=claimed.priority, silent=not claimed.sound, photo=ready.photo,
            )  # fmt: skip
        sounded = ready.edits is None and claimed.sound
        with_picture = isinstance(outcome, Sent) and outcome.picture_id is not None
        drawn_hash = ready.drawn_hash if drawn is drawing else ""
        return outcome, Shown(drawn_hash, with_picture, ready.edits, sounded)

    async def _settle(self, ready: Ready, token: str, outcome: Outcome, shown: Shown | None) -> None:
        """Write it down. A receiver that fails must not have the message sent again for ever."""
        source = f"delivery {ready.claimed.id}"
        for receivers in (self._receivers, {}):
            try:
                await self._db.write_first(
                    source, _settled, ready, token, outcome, shown, receivers, now=self._clock.now()
                )
                break
            except Exception as error:
                if is_storage_trouble(error):
                    raise
                log.exception("action=receiver_failed outgoing=%s", ready.claimed.id)
        if not isinstance(outcome, Sent | Unchanged | Stale):
            log.warning("action=not_delivered outgoing=%s outcome=%s", ready.claimed.id, outcome)


def _settled(
    session: Session,
    ready: Ready,
    token: str,
    outcome: Outcome,
    shown: Shown | None,
    receivers: Mapping[str, Receiver],
    *,
    now: datetime,
) -> None:
    picture = ready.drawing.picture if ready.drawing else None
    if picture and isinstance(outcome, Sent) and outcome.picture_id:
        remember_file_id(session, picture, outcome.picture_id)
    settle(session, ready.claimed.id, token, outcome, now=now, shown=shown, receivers=receivers)
