"""Our place among the replicas: says every two seconds that we live, and learns who else does.

What may be done on the strength of it is believed for a shorter time than the others believe in us, by a
clock that goes on while the process or the machine sleeps. docs/decisions/0091-several-bots.md
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.db import SEATS, Database, Woken, is_storage_trouble
from bot.nursery import Nursery
from bot.replica.actions import Burial, Seen, bury_dead, leave, live, sit_down
from bot.replica.rules import ALONE, RENEW, SETTLE, TRUST, TTL, Share, share_in

log = logging.getLogger(__name__)

_AWAY_RETRY = 0.5
_PATIENCE = 2.5


def awake() -> float:
    """Seconds that also pass while the process is stopped and the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Seat:
    """One life among several. `lost` is set when the others took it for dead: only a new life helps."""

    alone = False

    def __init__(
        self,
        db: Database,
        url: str,
        name: str,
        version: str,
        burials: Sequence[Burial],
        farewells: Sequence[Burial],
    ) -> None:
        from bot.db.postgresql import postgresql_engine
        from bot.replica.listening import Listening

        self.token, self.name = f"{name}.{token_hex(4)}", name
        self.lost = asyncio.Event()
        self.share: Share | None = None
        """Whose updates and messages are ours; None: nobody's yet."""
        self.others = self.takeovers = 0
        self.listeners: list[Callable[[], None]] = []
        """Called after each beat."""
        self._db, self._version = db, version
        self._burials, self._farewells = burials, farewells
        self._engine = postgresql_engine(url, size=1, statement_timeout="2s", lock_timeout="2s")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="seat")
        self._renewed = self._steady = -1e9
        self._sat_at = 0.0
        self._asked: asyncio.Future[Seen | None] | None = None
        self._asked_at = 0.0
        self._away = self._first = False
        self._beaten, self._hurry = asyncio.Event(), asyncio.Event()
        self._nursery = Nursery()
        self._listening = Listening(db, url, self.token)

    def trusted(self) -> bool:
        """Whether nobody can have taken us for dead."""
        return awake() < self._renewed + TRUST.total_seconds()

    @property
    def first(self) -> bool:
        """Whether it is for us to fetch updates. Who has it keeps it while the database is away."""
        return self._first and (self._away or self.trusted())

    def step_back(self) -> None:
        """Somebody else fetches: believe it until the database says otherwise."""
        self._first = False

    async def until_first(self) -> None:
        """Wait until `first`."""
        while not self.first:
            self._beaten.clear()
            await self._beaten.wait()

    async def sit_down(self) -> None:
        """Take the seat. Raises OlderVersion, and what the database raises."""
        began = awake()
        known = await self._db.write_from(
            "replica", sit_down, self.token, self.name, self._version, self._burials
        )
        self._db.company.token = self.token
        self._renewed = self._steady = began
        self._sat_at = began - SETTLE.total_seconds() if known else began
        self._db.after_commit.append(self._committed)
        await self._beat()
        self._nursery.start(self._run(), name="seat")
        self._nursery.start(self._listening.run(), name="listening")
        log.info("action=replica_started name=%s others=%s first=%s", self.name, self.others, self._first)

    async def _run(self) -> None:
        """Say that we live until cancelled, or lost. Whatever ends it otherwise ends this life."""
        try:
            await self._keep_saying()
        finally:
            self.lost.set()

    async def _keep_saying(self) -> None:
        while not self.lost.is_set():
            self._hurry.clear()
            pause = _AWAY_RETRY if self._away else RENEW.total_seconds()
            if self.share is None:
                pause = min(pause, _AWAY_RETRY)
            try:
                async with asyncio.timeout(pause):
                    await self._hurry.wait()
            except TimeoutError:
                pass
            await self._beat()

    async def leave(self) -> None:
        """Give the seat up, so that nobody has to wait for our death."""
        lost, self.share, self._first = self.lost.is_set(), None, False
        await self._nursery.close(within=0)
        if not lost:
            try:
                await self._db.write_from("replica", leave, self.token, self._farewells)
            except Exception as error:
                if not is_storage_trouble(error):
                    raise
                log.warning("action=seat_not_left why=%s", error)
        self._thread.shutdown(wait=True)
        self._engine.dispose()

    async def _beat(self) -> None:
        try:
            seen = await self._answer()
        except (SQLAlchemyError, TimeoutError) as error:
            self._away = True
            log.warning("action=seat_not_renewed why=%s", type(error).__name__)
        else:
            self._away = False
            if seen is None:
                self._lose()
            else:
                await self._learn(seen, self._asked_at)
        self._beaten.set()
        for listener in self.listeners:
            listener()

    async def _answer(self) -> Seen | None:
        """What the database says; TimeoutError where it does not, and nothing is asked before it did."""
        if self._asked is None or self._asked.done():
            self._asked_at = awake()
            self._asked = asyncio.get_running_loop().run_in_executor(self._thread, self._live)
        await asyncio.wait({self._asked}, timeout=_PATIENCE)
        if not self._asked.done():
            raise TimeoutError
        return self._asked.result()

    def _live(self) -> Seen | None:
        from bot.db.postgresql import LOCKS, THE_SEATS

        with Session(self._engine) as session, session.begin():
            take = text("SELECT pg_advisory_xact_lock(:locks, :lock)")
            session.execute(take, {"locks": LOCKS, "lock": THE_SEATS})
            return live(session, self.token)

    def _lose(self) -> None:
        log.warning("action=seat_lost name=%s others took this process for dead", self.name)
        self._first, self.share = False, None
        self.lost.set()

    async def _learn(self, seen: Seen, began: float) -> None:
        """What the others are, from a beat that began then."""
        if not self.trusted():
            self._steady = began
        self._renewed = began
        if seen.first and not self._first:
            self.takeovers += 1
            log.info("action=first_now name=%s", self.name)
        self._first = seen.first
        self.others = len(seen.names) - 1
        self._db.company.others = self.others > 0
        settled = not self.others or began >= self._sat_at + SETTLE.total_seconds()
        share = share_in(seen.names, self.name) if self.share is not None or settled else None
        if share != self.share:
            log.info("action=share name=%s share=%s", self.name, share)
        self.share = share
        if began >= self._steady + TTL.total_seconds():
            for token in seen.dead:
                await self._bury(token)

    async def _bury(self, token: str) -> None:
        """Whoever has not been heard of for long enough: we have been awake all that time."""
        try:
            buried = await self._db.write_from("replica", bury_dead, token, self._burials)
        except Exception as error:
            if not is_storage_trouble(error):
                raise
            log.warning("action=burial_failed why=%s", error)
        else:
            if buried:
                log.warning("action=replica_buried token=%s", token)
                self._hurry.set()

    def _committed(self, woken: Woken) -> None:
        if SEATS in woken:
            self._hurry.set()


class Alone(Seat):
    """The only process on a database: everybody is its own, and nobody can take anything from it."""

    alone = True

    def __init__(self) -> None:
        self.token, self.name, self.others, self.takeovers = token_hex(8), "", 0, 0
        self.share: Share | None = ALONE
        self.listeners = []
        self.lost = asyncio.Event()

    def trusted(self) -> bool:
        return True

    @property
    def first(self) -> bool:
        return True

    def step_back(self) -> None:
        """Nobody else is there."""

    async def until_first(self) -> None:
        """At once."""

    async def sit_down(self) -> None:
        """Nobody asks."""

    async def leave(self) -> None:
        """Nobody waits for it."""
