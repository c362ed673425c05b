"""Every hour what has been kept long enough goes: pictures, raw updates, promises that were settled.

A few at a time, each few in a transaction of their own, so that nobody's tap waits for it. Several bots may
do it side by side: each tidies its own shelf, and the rows are the same for all.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot.centre.rules import Timings
from bot.clock import Clock
from bot.db import Database, is_storage_trouble
from bot.intake.journal import forget_settled, settled_before
from bot.outbox.forget_actions import forget_messages, messages_before
from bot.picture.actions import mark_dropped
from bot.picture.keeping import Shelf
from bot.picture.queries import kept_since, pictures_older_than

log = logging.getLogger(__name__)

_BETWEEN = 3600.0
_AT_ONCE = 500
_COMES_AGAIN = timedelta(hours=24)
"""So long Telegram may give an update once more: its number has to be known until then."""


class Swept(NamedTuple):
    """How many of each went, or would go."""

    pictures: int
    updates: int
    messages: int


class Limits(NamedTuple):
    """What came in before these moments has been kept long enough."""

    pictures: datetime
    updates: datetime
    messages: datetime


def limits_at(now: datetime, timings: Timings) -> Limits:
    """By the centre's file."""
    updates = max(timings.updates_kept, _COMES_AGAIN)
    return Limits(now - timings.pictures_kept, now - updates, now - timings.messages_kept)


def due(session: Session, limits: Limits) -> Swept:
    """What would go now."""
    return Swept(
        len(pictures_older_than(session, limits.pictures)),
        settled_before(session, limits.updates),
        messages_before(session, limits.messages),
    )


class Sweeper:
    """Keeps one bot's database and shelf from keeping too much."""

    def __init__(self, db: Database, clock: Clock, timings: Callable[[], Timings], shelf: Shelf) -> None:
        self._db, self._clock, self._timings, self._shelf = db, clock, timings, shelf

    async def run(self) -> None:
        """For ever, every hour."""
        while True:
            await self.turn()
            await asyncio.sleep(_BETWEEN)

    async def turn(self) -> None:
        """Once, and what came of it for the log. Without disk or seat it waits for its next turn."""
        try:
            swept = await self.once()
        except Exception as error:
            if is_storage_trouble(error):
                log.warning("action=forgetting_waits why=%s", error)
            else:
                log.exception("action=forgetting_failed")
        else:
            if any(swept):
                log.info("action=forgotten pictures=%s updates=%s messages=%s", *swept)

    async def once(self) -> Swept:
        """Everything that is due now; how much that was."""
        limits = limits_at(self._clock.now(), self._timings())
        return Swept(
            await self._pictures(limits.pictures),
            await self._rows(forget_settled, limits.updates),
            await self._rows(forget_messages, limits.messages),
        )

    async def _pictures(self, before: datetime) -> int:
        """The bytes first, then the note; what lies on the shelf without any note goes as well."""
        noted = [one.sha256 for one in await self._db.read(pictures_older_than, before)]
        young = await self._db.read(kept_since, before)
        stray = [sha256 for sha256 in await self._shelf.older_than(before) if sha256 not in young]
        for sha256 in dict.fromkeys((*noted, *stray)):
            await self._shelf.drop(sha256)
            await self._db.write_from("forgetting", mark_dropped, sha256, now=self._clock.now())
        return len({*noted, *stray})

    async def _rows(self, forget: Callable[..., int], before: datetime) -> int:
        gone = 0
        while some := await self._db.write_from("forgetting", forget, before=before, most=_AT_ONCE):
            gone += some
        return gone
