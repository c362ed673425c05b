"""The canary: every quarter of an hour an update of our own flies the whole way from the journal to Telegram.

docs/decisions/0102-a-canary-of-our-own.md says why it flies so and not otherwise.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from aiogram.types import Update

from bot.centre.rules import Centre
from bot.clock import Clock
from bot.db import Database, is_storage_trouble
from bot.health.canary_actions import came, stage_of, tell_administrators
from bot.health.canary_rules import FIRST, TIME_TO_ARRIVE, Stage, number_at, raw_update
from bot.intake.rules import Entry, State, entry

log = logging.getLogger(__name__)

_FIRST_AFTER = timedelta(minutes=1)
_LOOK_EVERY = 1.0

BringIn = Callable[[Entry], Awaitable[Any]]
"""Journals an update and hands it over, as whatever Telegram gives."""
Pause = Callable[[float], Awaitable[Any]]


class Canary:
    """`chat_id`: where it is heard; None: nowhere, its last step asks Telegram who we are.

    `stopped_at`: where the last one did not come on; None while they arrive. `seconds`: its journey.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        centre: Callable[[], Centre],
        bring_in: BringIn,
        chat_id: int | None,
        bot_id: int,
        *,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._db, self._clock, self._centre = db, clock, centre
        self._bring_in, self._pause = bring_in, pause
        self._chat_id, self._bot_id = chat_id or bot_id, bot_id
        self.stopped_at: Stage | None = None
        self.seconds: float | None = None
        self.flown: Counter[str] = Counter()
        self._since: datetime | None = None
        self._untold = False

    async def run(self, every: timedelta) -> None:
        """For ever, the first soon after a start."""
        await self._pause(min(_FIRST_AFTER, every).total_seconds())
        while True:
            try:
                await self.fly()
            except Exception:
                log.exception("action=canary_failed")
            await self._pause(every.total_seconds())

    async def fly(self) -> Stage:
        """Let one fly, and see how far it comes in a minute."""
        began, number = time.monotonic(), number_at(self._clock.now())
        stage = await self._sent_off(number)
        looks = TIME_TO_ARRIVE.total_seconds() / _LOOK_EVERY
        while stage not in {Stage.ARRIVED, Stage.REFUSED} and looks > 0:
            await self._pause(_LOOK_EVERY)
            stage, looks = await self._seen(number, stage), looks - 1
        self.seconds = time.monotonic() - began
        self.flown[stage] += 1
        await self._judged(stage)
        return stage

    async def handled(self, update: Update) -> State | None:
        """What the worker does with one: nobody's rights are asked, and nothing is written but its own."""
        centre = self._centre()
        number = update.update_id - FIRST
        await self._db.write_from(
            f"update {update.update_id}",
            came,
            number,
            self._chat_id,
            language=centre.languages[0],
            time_zone=centre.time_zone,
            now=self._clock.now(),
        )
        return None

    async def _sent_off(self, number: int) -> Stage:
        kept = entry(raw_update(number, self._bot_id), now=self._clock.now())
        assert kept is not None  # noqa: S101  it is ours, and has a number
        try:
            await self._bring_in(kept)
        except Exception as error:
            if not is_storage_trouble(error):
                raise
        return Stage.JOURNAL

    async def _seen(self, number: int, before: Stage) -> Stage:
        try:
            return await self._db.read(stage_of, number)
        except Exception as error:
            if not is_storage_trouble(error):
                raise
            return before

    async def _judged(self, stage: Stage) -> None:
        """Into the log and onto the health page; administrators hear when it begins and when it is over."""
        arrived = stage is Stage.ARRIVED
        if arrived:
            log.info("action=canary_arrived seconds=%.1f", self.seconds)
        else:
            log.error("action=canary_stopped at=%s seconds=%.1f", stage, self.seconds)
        if not arrived and self._since is None:
            self._since, self._untold = self._clock.now(), True
        before, self.stopped_at = self.stopped_at, None if arrived else stage
        if self._since is None or not (self._untold or arrived):
            return
        await self._tell(before or stage, self._since, over=arrived)
        self._untold = False
        if arrived:
            self._since = None

    async def _tell(self, stopped_at: Stage, since: datetime, *, over: bool) -> None:
        now = self._clock.now()
        try:
            await self._db.write(tell_administrators, stopped_at, since=since, over=over, now=now)
        except Exception as error:
            if not is_storage_trouble(error):
                raise
            log.warning("action=canary_not_told why=%s", error)
