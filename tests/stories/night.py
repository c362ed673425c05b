"""The night for story tests: real parts over a real SQLite file; Telegram and the clock are stand-ins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot

from bot.app import NightShift
from bot.auditor.queries import repairs_since
from bot.clock import WoundClock
from bot.db import Database
from bot.nursery import Nursery
from bot.person.actions import grant, join, revoke, started
from bot.person.models import Person
from bot.person.rules import Role
from bot.picture.keeping import Shelf
from bot.rota.actions import put_shift
from bot.runbook.library import Library
from bot.sandbox.model import Sandbox
from bot.sandbox.phones import Phone
from bot.sandbox.session import SandboxSession
from bot.sandbox.world import Post
from bot.telegram.pacing import Pace, Pacing
from bot.timeline.models import TimelineEvent
from bot.timeline.queries import history
from tests.stories.winding import MINUTE
from tests.stories.winding import step as step_from

RUNBOOKS = Path(__file__).parents[2] / "runbooks"
_FREELY = Pace(overall=10_000, chat=10_000, group=10_000)


class Hero:
    """A person of the story and their phone: what they do is carried to its end before the next sentence."""

    def __init__(self, night: Night, phone: Phone, person: Person) -> None:
        self._night = night
        self.phone = phone
        self.id = person.id
        self.name = person.name

    async def taps(self, label: str) -> None:
        await self._night.after(lambda: self.phone.taps(label))

    async def taps_old(self, message: Post, label: str) -> None:
        await self._night.after(lambda: self.phone.taps_old(message, label))

    async def writes(self, text: str) -> None:
        await self._night.after(lambda: self.phone.writes(text))

    async def starts(self, payload: str = "") -> None:
        await self._night.after(lambda: self.phone.starts(payload))

    async def sends_photo(self, picture: bytes | str = "error_503", caption: str = "") -> None:
        await self._night.after(lambda: self.phone.sends_photo(picture, caption))

    async def sends_document(
        self, picture: bytes | str = "error_503", caption: str = "", name: str = ""
    ) -> None:
        await self._night.after(lambda: self.phone.sends_document(picture, caption, name))

    async def sends_album(self, pictures: Sequence[bytes | str], caption: str = "") -> None:
        await self._night.after(lambda: self.phone.sends_album(pictures, caption))

    async def sends_voice(self) -> None:
        await self._night.after(self.phone.sends_voice)

    async def sends_video(self) -> None:
        await self._night.after(self.phone.sends_video)

    async def blocks(self) -> None:
        await self._night.after(self.phone.blocks)

    async def unblocks(self) -> None:
        await self._night.after(self.phone.unblocks)

    async def reports(
        self, software: str = "Телефония", customer: str = "Нет", known: str = "У меня другое"
    ) -> None:
        """From the first tap to the first card; `known`: what they say of an outage that is known already."""
        await self.writes("/report")
        await self.taps(software)
        if known in self.buttons():
            await self.taps(known)
        await self.taps(customer)

    def sees(self, text: str) -> Post:
        return self.phone.sees(text)

    def does_not_see(self, text: str) -> None:
        self.phone.does_not_see(text)

    def screen(self) -> str:
        """The phone as plain text."""
        return self.phone.screen()

    @property
    def toast(self) -> str:
        return self.phone.toast or ""

    def heard(self) -> list[str]:
        """The first lines of what came with sound since the last call."""
        return [post.text.splitlines()[0] for post in self.phone.heard()]

    def buttons(self) -> list[str]:
        return self.phone.buttons()


class Night:
    """One night: people, a clock to wind, and the bot."""

    def __init__(self, db: Database, clock: WoundClock, folder: Path, runbooks: Path = RUNBOOKS) -> None:
        self.db, self.clock, self.folder, self.runbooks = db, clock, folder, runbooks
        self.box = Sandbox(clock)
        self._next = 1001
        self.expects_repairs = False
        """Whether this story breaks something on purpose. Where none does the auditor has nothing to do."""
        self.answers_lost: dict[int, int] = {}
        """Per phone: messages Telegram took whose answer this story loses. They rang, and no bot knows."""
        self.pacing: Pacing | None = None
        """Telegram's limits, for a bot that is started after this is set; None: there are none."""
        self._nursery = Nursery()
        self.start_bot()

    def start_bot(self) -> None:
        self.wire = Bot(self.box.token, session=SandboxSession(self.box))
        library, shelf = Library(self.runbooks), Shelf(self.folder / "pictures")
        pacing = self.pacing or Pacing(_FREELY)
        self.bot = NightShift(self.db, self.clock, self.wire, library, shelf, pacing)
        self._started = False

    async def close(self) -> None:
        await self.bot.worker.stop()
        self.bot.sender.stop()
        await self._nursery.close(within=1)
        assert self.expects_repairs or not self.repairs(), "the auditor had to put something right"

    def repairs(self) -> list[str]:
        """What the auditor found and put right, in order."""
        return [one.kind for one in self.db.read_here(repairs_since, datetime(2000, 1, 1, tzinfo=UTC))]

    async def operator(self, name: str, **more: Any) -> Hero:
        return await self.person(name, Role.OPERATOR, **more)

    async def lead(self, name: str, *, level: int = 1, **more: Any) -> Hero:
        return await self.person(name, Role.DUTY_LEAD, level=level, **more)

    async def sysadmin(self, name: str, *, level: int = 1, **more: Any) -> Hero:
        return await self.person(name, Role.SYSADMIN, level=level, **more)

    async def administrator(self, name: str, **more: Any) -> Hero:
        return await self.person(name, Role.ADMINISTRATOR, **more)

    async def person(
        self,
        name: str,
        *roles: Role,
        level: int = 1,
        language: str = "ru",
        time_zone: str = "Europe/Kyiv",
        shift: tuple[datetime, datetime] | bool | None = True,
        has_started: bool = True,
    ) -> Hero:
        """Somebody who is let in; on duty for ten hours from an hour ago unless told otherwise."""
        telegram_id, self._next = self._next, self._next + 1
        self.box.add_person(telegram_id, name, language_code=language, started=has_started)
        now = self.clock.now()
        person = await self.db.write(
            join, telegram_id=telegram_id, name=name, language=language, time_zone=time_zone, now=now
        )
        hero = Hero(self, Phone(self.box, telegram_id), person)
        for role in roles:
            await self.db.write(grant, person.id, role, level=level, by=None, now=now)
            if shift:
                usual = (now - timedelta(hours=1), now + timedelta(hours=9))
                await self.on_duty(hero, role, *(shift if isinstance(shift, tuple) else usual), level=level)
        if has_started:
            await self.db.write(started, person.id, now=now)
        return hero

    async def stranger(self, name: str) -> Hero:
        """Somebody with Telegram whom nobody let in."""
        telegram_id, self._next = self._next, self._next + 1
        self.box.add_person(telegram_id, name, started=True)
        return Hero(self, Phone(self.box, telegram_id), Person(id=0, name=name))

    async def on_duty(
        self, hero: Hero, role: Role, starts_at: datetime, ends_at: datetime, *, level: int = 1
    ) -> None:
        await self.db.write(
            put_shift,
            person_id=hero.id,
            role=role,
            starts_at=starts_at,
            ends_at=ends_at,
            level=level,
            by=None,
            now=self.clock.now(),
        )

    async def fire(self, hero: Hero, role: Role) -> None:
        """From now on they do not hold this role."""
        await self.db.write(revoke, hero.id, role, by=None, now=self.clock.now())

    async def after(self, deed: Callable[[], Any]) -> None:
        """Do it, and let the bot finish everything that follows from it."""
        result = deed()
        if isinstance(result, Awaitable):
            await result
        await self.settle()

    async def settle(self) -> None:
        """Until nothing moves: updates fetched and handled, timers rung, messages delivered."""
        if not self._started:
            self._started = True
            self.bot.worker.start(self._nursery)
            await self.bot.sender.start()
        while True:
            fetched = await self.bot.poller.once(wait_seconds=0)
            await self.bot.worker.idle()
            fired = await self.bot.alarm.ring()
            await self.bot.sender.deliver_due()
            await self.bot.groups.keep_due()
            if not fetched and not fired:
                return

    async def forward(self, **by: float) -> None:
        """Wind the clock on from minute to minute, past those in which nothing can happen.

        A story that breaks something on purpose sees each of them.
        """
        left = timedelta(**by)
        while left > timedelta():
            far = MINUTE if self.expects_repairs else self.db.read_here(step_from, self.clock.now())
            step = min(left, far)
            self.clock.forward(seconds=step.total_seconds())
            left -= step
            await self.settle()

    def history(self, incident_id: int = 1) -> list[TimelineEvent]:
        return list(self.db.read_here(history, incident_id))

    def kinds(self, incident_id: int = 1) -> list[str]:
        """The history's kinds, in order."""
        return [event.kind for event in self.history(incident_id)]
