"""When updates last came in, kept beyond a process: after a long gap people are told what is held.

A press waits 150 seconds at Telegram and is then forgotten there. The machine's own clock decides, so that
a night that is wound forward has no gaps.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.clock import Clock, SystemClock
from bot.db import Database, is_storage_trouble
from bot.replica.actions import mark

log = logging.getLogger(__name__)

LONGEST = timedelta(minutes=2)
"""A gap that nobody need hear of: what was tapped in it still came."""
MARK_EVERY = timedelta(seconds=15)
INTAKE = "intake"

OnGap = Callable[[Session, timedelta], int]
"""(session, how long): tells whom it concerns, in the transaction that notes it; how many that were."""


class Gaps:
    """Asked each time that Telegram answered and what it gave is kept."""

    def __init__(self, db: Database, on_gap: OnGap, machine: Clock | None = None) -> None:
        self._db, self._on_gap, self._machine = db, on_gap, machine or SystemClock()
        self._marked: datetime | None = None

    async def came_in(self) -> None:
        """Note it, and tell people of the gap before it. While the database is away nothing is noted."""
        now = self._machine.now()
        if self._marked is not None and timedelta() <= now - self._marked < MARK_EVERY:
            return
        try:
            gap = await self._db.write_from("intake", self._noted, now)
        except Exception as error:
            if not is_storage_trouble(error):
                raise
            return
        self._marked = now
        if gap is not None:
            log.warning("action=gap seconds=%.0f", gap.total_seconds())

    def _noted(self, session: Session, now: datetime) -> timedelta | None:
        before = mark(session, INTAKE, now)
        gap = timedelta() if before is None else now - before
        if gap <= LONGEST:
            return None
        self._on_gap(session, gap)
        return gap
