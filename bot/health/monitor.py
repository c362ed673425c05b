"""Looks at everything every few seconds, and knows at any moment, from any thread, what is wrong."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db import Database, is_storage_trouble
from bot.health.pulse import Pulse
from bot.health.queries import rows
from bot.health.rules import Facts, Rows, Trouble, is_alive, troubles

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0
WRITE_EVERY = 15.0


class Intake(Protocol):
    """What the monitor asks of whoever brings updates in: `bot.intake.poll.Health`."""

    @property
    def reason(self) -> str | None:
        """Why nothing comes in, in one word; None while all is well."""

    @property
    def last_intake(self) -> datetime | None:
        """When Telegram last answered and what it gave was kept."""


class Progress(NamedTuple):
    """What moves while the night does: updates that have ended, and when the alarm clock last rang."""

    handled: int
    rang_at: datetime | None


class _Since:
    """For how many seconds something has been what it is, whatever the night's clock does meanwhile."""

    def __init__(self, value: object, now: float) -> None:
        self._value, self._at = value, now

    def lasts(self, value: object, now: float) -> float:
        if value != self._value:
            self._value, self._at = value, now
        return now - self._at


class Monitor:
    """`facts` and `wrong` may be asked from any thread; they need neither the loop nor the database."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        pulse: Pulse,
        intake: Callable[[], Intake],
        *,
        polls: Callable[[], bool] = lambda: True,
        progress: Callable[[], Progress] = lambda: Progress(0, None),
        token_refused: Callable[[], bool] = lambda: False,
        canary_stopped_at: Callable[[], str | None] = lambda: None,
        writes: bool = True,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """`writes`: whether a write is tried every quarter of a minute; rehearsals count commits.

        `steady`: seconds that only time moves.
        """
        self._steady = steady
        self._db, self._clock, self._pulse, self._intake = db, clock, pulse, intake
        self._polls, self._token_refused, self._writes = polls, token_refused, writes
        self._progress = progress
        self.started = False
        self._canary_stopped_at = canary_stopped_at
        self.rows = Rows()
        self.works = 0
        """Tasks on the event loop."""
        self.write_seconds = 0.0
        self._read_at = self._written_at = steady()
        self._said: dict[str, str] = {}
        self._silent, self._reason = _Since((polls(), None), steady()), _Since(None, steady())
        self._handled, self._rang = _Since(0, steady()), _Since(None, steady())

    async def run(self) -> None:
        """For ever. A database that does not answer is seen by the age of its last answer."""
        await asyncio.gather(self._every(LOOK_EVERY, self.look), self._every(WRITE_EVERY, self.write))

    async def look(self) -> None:
        """Read how the rows stand, and say what has changed."""
        self.rows = await self._db.read(rows, self._clock.now())
        self._read_at = self._steady()
        self.works = len(asyncio.all_tasks())

    async def write(self) -> None:
        """Change one row, durably, in the order of everybody's actions."""
        if not self._writes:
            self._written_at = self._steady()
            return
        began = self._steady()
        await self._db.write_from("health", _write)
        self._written_at = self._steady()
        self.write_seconds = self._written_at - began

    def facts(self) -> Facts:
        """Everything as it is now."""
        now, intake, progress = self._steady(), self._intake(), self._progress()
        polls = self._polls()
        return Facts(
            started=self.started,
            loop_stands=self._pulse.stands_for(),
            thread_stands=self._db.stands_for(),
            read_ago=now - self._read_at,
            written_ago=now - self._written_at,
            polls=polls,
            intake_ago=self._silent.lasts((polls, intake.last_intake), now),
            intake_reason=intake.reason,
            intake_reason_for=self._reason.lasts(intake.reason, now),
            token_refused=self._token_refused(),
            handled_ago=self._handled.lasts(progress.handled, now),
            rang_ago=self._rang.lasts(progress.rang_at, now),
            canary_stopped_at=self._canary_stopped_at(),
            rows=self.rows,
        )

    def wrong(self) -> tuple[Trouble, ...]:
        return troubles(self.facts())

    def is_alive(self) -> bool:
        return is_alive(self.wrong())

    async def _every(self, seconds: float, work: Callable[[], Any]) -> None:
        while True:
            try:
                await work()
            except Exception as error:
                if not is_storage_trouble(error):
                    log.exception("action=health_look_failed")
            self._say()
            await asyncio.sleep(seconds)

    def _say(self) -> None:
        """Into the log, once each: what is wrong now, and what is well again."""
        wrong = {str(one.name): one.says for one in self.wrong()} if self.started else {}
        for name in wrong.keys() - self._said.keys():
            log.error("action=not_well name=%s why=%s", name, wrong[name])
        for name in self._said.keys() - wrong.keys():
            log.info("action=well_again name=%s", name)
        self._said = wrong


def _write(session: Session) -> None:
    """A row that every database has, rewritten as it is: a write like any other, and nothing changes."""
    session.connection().execute(text("UPDATE alembic_version SET version_num = version_num"))
