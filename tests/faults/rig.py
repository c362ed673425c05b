"""One night with a real bot process: the stand-in over HTTP, a shared clock, a folder, and death on order.

Whenever the process dies it is started again at once. People only do what a person can, and nobody repeats
what the stand-in has taken from their hand: whatever gets lost stays lost, and a deadline says so.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from bot.clock import Clock, RehearsalClock
from bot.nursery import Nursery
from bot.sandbox.phones import Phone
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import Post
from tests.faults.cast import CAST, Member
from tests.faults.evidence import Evidence, Stop, onlooker
from tests.faults.lives import Birth, Life
from tests.faults.seeing import fresh, offered, shown
from tests.faults.toxics import Line
from tests.faults.watched import Watched
from tests.faults.watching import watch
from tests.templates import Template

PATIENCE = 90.0
"""Seconds until what has to be on a phone is there, death and rebirth included, on a busy machine."""
LOOK_EVERY = 0.02
HEALS = 20
"""Half minutes until a healed night stands still."""


class Stuck(Exception):
    """Somebody waited for something that never came."""


class Rig:
    """A night in a folder of its own. `die_at` is for the first process only; `lined`: by a bad line."""

    def __init__(
        self,
        folder: Path,
        template: Template,
        birth: Birth,
        *,
        die_at: int | None = None,
        operators: Sequence[Member] = (),
        settings: dict[str, str] | None = None,
        lined: Callable[[str], Line] | None = None,
    ) -> None:
        self.folder, self._birth = folder, birth
        folder.mkdir(parents=True, exist_ok=True)
        self.template, self.database_url = template, template.copy(folder)
        self.engine = onlooker(self.database_url)
        self.boundaries, self.log = folder / "boundaries", folder / "log"
        self._clock_file = folder / "clock"
        self.clock: Clock = RehearsalClock(self._clock_file)
        self.box = Watched(self.clock)
        self.night = Evidence(self.engine, self.box, folder, self.clock)
        self.people = (*CAST, *operators)
        for member in self.people:
            self.box.add_person(member.telegram_id, member.name, started=True)
        self.phones = {member: Phone(self.box, member.telegram_id) for member in self.people}
        self.since: dict[Member, int] = {}
        """From which message on somebody looks: what an earlier incident left on the phone is not meant."""
        self.trembles: Callable[[], int] = lambda: 1
        """How often a finger that means to tap once does."""
        self.deaths = self.night
        self._quiet_since: datetime | None = None
        self.life: Life | None = None
        self._settings, self._die_at = settings or {}, die_at
        self._lined = lined
        self.line: Line | None = None
        self._server = SandboxServer(self.box)
        self._nursery, self._over = Nursery(), asyncio.Event()
        self._changed = asyncio.Event()
        self._alive = asyncio.Event()
        self.box.listeners.append(lambda _: self._changed.set())

    async def __aenter__(self) -> Self:
        self._url = await self._server.start()
        if self._lined is not None:
            self.line = self._lined(self._url)
            self._url = await self.line.start()
        self._nursery.start(self._keep_alive(), name="bot")
        self._nursery.start(watch(self.night, self.living, self._over), name="watch")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over.set()
        if self.life is not None:
            self.life.signal(signal.SIGKILL)
        await self._nursery.close(within=30)
        if self.line is not None:
            await self.line.stop()
        await self._server.stop()
        self.engine.dispose()
        self.template.remove(self.database_url)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Now. It is started again at once: whoever asks for it from here on gets the next one."""
        if self.life is not None:
            self._alive.clear()
            self.life.signal(number)

    async def asked_to_stop(self) -> Stop:
        """SIGTERM; answers when it has ended, and then it is started again."""
        life = await self.alive()
        await self.until(lambda: self._quiet_since is None, "it should have begun its work")
        began = time.monotonic()
        with self.night.trouble():
            life.signal(signal.SIGTERM)
            self.night.stops.append(Stop(await life.ended, time.monotonic() - began))
        return self.night.stops[-1]

    def living(self) -> Sequence[Life]:
        """Every process of the bot that runs now."""
        return [self.life] if self.life is not None else []

    async def alive(self) -> Life:
        """The process that runs now, once one does."""
        await self._alive.wait()
        assert self.life is not None
        return self.life

    async def _keep_alive(self) -> None:
        first: dict[str, str] = {"rehearsal_boundaries": str(self.boundaries)}
        if self._die_at is not None:
            first["rehearsal_die_at"] = str(self._die_at)
        self._fell_quiet()
        while not self._over.is_set():
            polls = len(self.box.attempts)
            self.life = await self._birth.born(self._all_settings() | first, self.log)
            self._alive.set()
            awake = self._nursery.start(self._until_it_polls(polls), name="first poll")
            code = await self.life.ended
            awake.cancel()
            self._alive.clear()
            first = {}
            self._fell_quiet()
            self.night.codes.append(code)
            self.night.died.append(self.clock.now())
            if not self._over.is_set():
                await self.until(self.night.is_reachable, "the server should be there")
                self.night.histories.append(self.night.timeline())

    def _fell_quiet(self) -> None:
        if self._quiet_since is None:
            self._quiet_since, self._died_at = self.clock.now(), time.monotonic()

    async def _until_it_polls(self, attempts: int) -> None:
        """From a death to the first question to Telegram nothing is on time."""
        asked = self.box.attempts
        await self.until(
            lambda: any(one.method.lower() == "getupdates" for one in asked[attempts:]), "it should poll"
        )
        if self._quiet_since is not None:
            self.night.rough.append((self._quiet_since, self.clock.now()))
            self.night.restarts += [time.monotonic() - self._died_at] if self.night.codes else []
        self._quiet_since = None

    def _all_settings(self) -> dict[str, str]:
        return {
            "bot_api_url": self._url,
            "bot_token": self.box.token,
            "data_dir": str(self.folder),
            "database_url": self.database_url,
            "rehearsal_clock": str(self._clock_file),
            "health_listen": "off",
            "canary_every": "off",
        } | self._settings

    # ----------------------------------------------------------------- what people do, and what they wait for

    async def sees(self, member: Member, text: str) -> Post:
        """The text is on the phone now, or comes in time."""
        phone = self.phones[member]
        since = self.since.get(member, 0)
        await self.until(lambda: shown(phone, text, since), f"{member.name} should see {text!r}", phone)
        return phone.sees(text)

    async def taps(self, member: Member, label: str) -> None:
        """On the newest button with this label, as soon as there is one."""
        phone = self.phones[member]
        since = self.since.get(member, 0)
        await self.until(lambda: offered(phone, label, since), f"{member.name} should have {label!r}", phone)
        for _ in range(self.trembles()):
            phone.taps(label)

    async def taps_each(self, member: Member, label: str, over: Callable[[], bool]) -> None:
        """Once on every button with this label that comes up, until it is over."""
        phone, done = self.phones[member], set[str]()
        while not over():
            await self.until(
                lambda: over() or bool(fresh(phone, label, done)), f"the end of {label!r}", phone
            )
            for post, data in fresh(phone, label, done):
                done.add(data)
                for _ in range(self.trembles()):
                    phone.hand.tap(post.id, data)

    async def quiet(self) -> None:
        """It runs; nothing new in the inbox, nothing promised and unsent, nothing waiting at Telegram."""
        await self.alive()
        await self.until(self.night.is_quiet, "everything should be delivered")

    async def healed(self) -> None:
        """Quiet, and what waits for a moment later is brought to that moment first."""
        for _ in range(HEALS):
            try:
                await self.until(self.night.is_quiet, "…", patience=1.5)
                break
            except Stuck:
                self.forward(minutes=0.5)
        await self.quiet()

    def forward(self, minutes: float) -> None:
        began = self.clock.now()
        RehearsalClock(self._clock_file).forward(minutes * 60)
        self.night.rough.append((began, self.clock.now()))
        self.night.wound.append((began, timedelta(minutes=minutes)))

    async def until(
        self, there: Callable[[], bool], what: str, phone: Phone | None = None, patience: float = PATIENCE
    ) -> None:
        deadline = time.monotonic() + patience
        while not there():
            if time.monotonic() > deadline:
                raise Stuck(
                    "\n".join([what, self.night.left(self.log), *([phone.screen()] if phone else [])])
                )
            self._changed.clear()
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._changed.wait()
            except TimeoutError:
                continue

    # ------------------------------------------------------------------------------- what is in the database

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.night.rows(query)
