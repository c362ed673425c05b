"""What comes in is kept: in the inbox, or while its server is away in the spool, and then in its order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from bot.clock import Clock
from bot.db import Database, is_storage_trouble
from bot.intake.journal import journal
from bot.intake.rules import Entry
from bot.intake.spool import Spool

log = logging.getLogger(__name__)

PATIENCE = 4.0
"""Seconds for the server to take what came; whoever tapped waits as long for a word."""
_AT_ONCE = 100
_LOOK_EVERY = 1.0

Told = Callable[[Sequence[Entry]], None]
"""Tells their senders that these are kept and have to wait."""


class Takes(Protocol):
    """Whoever is told what was journalled: the worker, or the claims of one among several."""

    def hand_over(self, entries: Iterable[Entry]) -> None: ...


class Bringing:
    """Without a spool there is only the database, which then is a file itself."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        takes: Takes,
        spool: Spool | None = None,
        told: Told = lambda _: None,
    ) -> None:
        self._db, self._clock, self._takes, self._spool, self._told = db, clock, takes, spool, told
        self._turn = asyncio.Lock()

    async def bring_in(self, entries: list[Entry]) -> int:
        """Keep them and hand them over; how many were new. Raises StorageFailure where nothing keeps them."""
        if self._spool is None:
            return await self._journalled(entries)
        if not self._spool.count:
            try:
                async with asyncio.timeout(PATIENCE):
                    return await self._journalled(entries)
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("action=database_away updates=%s", len(entries))
        async with self._turn:
            await self._spool.keep(entries)
        self._told(entries)
        return len(entries)

    async def run(self) -> None:
        """Until cancelled: what is in the spool goes into the inbox as soon as that can be."""
        while self._spool is not None:
            await self.replay()
            await asyncio.sleep(_LOOK_EVERY)

    async def replay(self) -> None:
        """All of it, the oldest first. Killed in between, some come twice, and the inbox knows them."""
        if self._spool is None or not self._spool.count:
            return
        async with self._turn:
            try:
                while entries := await self._spool.waiting(_AT_ONCE):
                    async with asyncio.timeout(PATIENCE):
                        await self._journalled(entries)
                    await self._spool.drop(entries)
                    log.info("action=spool_replayed updates=%s left=%s", len(entries), self._spool.count)
            except Exception as error:
                if not is_away(error):
                    raise

    async def _journalled(self, entries: list[Entry]) -> int:
        fresh = await self._db.write_beside("intake", journal, entries, now=self._clock.now())
        self._takes.hand_over(fresh)
        return len(fresh)


def is_away(error: Exception) -> bool:
    """Whether the server, not the update, is at fault."""
    return isinstance(error, TimeoutError) or is_storage_trouble(error)
