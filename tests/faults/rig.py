"""One night with a real bot process: the stand-in over HTTP, a shared clock, a folder, and death on order.

Whenever the process dies it is started again at once. People only do what a person can, and nobody repeats
what the stand-in has taken from their hand: whatever gets lost stays lost, and a deadline says so.
"""

from __future__ import annotations

import asyncio
import re
import signal
import time
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock, RehearsalClock
from bot.db import is_postgresql, sqlite_engine
from bot.db.postgresql import postgresql_engine
from bot.nursery import Nursery
from bot.sandbox.model import Sandbox
from bot.sandbox.phones import Phone
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import Post
from tests.faults.cast import CAST, Member
from tests.faults.lives import Birth, Life
from tests.templates import Template

PATIENCE = 90.0
"""Seconds until what has to be on a phone is there, death and rebirth included, on a busy machine."""
LOOK_EVERY = 0.02


class Stuck(Exception):
    """Somebody waited for something that never came."""


@dataclass
class Deaths:
    """What happened to the processes of one night."""

    codes: list[int] = field(default_factory=list)
    """Exit codes, in order; negative for a signal."""
    histories: list[list[tuple[object, ...]]] = field(default_factory=list)
    """The timeline as each dead process left it."""


class Rig:
    """A night in a folder of its own. `die_at` is for the first process only."""

    def __init__(
        self,
        folder: Path,
        template: Template,
        birth: Birth,
        *,
        die_at: int | None = None,
        operators: Sequence[Member] = (),
        settings: dict[str, str] | None = None,
    ) -> None:
        self.folder, self._birth = folder, birth
        folder.mkdir(parents=True, exist_ok=True)
        self.template, self.database_url = template, template.copy(folder)
        self.engine = _onlooker(self.database_url)
        self.boundaries, self.log = folder / "boundaries", folder / "log"
        self._clock_file = folder / "clock"
        self.clock: Clock = RehearsalClock(self._clock_file)
        self.box = Sandbox(self.clock)
        self.first_update = self.box.updates.next_id
        self.people = (*CAST, *operators)
        for member in self.people:
            self.box.add_person(member.telegram_id, member.name, started=True)
        self.phones = {member: Phone(self.box, member.telegram_id) for member in self.people}
        self.deaths = Deaths()
        self.life: Life | None = None
        self._settings, self._die_at = settings or {}, die_at
        self._server = SandboxServer(self.box)
        self._nursery, self._over = Nursery(), False
        self._changed = asyncio.Event()
        self._alive = asyncio.Event()
        self.box.listeners.append(lambda _: self._changed.set())

    async def __aenter__(self) -> Self:
        self._url = await self._server.start()
        self._nursery.start(self._keep_alive(), name="bot")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over = True
        if self.life is not None:
            self.life.signal(signal.SIGKILL)
        await self._nursery.close(within=30)
        await self._server.stop()
        self.engine.dispose()
        self.template.remove(self.database_url)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Now. It is started again at once."""
        if self.life is not None:
            self.life.signal(number)

    async def alive(self) -> Life:
        """The process that runs now, once one does."""
        await self._alive.wait()
        assert self.life is not None
        return self.life

    async def _keep_alive(self) -> None:
        first: dict[str, str] = {"rehearsal_boundaries": str(self.boundaries)}
        if self._die_at is not None:
            first["rehearsal_die_at"] = str(self._die_at)
        while not self._over:
            self.life = await self._birth.born(self._all_settings() | first, self.log)
            self._alive.set()
            code = await self.life.ended
            self._alive.clear()
            first = {}
            self.deaths.codes.append(code)
            if not self._over:
                await self.until(self._server_is_there, "the server should be there")
                self.deaths.histories.append(self.timeline())

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
        await self.until(lambda: _shown(phone, text), f"{member.name} should see {text!r}", phone)
        return phone.sees(text)

    async def taps(self, member: Member, label: str) -> None:
        """Once, on the newest button with this label, as soon as there is one."""
        phone = self.phones[member]
        await self.until(lambda: _offered(phone, label), f"{member.name} should have {label!r}", phone)
        phone.taps(label)

    async def taps_each(self, member: Member, label: str, over: Callable[[], bool]) -> None:
        """Once on every button with this label that comes up, until it is over."""
        phone, done = self.phones[member], set[str]()
        while not over():
            await self.until(
                lambda: over() or bool(_fresh(phone, label, done)), f"the end of {label!r}", phone
            )
            for post, data in _fresh(phone, label, done):
                done.add(data)
                phone.hand.tap(post.id, data)

    async def quiet(self) -> None:
        """Nothing new in the inbox, nothing promised and unsent, nothing waiting at Telegram."""
        await self.until(self._is_quiet, "everything should be delivered")

    def forward(self, minutes: float) -> None:
        RehearsalClock(self._clock_file).forward(minutes * 60)

    async def until(self, there: Callable[[], bool], what: str, phone: Phone | None = None) -> None:
        deadline = time.monotonic() + PATIENCE
        while not there():
            if time.monotonic() > deadline:
                raise Stuck("\n".join([what, self._left(), *([phone.screen()] if phone else [])]))
            self._changed.clear()
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._changed.wait()
            except TimeoutError:
                continue

    # ------------------------------------------------------------------------------- what is in the database

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def _server_is_there(self) -> bool:
        """Nobody but PostgreSQL is ever away."""
        return self._rows_or_none("SELECT 1") is not None

    def _rows_or_none(self, query: str) -> list[tuple[object, ...]] | None:
        """None while the server is away."""
        try:
            return self.rows(query)
        except DBAPIError:
            return None

    def timeline(self) -> list[tuple[object, ...]]:
        return self.rows("SELECT * FROM timeline ORDER BY id")

    def _is_quiet(self) -> bool:
        left = self._rows_or_none(
            "SELECT 1 FROM inbox WHERE state = 'new' UNION ALL"
            " SELECT 1 FROM outbox WHERE state IN ('pending', 'sending')"
        )
        return not self.box.updates.waiting and left == []

    def _left(self) -> str:
        counted = "SELECT state, count(*) FROM {} GROUP BY state"
        parts = [f"{table} {dict(self.rows(counted.format(table)))}" for table in ("inbox", "outbox")]  # type: ignore[arg-type]
        tail = self.log.read_text(errors="replace").splitlines()[-15:] if self.log.exists() else []
        lives = f"exit codes {self.deaths.codes}, waiting at Telegram {len(self.box.updates.waiting)}"
        return "\n".join([*parts, lives, *tail])


def _onlooker(url: str) -> Engine:
    if is_postgresql(url):
        return postgresql_engine(url, size=2)
    return sqlite_engine(url, begin="BEGIN", query_only=True)


def _shown(phone: Phone, text: str) -> bool:
    return any(post.from_bot and text in post.text for post in phone.messages)


def _offered(phone: Phone, label: str) -> bool:
    wanted = _plain(label)
    return any(one.startswith(wanted) for post in phone.messages for one in _labels(post))


def _fresh(phone: Phone, label: str, done: Container[str]) -> list[tuple[Post, str]]:
    """Buttons with this label, each data once, that were not tapped yet."""
    found = {
        str(button["callback_data"]): post
        for post in phone.messages
        for row in post.buttons
        for button in row
        if str(button["text"]) == label and button["callback_data"] not in done
    }
    return [(post, data) for data, post in found.items()]


def _labels(post: Post) -> list[str]:
    return [_plain(str(button["text"])) for row in post.buttons for button in row]


def _plain(label: str) -> str:
    """Without the signs before the words, as a finger does not need them."""
    return re.sub(r"^\W+", "", label).casefold()
