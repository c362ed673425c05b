"""Turns to speak: coroutines wait until `paces` lets them, the more urgent first."""

from __future__ import annotations

import asyncio
import heapq
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import NamedTuple, Protocol

from bot.outbox.rules import Priority
from bot.telegram.paces import Outlook, Pace, Paces

__all__ = ["Outlook", "Pace", "Pacing", "Paused"]

_LONG_PAUSE = 3.0
"""Whoever would have to wait longer than this is told so instead."""

_TICK = 0.001


class Paused(Exception):
    """Telegram asked for silence that lasts longer than it is worth waiting."""

    def __init__(self, seconds: float, *, whole_bot: bool) -> None:
        super().__init__(f"paused for {seconds:.1f} s")
        self.seconds = seconds
        self.whole_bot = whole_bot


class Cancellable(Protocol):
    def cancel(self) -> None: ...


class _Waiter(NamedTuple):
    priority: int
    number: int
    chat_id: int
    admitted: asyncio.Future[None]


class Pacing:
    """Turns to speak. `now` and `later` are the loop's own clock unless a test brings another."""

    def __init__(
        self,
        pace: Pace | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
        later: Callable[[float, Callable[[], None]], Cancellable] | None = None,
    ) -> None:
        self._paces = Paces(pace or Pace())
        self._now = now
        self.later = later or _on_the_loop
        """Have something called in so many seconds."""
        self._waiting: list[_Waiter] = []
        self._numbers = count()
        self._timer: Cancellable | None = None

    @asynccontextmanager
    async def turn(self, chat_id: int, priority: int = Priority.ANSWER) -> AsyncIterator[None]:
        """Wait until one message to this chat may begin; the block is that message.

        The more urgent goes first. Raises Paused when Telegram wants a long silence.
        """
        admitted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, _Waiter(int(priority), next(self._numbers), chat_id, admitted))
        self._let_in()
        try:
            await admitted
        except asyncio.CancelledError:
            self._give_up(admitted, chat_id)
            raise
        try:
            yield
        finally:
            self._paces.finish(chat_id, self._now())
            self._let_in()

    def share(self, of: int) -> None:
        """Of the overall rate this is ours, where so many replicas send."""
        self._paces.share(of)
        self._let_in()

    def outlook(self, priority: int, ahead: float = 0.0) -> Outlook:
        """What could begin within `ahead` seconds, after those who wait already and are as urgent."""
        outlook = self._paces.outlook(priority, self._now(), ahead)
        in_front = sum(one.priority <= priority for one in self._waiting)
        return outlook._replace(room=max(outlook.room - in_front, 0))

    def opens_in(self, chat_id: int, priority: int) -> float:
        """Seconds until a message of this priority to this chat may begin; infinite: not before one ends."""
        return self._paces.opens_in(chat_id, priority, self._now())

    def pause(self, chat_id: int | None, seconds: float) -> None:
        """Silence for this chat (None: for all); whoever waits for it longer than a moment is told."""
        self._paces.pause(chat_id, seconds, self._now())
        self._let_in()

    def refused(self, chat_id: int, seconds: float) -> bool:
        """A 429 came back: pause. True when it concerns the whole bot."""
        whole = self._paces.refused(chat_id, seconds, self._now())
        self._let_in()
        return whole

    def _let_in(self) -> None:
        """Begin for everybody who may, the most urgent first; set the alarm for the next one.

        Who is behind somebody that waits for the overall window waits for it too.
        """
        now, kept, soonest = self._now(), [], math.inf
        while self._waiting:
            waiter = heapq.heappop(self._waiting)
            if waiter.admitted.done():
                continue
            pause = self._paces.paused_for(waiter.chat_id, now)
            opens = self._paces.opens_in(waiter.chat_id, waiter.priority, now)
            if pause > _LONG_PAUSE:
                whole = self._paces.paused_for(None, now) >= pause
                waiter.admitted.set_exception(Paused(pause, whole_bot=whole))
            elif opens <= 0:
                self._paces.begin(waiter.chat_id, now)
                waiter.admitted.set_result(None)
            else:
                kept.append(waiter)
                soonest = min(soonest, opens)
                if self._paces.overall_opens_in(waiter.priority, now) > 0:
                    break
        self._waiting = list(heapq.merge(kept, sorted(self._waiting)))
        self._wake_in(soonest)

    def _wake_in(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if math.isinf(seconds) else self.later(max(seconds, _TICK), self._let_in)

    def _give_up(self, admitted: asyncio.Future[None], chat_id: int) -> None:
        """Cancelled while waiting; or in the very moment of being let in, which is given back."""
        if admitted.done() and not admitted.cancelled() and admitted.exception() is None:
            self._paces.finish(chat_id, self._now())
        self._let_in()


def _on_the_loop(seconds: float, callback: Callable[[], None]) -> Cancellable:
    return asyncio.get_running_loop().call_later(seconds, callback)
