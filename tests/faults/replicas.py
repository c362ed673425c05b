"""A night with several real bots on one PostgreSQL database, any of which may be killed or stopped.

What dies is started again at once, in its own folder, as by a supervisor.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.nursery import Nursery
from bot.person.rules import Role
from tests.faults.cast import CAST, LEV, TIMUR, Member
from tests.faults.lives import Birth, Life
from tests.faults.night_script import one_operator
from tests.faults.rig import Rig
from tests.faults.words import text
from tests.templates import Template

SOFTWARE = ("telephony", "chat_desk", "crm", "knowledge_base", "vpn")
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

    def living(self) -> Sequence[Life]:
        return list(self.lives.values())

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

    def birth_of(self, number: int) -> Birth:
        return self._birth

    def settings_of(self, number: int) -> dict[str, str]:
        """Its own, beside everybody's."""
        return {}

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
            birth, settings = self.birth_of(number), self._all_settings() | own | self.settings_of(number)
            self.lives[number] = life = await birth.born(settings, self.log_of(number))
            code = await life.ended
            del self.lives[number]
            died = self.clock.now()
            self.night.codes.append(code)
            self.night.died.append(died)
            self.night.rough += [(born, born + A_MOMENT), (died, died + A_MOMENT)]
            if not self._over.is_set():
                await self.kept.wait()
                await self.until(self.night.is_reachable, "the server should be there")
                self.night.histories.append(self.night.timeline())


def crew(count: int) -> tuple[Member, ...]:
    return tuple(Member(1001 + n, f"Оператор {n + 1}", Role.OPERATOR) for n in range(count))


async def they_work(rig: Rig, people: Sequence[Member], seconds: float) -> None:
    """Everybody's software goes down some time within so many seconds, and everybody gets to the end."""
    random = Random(16)

    async def walk(member: Member, number: int) -> None:
        await asyncio.sleep(random.uniform(0, seconds))
        await one_operator(rig, member, SOFTWARE[number % len(SOFTWARE)], picture=False)

    await asyncio.gather(*(walk(member, number) for number, member in enumerate(people)))


@asynccontextmanager
async def answered(rig: Rig) -> AsyncIterator[None]:
    """While a lead and a sysadmin acknowledge whatever comes."""
    nursery, over = Nursery(), asyncio.Event()
    for answers, label in ((LEV, "lead-acknowledge"), (TIMUR, "ticket-acknowledge")):
        nursery.start(rig.taps_each(answers, text(label), over.is_set), name=answers.name)
    yield
    over.set()
    await nursery.close(within=5)


def once_each(rig: Rig, people: Sequence[Member]) -> bool:
    """Everybody's incident was opened once and closed once."""
    done = Counter(rig.rows("SELECT by_id, kind FROM timeline"))
    ids = range(len(CAST) + 1, len(CAST) + 1 + len(people))
    return all(done[number, kind] == 1 for number in ids for kind in ("opened", "closed"))
