"""A night with several real bots on one PostgreSQL database, any of which may be killed or stopped.

What dies is started again at once, in its own folder, as by a supervisor.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.faults.cast import Member
from tests.faults.lives import Birth, Life
from tests.faults.rig import Rig
from tests.templates import Template

A_MOMENT = timedelta(seconds=5)
"""For so long after a birth or a death nothing has to be on time."""


class Replicas(Rig):
    """`lives`: the processes that run now. `kept`: whether a dead one is born again."""

    def __init__(
        self,
        folder: Path,
        template: Template,
        birth: Birth,
        *,
        count: int = 2,
        operators: Sequence[Member] = (),
        settings: dict[str, str] | None = None,
    ) -> None:
        super().__init__(folder, template, birth, operators=operators, settings=settings)
        self.count, self.lives, self.kept = count, dict[int, Life](), asyncio.Event()
        self.kept.set()

    async def alive(self) -> Life:
        """One of those that run now, once one does."""
        await self.until(lambda: bool(self.lives), "one should live")
        return next(iter(self.lives.values()))

    async def all_alive(self) -> None:
        """Every one of them has its seat, and one of them the lease."""
        await self.until(lambda: len(self.lives) == self.count, "all should live")
        await self.until(lambda: len(self.seats()) == self.count, "all should have a seat")
        await self.until(lambda: self.first() is not None, "somebody should fetch updates")

    def seats(self) -> list[str]:
        """Names in the list of replicas."""
        return [
            str(name) for (name,) in self.night.rows_or_none("SELECT name FROM replicas ORDER BY name") or []
        ]

    def first(self) -> int | None:
        """The number of the one that holds the lease, if it has a seat."""
        rows = self.night.rows_or_none("SELECT r.name FROM leases l JOIN replicas r ON r.token = l.holder")
        return int(str(rows[0][0]).removeprefix("replica-")) if rows else None

    def log_of(self, number: int) -> Path:
        return self.folder / f"log-{number}"

    async def dies(self, number: int) -> None:
        """By SIGKILL; answers when its end is known."""
        life = self.lives[number]
        life.signal(signal.SIGKILL)
        await life.ended

    async def seconds_until(self, there: object, what: str) -> float:
        began = time.monotonic()
        assert callable(there)
        await self.until(there, what)
        return time.monotonic() - began

    async def __aexit__(self, *failure: object) -> None:
        self._over.set()
        for life in list(self.lives.values()):
            life.signal(signal.SIGKILL)
            life.signal(signal.SIGCONT)
        await super().__aexit__(*failure)

    async def _keep_alive(self) -> None:
        await asyncio.gather(*(self._keep_one(number) for number in range(self.count)))

    async def _keep_one(self, number: int) -> None:
        folder = self.folder / f"replica-{number}"
        folder.mkdir(exist_ok=True)
        (folder / "replica").write_text(f"replica-{number}\n")
        own = {"data_dir": str(folder), "pictures_dir": str(self.folder / "pictures")}
        while not self._over.is_set():
            born = self.clock.now()
            self.lives[number] = life = await self._birth.born(
                self._all_settings() | own, self.log_of(number)
            )
            code = await life.ended
            del self.lives[number]
            died = self.clock.now()
            self.night.codes.append(code)
            self.night.rough += [(born, born + A_MOMENT), (died, died + A_MOMENT)]
            if not self._over.is_set():
                await self.kept.wait()
                await self.until(self.night.is_reachable, "the server should be there")
                self.night.histories.append(self.night.timeline())
