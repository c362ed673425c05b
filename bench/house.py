"""A centre with many operators: its database, the stand-in of Telegram, the bot in a process of its own."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.clock import SystemClock
from bot.db import Database, is_postgresql, sqlite_engine
from bot.db.postgresql import postgresql_engine
from bot.migrating import migrate
from bot.nursery import Nursery
from bot.person.actions import grant, join, started
from bot.person.rules import Role
from bot.rota.actions import put_shift
from bot.sandbox.calls import Call
from bot.sandbox.hand import Hand
from bot.sandbox.limits import Limits
from bot.sandbox.model import Sandbox
from bot.sandbox.server import SandboxServer
from tests.faults.lives import Birth, Life, Plainly

MESSAGES = ("sendMessage", "sendPhoto", "editMessageText", "editMessageCaption", "editMessageReplyMarkup")
"""The calls that Telegram's limits count."""
LOOK_EVERY = 0.1


@dataclass(frozen=True)
class Somebody:
    """Ids in the database count from 1 in the order of the cast."""

    telegram_id: int
    name: str
    role: Role


def cast_of(operators: int, *, leads: int = 10, sysadmins: int = 3) -> list[Somebody]:
    """Leads and sysadmins, all on level 1, then the operators."""
    return [
        *(Somebody(201 + n, f"Lead {n + 1}", Role.DUTY_LEAD) for n in range(leads)),
        *(Somebody(301 + n, f"Sysadmin {n + 1}", Role.SYSADMIN) for n in range(sysadmins)),
        *(Somebody(10_001 + n, f"Operator {n + 1}", Role.OPERATOR) for n in range(operators)),
    ]


def settle_in(session: Session, cast: Sequence[Somebody], *, now: datetime) -> None:
    """Everybody is let in, has pressed Start, and is on duty around this moment."""
    for one in cast:
        person = join(
            session, telegram_id=one.telegram_id, name=one.name, language="ru",
            time_zone="Europe/Kyiv", now=now,
        )  # fmt: skip
        grant(session, person.id, one.role, level=1, by=None, now=now)
        put_shift(
            session, person_id=person.id, role=one.role, starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(hours=12), level=1, by=None, now=now,
        )  # fmt: skip
        started(session, person.id, now=now)


@dataclass
class House:
    """The bot runs while the block does. `url`: an empty database; `folder`: for everything else."""

    folder: Path
    url: str
    cast: Sequence[Somebody]
    birth: Birth = field(default_factory=Plainly)

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._furnish)
        self.clock = SystemClock()
        self.box = Sandbox(self.clock, limits=Limits())
        for one in self.cast:
            self.box.add_person(one.telegram_id, one.name, started=True)
        self.hands = {one.telegram_id: Hand(self.box, one.telegram_id) for one in self.cast}
        self.engine = _onlooker(self.url)
        self._server, self._nursery = SandboxServer(self.box), Nursery()
        self._api = await self._server.start()
        self.life: Life | None = None
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop(signal.SIGKILL)
        await self._nursery.close(within=10)
        await self._server.stop()
        self.engine.dispose()

    async def start(self) -> None:
        """The bot is there once it polls; its own start is not what is measured."""
        known = len(self.box.calls)
        self.life = await self.birth.born(
            {
                "bot_api_url": self._api,
                "bot_token": self.box.token,
                "data_dir": str(self.folder),
                "database_url": self.url,
                "log_level": "WARNING",
                "messages_per_second": "30",
            },
            self.folder / "log",
        )
        await self.until(lambda: self.box.waiting_poll is not None, 60)
        await self.until(lambda: len(self.box.calls) > known, 60)

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int | None:
        if self.life is None:
            return None
        self.life.signal(number)
        return await self.life.ended

    async def until(self, there: Callable[[], object], seconds: float) -> None:
        """Wait until it is so; TimeoutError."""
        deadline = time.monotonic() + seconds
        while not there():
            if time.monotonic() > deadline:
                raise TimeoutError(there.__name__)
            await asyncio.sleep(LOOK_EVERY)

    async def quiet(self, seconds: float) -> None:
        """Nothing new in the inbox, nothing promised and unsent."""
        await self.until(lambda: not self.box.updates.waiting and not self._left(), seconds)

    def _left(self) -> list[tuple[object, ...]]:
        return self.rows(
            "SELECT 1 FROM inbox WHERE state = 'new' UNION ALL"
            " SELECT 1 FROM outbox WHERE state IN ('pending', 'sending')"
        )

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def has_button(self, telegram_id: int, words: str, data: str) -> int:
        """A message of the bot from before, with one button; its id."""
        keyboard = {"inline_keyboard": [[{"text": words, "callback_data": data}]]}
        answer = self.box.call(
            "sendMessage", {"chat_id": telegram_id, "text": words, "reply_markup": json.dumps(keyboard)}
        )
        return int(answer["message_id"])

    def messages(self, since: datetime) -> list[Call]:
        return [call for call in self.box.accepted(*MESSAGES) if call.at >= since]

    def _furnish(self) -> None:
        migrate(self.url)
        db = Database(self.url)
        db.write_here(settle_in, self.cast, now=SystemClock().now())
        db.close()


def _onlooker(url: str) -> Engine:
    return (
        postgresql_engine(url, size=2)
        if is_postgresql(url)
        else sqlite_engine(url, begin="BEGIN", query_only=True)
    )
