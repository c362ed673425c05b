"""Keeps the worker busy where several replicas share one inbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from bot.db import Database, Woken, is_storage_trouble
from bot.intake.claiming import claim
from bot.intake.journal import ARRIVED
from bot.intake.rules import Entry
from bot.intake.worker import Worker
from bot.replica.seat import Seat

log = logging.getLogger(__name__)

_AT_ONCE = 16
_IN_HAND = 64
_LOOK_EVERY = 1.0
"""Seconds: nobody need tell us anything, it is only quicker."""


class Claims:
    """Takes what is ours out of the inbox as soon as it is there, and hands it to the worker."""

    def __init__(self, db: Database, worker: Worker, seat: Seat) -> None:
        self._db, self._worker, self._seat = db, worker, seat
        self._woken = asyncio.Event()
        worker.on_ended = self._woken.set
        db.after_commit.append(self._committed)

    def hand_over(self, entries: Iterable[Entry]) -> None:
        """These were just journalled: they are claimed like everybody's."""
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled. What is claimed in that moment is given back with the seat."""
        while True:
            self._woken.clear()
            if not await self._take():
                try:
                    async with asyncio.timeout(_LOOK_EVERY):
                        await self._woken.wait()
                except TimeoutError:
                    continue

    async def _take(self) -> int:
        """Claim what there is room for; how many that were."""
        share = self._seat.share
        in_hand = [entry for lane in self._worker.lanes.values() for entry, _ in lane]
        room = min(_IN_HAND - len(in_hand), _AT_ONCE)
        if room <= 0 or share is None:
            return 0
        suspects = not any(entry.suspect for entry in in_hand)
        try:
            entries = await self._db.write_beside(
                "claims",
                claim,
                self._seat.token,
                share,
                room,
                suspects=suspects,
                in_hand=[entry.update_id for entry in in_hand],
            )
        except Exception as error:
            if not is_storage_trouble(error):
                raise
            log.warning("action=inbox_unreadable why=%s", error)
            return 0
        self._worker.hand_over(entries)
        return len(entries)

    def _committed(self, woken: Woken) -> None:
        if ARRIVED in woken:
            self._woken.set()
