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
from bot.outbox.actions import OUTBOX
from bot.outbox.rules import State
from bot.person.actions import grant, join, started
from bot.person.rules import Role
from bot.rota.actions import put_shift
from bot.sandbox.calls import Call
from bot.sandbox.hand import Hand
from bot.sandbox.model import Sandbox
from bot.sandbox.server import SandboxServer
from tests.faults.lives import Birth, Life, Plainly

MESSAGES = ("sendMessage", "sendPhoto", "editMessageText", "editMessageCaption", "editMessageReplyMarkup")
"""The calls that Telegram's limits count."""
_LOOK_EVERY = 0.1
_TO_START = 90


@dataclass(frozen=True)
class Somebody:
    """`id`: in the database, where they count from 1 in the order of the cast."""

    id: int
    telegram_id: int
    name: str
    role: Role


def cast_of(operators: int, *, leads: int, sysadmins: int) -> list[Somebody]:
    """Leads and sysadmins, all on level 1, then the operators."""
    roles = [Role.DUTY_LEAD] * leads + [Role.SYSADMIN] * sysadmins + [Role.OPERATOR] * operators
    return [Somebody(n, 10_000 + n, f"{role} {n}", role) for n, role in enumerate(roles, start=1)]


def settle_in(session: Session, cast: Sequence[Somebody], *, now: datetime) -> None:
    """Everybody is let in, has pressed Start, and is on duty around this moment."""
    begins, ends = now - timedelta(hours=1), now + timedelta(hours=12)
    for one in cast:
        about = {"language": "ru", "time_zone": "Europe/Kyiv", "now": now}
        person = join(session, telegram_id=one.telegram_id, name=one.name, **about)  # type: ignore[arg-type]
        grant(session, person.id, one.role, level=1, by=None, now=now)
        put_shift(
            session, person_id=person.id, role=one.role, starts_at=begins, ends_at=ends, by=None, now=now
        )
        started(session, person.id, now=now)


@dataclass
class House:
    """The bot lives in it while the block runs. `url`: an empty database; `folder`: for everything else.

    `before`: what has happened before the bot starts; all of it is on the phones already.
    """

    folder: Path
    url: str
    cast: Sequence[Somebody]
    before: Callable[[Session], None] = lambda _: None
    birth: Birth = field(default_factory=Plainly)
    life: Life | None = None

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._furnish)
        self.clock = SystemClock()
        self.box = Sandbox(self.clock)
        for one in self.cast:
            self.box.add_person(one.telegram_id, one.name, started=True)
        self.hands = {one: Hand(self.box, one.telegram_id) for one in self.cast}
        self._engine = _onlooker(self.url)
        self._server = SandboxServer(self.box)
        self._api = await self._server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.life is not None:
            self.life.signal(signal.SIGKILL)
            await self.life.ended
        await self._server.stop()
        self._engine.dispose()

    def of(self, role: Role) -> list[Somebody]:
        return [one for one in self.cast if one.role is role]

    async def start(self) -> None:
        """Answers when everybody has their menu: from then on the bot has nothing to do. Limits are on."""
        settings = {
            "bot_api_url": self._api,
            "bot_token": self.box.token,
            "data_dir": str(self.folder),
            "database_url": self.url,
            "log_level": "WARNING",
            "messages_per_second": "30",
        }
        known = len(self.box.accepted("setMyCommands"))
        self.box.limits.rates_on = True
        self.life = await self.birth.born(settings, self.folder / "log")
        await self.until(lambda: len(self.box.accepted("setMyCommands")) >= known + len(self.cast), _TO_START)
        await self.quiet(_TO_START)

    async def kill(self) -> None:
        """Without a word."""
        if self.life is not None:
            self.life.signal(signal.SIGKILL)
            await self.life.ended

    async def until(self, there: Callable[[], object], seconds: float) -> None:
        """Wait until it is so; TimeoutError, with what the bot wrote last."""
        deadline = time.monotonic() + seconds
        while not there():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self._states()}\n{(self.folder / 'log').read_text()[-2000:]}")
            await asyncio.sleep(_LOOK_EVERY)

    async def quiet(self, seconds: float) -> None:
        """Nothing new in the inbox, nothing promised and unsent."""
        await self.until(lambda: not self.box.updates.waiting and not self.rows(_LEFT), seconds)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def has_button(self, one: Somebody, words: str, data: str) -> int:
        """A message of the bot from before, with one button; its id."""
        keyboard = json.dumps({"inline_keyboard": [[{"text": words, "callback_data": data}]]})
        shown = {"chat_id": one.telegram_id, "text": words, "reply_markup": keyboard}
        return int(self.box.call("sendMessage", shown)["message_id"])

    def messages(self, since: datetime) -> list[Call]:
        """What went to phones after this moment, in order: new messages and edits."""
        return [call for call in self.box.accepted(*MESSAGES) if call.at >= since]

    def _states(self) -> str:
        counted = "SELECT state, count(*) FROM {} GROUP BY state"
        return ", ".join(f"{table} {self.rows(counted.format(table))}" for table in ("inbox", "outbox"))

    def _furnish(self) -> None:
        migrate(self.url)
        db = Database(self.url)
        now = SystemClock().now()
        db.write_here(settle_in, self.cast, now=now)
        db.write_here(self.before)
        db.write_here(_all_sent)
        db.close()


def _all_sent(session: Session) -> None:
    session.connection().execute(OUTBOX.update().values(state=State.SENT))


_LEFT = (
    "SELECT 1 FROM inbox WHERE state = 'new' UNION ALL"
    " SELECT 1 FROM outbox WHERE state IN ('pending', 'sending')"
)


def _onlooker(url: str) -> Engine:
    if is_postgresql(url):
        return postgresql_engine(url, size=2)
    return sqlite_engine(url, begin="BEGIN", query_only=True)
