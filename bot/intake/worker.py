"""From the journal to the handlers: each person's updates in their order, people side by side.

An update ends settled, or quarantined after its third failure; one that cannot be read is quarantined at
once. Nothing that a handler, a phone or a disk does stops the others.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from aiogram import Bot
from aiogram.types import Update
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db import Database, is_storage_trouble
from bot.intake.journal import (
    AlreadySettled,
    begin,
    left_over,
    note_failure,
    quarantine,
    settle,
)
from bot.intake.parsing import parsed
from bot.intake.rules import (
    FLOOD_MOST,
    FLOOD_WITHIN,
    LONGEST_ATTEMPT_SECONDS,
    MOST_ATTEMPTS,
    RETRY_SECONDS,
    STORAGE_SECONDS,
    Allowance,
    Entry,
    State,
    Unreadable,
)
from bot.nursery import Nursery

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
Handle = Callable[[Update], Awaitable[State | None]]
"""Does what an update is for. Returns the state in which to settle it; None when it is settled."""
TurnAway = Callable[[Update], Awaitable[None]]
"""Says once that somebody sends too much."""
Notice = Callable[[Session, Entry, str, datetime], None]
"""(session, update, why, now): tells somebody, in the same transaction, that an update was quarantined."""
Pause = Callable[[float], Awaitable[Any]]


class Worker:
    """Give it entries with `hand_over` after they are committed; `start` it before the poller.

    `together`: in hand at once. In a flood most wait for their turn to answer; no page stands behind them.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        bot: Bot,
        handle: Handle,
        *,
        turn_away: TurnAway,
        on_quarantine: Notice = lambda *_: None,
        together: int = 1000,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._db, self._clock, self._bot, self._pause = db, clock, bot, pause
        self._handle, self._turn_away, self._on_quarantine = handle, turn_away, on_quarantine
        self._together = together
        self.lanes: dict[int | None, deque[tuple[Entry, bool]]] = {}
        self._ready: asyncio.Queue[int | None] = asyncio.Queue()
        self._left: set[int] | None = None
        self._handed, self._in_hand = set[int](), set[int]()
        self._flood = Allowance(FLOOD_MOST, FLOOD_WITHIN)
        self._turned_away = Allowance(1, FLOOD_WITHIN)
        self._caught_up, self._idle, self._stopping = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._tasks: list[asyncio.Task[Any]] = []
        self.on_ended: Callable[[], None] = lambda: None
        """Called whenever an update has ended: there is room for the next one."""
        self.ended: Counter[str] = Counter()
        """How updates ended: handled, turned_away or quarantined."""
        self.trouble: str | None = None
        """Why nothing moves at the moment, for the health page."""

    def start(self, nursery: Nursery, *, alone: bool = True) -> None:
        """First what a killed process left, one at a time; then what is handed over.

        Where other replicas are, what is left over is claimed like everything else.
        """
        if alone:
            self._tasks = [nursery.start(self._catch_up(), name="catch up")]
        else:
            self._left = set()
            self._caught_up.set()
        self._tasks += [nursery.start(self._serve(), name=f"worker {n}") for n in range(self._together)]

    def hand_over(self, entries: Iterable[Entry]) -> None:
        """Handle these too, each person's in this order."""
        for entry in entries:
            if entry.update_id in self._in_hand or entry.update_id in (self._left or ()):
                continue
            if self._left is None:
                self._handed.add(entry.update_id)
            self._in_hand.add(entry.update_id)
            excess = not self._flood.grants(entry.telegram_id, entry.at)
            lane = self.lanes.get(entry.telegram_id)
            if lane is None:
                lane = self.lanes[entry.telegram_id] = deque()
                self._ready.put_nowait(entry.telegram_id)
            lane.append((entry, excess))
            self._idle.clear()

    async def idle(self) -> None:
        """Wait until everything handed over so far has ended."""
        await self._caught_up.wait()
        if self.lanes:
            await self._idle.wait()

    async def stop(self, *, within: float = 8.0) -> None:
        """Begin nothing new, let running handlers end. The rest stays in the journal for the next start."""
        self._stopping.set()
        self._caught_up.set()
        for _ in self._tasks:
            self._ready.put_nowait(None)
        running = [task for task in self._tasks if not task.done()]
        if running:
            _, late = await asyncio.wait(running, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _catch_up(self) -> None:
        entries = await self._patiently(partial(self._db.read, left_over))
        entries = [entry for entry in entries if entry.update_id not in self._handed]
        self._left = {entry.update_id for entry in entries}
        for entry in entries:
            if not self._stopping.is_set():
                await self._finish(entry, counted=True)
        self._caught_up.set()

    async def _serve(self) -> None:
        await self._caught_up.wait()
        while not self._stopping.is_set():
            key = await self._ready.get()
            if self._stopping.is_set():
                return
            entry, excess = self.lanes[key][0]
            await (self._refuse(entry) if excess else self._finish(entry, counted=entry.suspect))
            self.lanes[key].popleft()
            self._in_hand.discard(entry.update_id)
            self.on_ended()
            if self.lanes[key]:
                self._ready.put_nowait(key)
                continue
            del self.lanes[key]
            if not self.lanes:
                self._idle.set()

    async def _finish(self, entry: Entry, *, counted: bool) -> None:
        """Try until it is settled or failed too often. `counted`: each attempt is committed beforehand."""
        attempts, why = entry.attempts, "the process died with it"
        try:
            update = parsed(entry, self._bot)
        except Unreadable as unreadable:
            attempts, why = MOST_ATTEMPTS, str(unreadable)
        while attempts < MOST_ATTEMPTS:
            if counted:
                await self._write(entry, begin, entry.update_id)
            failure = await self._attempt(update)
            if failure is None or not await self._noted(entry, failure, counted=counted):
                self.ended["handled"] += 1
                return
            attempts, why = attempts + 1, failure
            if attempts < MOST_ATTEMPTS:
                await self._pause(RETRY_SECONDS[attempts - 1])
        self.ended["quarantined"] += 1
        log.error("action=quarantined update=%s why=%s", entry.update_id, why)
        with suppress(AlreadySettled):
            await self._write(entry, self._put_aside, entry, why)

    async def _attempt(self, update: Update) -> str | None:
        """None when it is settled, else the name of what went wrong."""
        try:
            await self._patiently(partial(self._handled, update))
        except AlreadySettled:
            return None
        except Exception as error:
            log.exception("action=handler_failed update=%s", update.update_id)
            return type(error).__name__
        return None

    async def _handled(self, update: Update) -> None:
        async with asyncio.timeout(LONGEST_ATTEMPT_SECONDS):
            state = await self._handle(update)
        if state is not None:
            now = self._clock.now()
            source = f"update {update.update_id}"
            await self._db.write_from(source, settle, update.update_id, state, now=now)

    async def _refuse(self, entry: Entry) -> None:
        """One too many: settle it cheaply, without a handler, and say so once in a while."""
        with suppress(AlreadySettled):
            end = partial(settle, now=self._clock.now(), blank=True, error="flood")
            await self._write(entry, end, entry.update_id, State.REFUSED)
        self.ended["turned_away"] += 1
        if self._turned_away.grants(entry.telegram_id, entry.at):
            try:
                await self._turn_away(parsed(entry, self._bot))
            except Exception:
                log.exception("action=turn_away_failed update=%s", entry.update_id)

    async def _noted(self, entry: Entry, failure: str, *, counted: bool) -> bool:
        return await self._write(entry, partial(note_failure, counted=counted), entry.update_id, failure)

    async def _write(
        self, entry: Entry, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        write = partial(self._db.write_from, f"update {entry.update_id}", action)
        return await self._patiently(lambda: write(*args, **kwargs))

    async def _patiently(self, call: Callable[[], Awaitable[R]]) -> R:
        """Try again for as long as the disk is at fault: that is not the update's doing."""
        while True:
            try:
                result = await call()
            except Exception as error:
                if not is_storage_trouble(error):
                    raise
                self.trouble = "storage"
                log.warning("action=storage_trouble why=%s", error)
                await self._pause(STORAGE_SECONDS)
            else:
                self.trouble = None
                return result

    def _put_aside(self, session: Session, entry: Entry, why: str) -> None:
        now = self._clock.now()
        quarantine(session, entry.update_id, why, now=now)
        self._on_quarantine(session, entry, why, now)
