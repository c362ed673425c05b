"""The alarm clock: asks "what is due?" at the earliest armed moment, and every second anyway.

Truth about time is a row (bot/timer). APScheduler holds nothing worth saving: it only rings.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.orm import Session

from bot.clock import Clock, SystemClock
from bot.db import Database, Woken, is_storage_trouble
from bot.timeline.actions import go_on_from
from bot.timer.actions import put_off, spend
from bot.timer.queries import due
from bot.timer.rules import Fired

log = logging.getLogger(__name__)

_TICK = timedelta(seconds=1)
_AFTER_A_FAILURE = timedelta(seconds=30)


class Job(Protocol):
    """What a kind of timer does. Called in the transaction in which the timer goes."""

    def __call__(self, session: Session, timer: Fired, *, now: datetime) -> None: ...


class Act(Protocol):
    """What a beat changes where there is something to do."""

    def __call__(self, session: Session, *, now: datetime) -> None: ...


@dataclass(frozen=True)
class Beat:
    """Asked every so often whatever the timers say, so that no lost row can silence it.

    `needed` only reads; `act` is called in a transaction, and only where it said yes.
    """

    name: str
    every: timedelta
    needed: Callable[[Session, datetime], bool]
    act: Act


class AlarmClock:
    """Fires what is due, each timer in a transaction of its own, those of one ring in one commit."""

    def __init__(
        self, db: Database, clock: Clock, jobs: Mapping[str, Job], beats: Sequence[Beat] = ()
    ) -> None:
        self._db, self._clock, self._jobs, self._beats = db, clock, jobs, beats
        self._beaten_at: dict[str, datetime] = {}
        self._machine = SystemClock()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._tick = self._scheduler.add_job(
            self._ring_quietly, "interval", seconds=1, max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._watching: asyncio.TimerHandle | None = None
        self._next_at: datetime | None = None
        self.rang_at: datetime | None = None
        """When it last asked and got an answer: the sign that it is alive."""

    def start(self) -> None:
        self._db.after_commit.append(self._committed)
        self._scheduler.start()
        self._watch()

    def stop(self) -> None:
        """No ring begins any more. One that has begun is left to its commit."""
        self._db.after_commit.remove(self._committed)
        self._scheduler.shutdown(wait=False)
        if self._watching is not None:
            self._watching.cancel()

    async def ring(self) -> int:
        """Fire everything that is due now, also what that makes due; how many timers that was.

        Beats look at the rows as they are after that, and what they arm fires too.
        """
        fired = await self._fire_due()
        if acted := await self._beat():
            fired += acted + await self._fire_due()
        self.rang_at = self._clock.now()
        self._set(self._next_at)
        return fired

    async def _ring_quietly(self) -> None:
        """What APScheduler calls, which takes the end of a life and a disk that is away for our errors."""
        try:
            await self.ring()
        except asyncio.CancelledError:
            if self._scheduler.running:
                raise
            log.info("action=ring_left what it began is committed or stays due")
        except Exception as error:
            if not is_storage_trouble(error):
                raise
            log.warning("action=ring_waits why=%s", error)

    async def _fire_due(self) -> int:
        fired = 0
        while True:
            self._next_at = None
            timers, next_at = await self._db.read(due, self._clock.now())
            self._next_at = _earliest(next_at, self._next_at)
            if not timers:
                return fired
            await self._fire(timers, self._clock.now())
            fired += len(timers)

    async def _beat(self) -> int:
        """Ask every beat whose turn it is; how many of them had something to do."""
        acted = 0
        for beat in self._beats:
            now = self._clock.now()
            last = self._beaten_at.get(beat.name)
            if last is not None and timedelta() <= now - last < beat.every:
                continue
            self._beaten_at[beat.name] = now
            try:
                if await self._db.read(beat.needed, now):
                    await self._db.write_from(f"beat {beat.name} {now.isoformat()}", _if_still, beat, now)
                    acted += 1
            except Exception as error:
                if is_storage_trouble(error):
                    log.warning("action=beat_waits name=%s why=%s", beat.name, error)
                else:
                    log.exception("action=beat_failed name=%s", beat.name)
        return acted

    async def _fire(self, timers: Sequence[tuple[str, datetime]], now: datetime) -> None:
        """Each as an action of its own, all of them on their way at once."""
        errors = await self._db.begin_all([self._action(key, due_at, now) for key, due_at in timers])
        trouble = None
        for (key, _), error in zip(timers, errors, strict=True):
            if error is None:
                continue
            if is_storage_trouble(error):
                trouble = error  # it is due still, and the next ring asks again
                continue
            log.error("action=timer_failed key=%s", key, exc_info=error)
            await self._db.write(put_off, key, until=now + _AFTER_A_FAILURE, now=now)
        if trouble is not None:
            raise trouble

    def _action(self, key: str, due_at: datetime, now: datetime) -> tuple[str, Callable[[Session], None]]:
        return f"timer {key} {due_at.isoformat()}", partial(self._done, key, due_at, now)

    def _done(self, key: str, due_at: datetime, now: datetime, session: Session) -> None:
        """The timer and what it does, together. One that was moved or made void meanwhile does nothing."""
        timer = spend(session, key, due_at)
        if timer is not None:
            go_on_from(session)
            self._jobs[timer.kind](session, timer, now=now)

    def _committed(self, woken: Woken) -> None:
        if "timer" in woken:
            self._next_at = _earliest(woken["timer"], self._next_at)
            self._set(woken["timer"])

    def _watch(self) -> None:
        """A machine's clock that is set back would leave the scheduler waiting for the old time to return."""
        now = self._machine.now()
        if self._tick.next_run_time > now + 2 * _TICK:
            self._tick.modify(next_run_time=now)
        loop = asyncio.get_running_loop()
        self._watching = loop.call_later(_TICK.total_seconds(), self._watch)

    def _set(self, at: datetime | None) -> None:
        """Ring at this moment of our clock, if that is before the next tick."""
        if at is None or not self._scheduler.running:
            return
        wait = max(at - self._clock.now(), timedelta())
        if wait < _TICK:
            self._tick.modify(next_run_time=self._machine.now() + wait)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)


def _if_still(session: Session, beat: Beat, now: datetime) -> None:
    """In the order of actions: another replica may have been faster."""
    if beat.needed(session, now):
        beat.act(session, now=now)
