"""What goes next: claimed, and drawn as it is true now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.db import Database
from bot.outbox.delivery_actions import claim
from bot.outbox.rules import Priority
from bot.replica.seat import Seat
from bot.telegram.drawing import Drawer
from bot.telegram.preparing import PathOf, Ready, prepared


class Picking:
    """Of one sender. `quiet_between`: how long a phone rings at most once about one incident."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        seat: Seat,
        drawers: Mapping[str, Drawer],
        shelf_path: PathOf,
        quiet_between: Callable[[], timedelta],
    ) -> None:
        self._db, self._clock, self._seat = db, clock, seat
        self._drawers, self._shelf_path, self._quiet_between = drawers, shelf_path, quiet_between
        self.under_way = 0
        """How many handfuls are being claimed and drawn: one of whatever waits, and pages beside it."""

    async def pick(
        self, busy: Collection[int], worst: Priority, most: int, *, beside: bool = False
    ) -> Sequence[Ready]:
        """Up to `most` rows, of nobody who is busy. `beside`: drawn without waiting for another handful."""
        read = self._db.read if beside else self._db.read_first
        self.under_way += 1
        try:
            rows = await self._db.write_first(
                "delivery",
                claim,
                self._seat.token,
                busy,
                most,
                worst=worst,
                now=self._clock.now(),
                quiet_between=self._quiet_between(),
                share=None if self._seat.alone else self._seat.share,
            )
            return await read(prepared, rows, self._drawers, self._shelf_path) if rows else ()
        finally:
            self.under_way -= 1
