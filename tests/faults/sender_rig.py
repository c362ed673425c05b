"""The real sender over a real SQLite file and the stand-in of Telegram. Time leaps to what waits."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.outbox.actions import put
from bot.outbox.models import Outgoing
from bot.outbox.queries import promised_to
from bot.outbox.rules import Outcome, SoundWhy
from bot.person.models import Person
from bot.sandbox.limits import Limits
from bot.sandbox.model import Sandbox
from bot.sandbox.phones import Phone
from bot.sandbox.session import SandboxSession
from bot.telegram.drawing import Button, Drawing
from bot.telegram.pacing import Pace, Pacing
from bot.telegram.sender import Sender
from bot.telegram.wire import Wire

FREELY = Pace(overall=10_000, chat=10_000, group=10_000)
CARD = "card"


class Leaping:
    """A clock that leaps to the next thing somebody waits for as soon as the loop comes round."""

    def __init__(self, clock: WoundClock) -> None:
        self.clock = clock
        self._alarms: list[tuple[datetime, int, Alarm]] = []
        self._numbers = count()

    def now(self) -> float:
        return self.clock.now().timestamp()

    def later(self, seconds: float, callback: Callable[[], None]) -> Alarm:
        alarm = Alarm(callback)
        at = self.clock.now() + timedelta(seconds=max(seconds, 0.001))
        heapq.heappush(self._alarms, (at, next(self._numbers), alarm))
        asyncio.get_running_loop().call_soon(self._leap)
        return alarm

    def _leap(self) -> None:
        while self._alarms:
            at, _, alarm = heapq.heappop(self._alarms)
            if alarm.callback is not None:
                self.clock.set(max(at, self.clock.now()))
                alarm.callback()
                return


class Alarm:
    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self.callback = None


class Rig:
    """People with phones, cards that say what `words` says now, and a sender that may be replaced."""

    def __init__(
        self,
        db: Database,
        clock: WoundClock,
        *,
        pace: Pace = FREELY,
        limits: Limits | None = None,
        leaping: bool = False,
        session: type[SandboxSession] = SandboxSession,
    ) -> None:
        self.db, self.clock, self.pace = db, clock, pace
        self.time = Leaping(clock)
        self.leaping = leaping
        self.box = Sandbox(clock, limits=limits)
        self.session = session(self.box)
        self.words: dict[int, str | None] = {}
        self.picture: str | None = None
        self.drawn: list[int] = []
        self.told: list[tuple[str, int, Outcome]] = []
        self.revoked = 0
        self.shelf = Path()
        self.restart()

    def restart(self) -> None:
        """Another process on the same file: it remembers nothing."""
        bot = Bot(self.box.token, session=self.session)
        later = self.time.later if self.leaping else None
        receivers = {name: self._receiver(name) for name in ("page", "unreachable")}
        self.wire = Wire(bot)
        self.sender = Sender(
            self.db,
            self.wire,
            self.clock,
            {CARD: self.draw},
            receivers,
            lambda sha256, _: self.shelf / sha256,
            pacing=Pacing(self.pace, now=self.time.now, later=later),
            on_revoked=self._count_revoked,
        )

    async def person(self, name: str = "Olga", *, language: str = "ru") -> Phone:
        """Somebody who has pressed Start. Their person id is the number in their Telegram id."""
        number = len(self.box.people) + 1
        self.box.add_person(1000 + number, name, language_code=language, started=True)
        await self.db.write(_join, number, name, language, self.clock.now())
        return Phone(self.box, 1000 + number)

    async def promise(self, to: int = 1, subject: int = 17, **how: Any) -> None:
        """Promise the card about this subject; it says "state <subject>" unless `words` knows better."""
        self.words.setdefault(subject, f"state {subject}")
        if how.get("sound"):
            how.setdefault("why", SoundWhy.PAGE)
        await self.db.write(partial(put, card=CARD, subject_id=subject, to=to, now=self.clock.now(), **how))

    async def rows(self, to: int = 1) -> list[Outgoing]:
        return list(await self.db.read(promised_to, to))

    async def forward(self, **by: float) -> None:
        self.clock.forward(**by)
        await self.sender.deliver_due()

    def draw(self, _: Session, subject: int, person: Person, data: Mapping[str, Any]) -> Drawing | None:
        self.drawn.append(subject)
        words = self.words[subject]
        if words is None:
            return None
        button = Button("Принять", f"ack:{subject}", "primary")
        return Drawing(Text(words), ((button,),), picture=self.picture)

    def _receiver(self, name: str) -> Callable[[Session, int, Outcome, datetime], None]:
        def receive(_: Session, number: int, outcome: Outcome, __: datetime) -> None:
            self.told.append((name, number, outcome))

        return receive

    def _count_revoked(self) -> None:
        self.revoked += 1


def _join(session: Session, number: int, name: str, language: str, now: datetime) -> None:
    person = Person(id=number, telegram_id=1000 + number, name=name, language=language)
    person.time_zone, person.joined_at, person.started_at = "Europe/Kyiv", now, now
    session.add(person)
