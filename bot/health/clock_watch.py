"""Somebody set the machine's clock: the administrators hear of it, because pages come early or late by it."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import Move, SteadyClock
from bot.db import Database, is_storage_trouble
from bot.outbox.actions import put
from bot.person.queries import people_with
from bot.person.rules import Role

log = logging.getLogger(__name__)

CARD = "clock_moved"
_EVERY = 5.0
_SUBJECT = 0


class ClockWatch:
    """Tells each move once it is durable; what could not be told waits."""

    def __init__(self, db: Database, clock: SteadyClock) -> None:
        self._db, self._clock = db, clock

    async def run(self) -> None:
        while True:
            await self.once()
            await asyncio.sleep(_EVERY)

    async def once(self) -> None:
        now = self._clock.now()
        while self._clock.moves:
            try:
                await self._db.write(tell_clock_moved, self._clock.moves[0], now=now)
            except Exception as error:
                if not is_storage_trouble(error):
                    log.exception("action=clock_move_not_told")
                return
            self._clock.moves.popleft()


def tell_clock_moved(session: Session, move: Move, *, now: datetime) -> None:
    for administrator in people_with(session, Role.ADMINISTRATOR):
        put(
            session, CARD, _SUBJECT, to=administrator.id, now=now, fresh=True,
            seconds=round(move.seconds), at=int(move.at.timestamp()),
        )  # fmt: skip
