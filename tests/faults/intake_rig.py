"""The incoming half over a stand-in of Telegram: made anew on the same file as often as a test kills it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.types import Update
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.intake.models import Inbox
from bot.intake.poll import Poller
from bot.intake.rules import State
from bot.intake.worker import Handle, Notice, TurnAway, Worker
from bot.nursery import Nursery
from bot.sandbox.hand import Hand
from bot.sandbox.model import Sandbox
from bot.sandbox.session import SandboxSession
from bot.telegram.texts import Texts
from bot.telegram.visit import Caller
from bot.timeline.actions import record
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event


class Pauses:
    """Waits that last no time; tests read how long they would have been."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


class Rig:
    """One life of the process. Unless told otherwise it notes each update in the history."""

    def __init__(
        self,
        box: Sandbox,
        db: Database,
        clock: WoundClock,
        *,
        handle: Handle | None = None,
        turn_away: TurnAway | None = None,
        on_quarantine: Notice = lambda *_: None,
    ) -> None:
        self.box, self.db, self.clock = box, db, clock
        self.bot = Bot(box.token, session=SandboxSession(box))
        self.nursery = Nursery()
        self.pauses = Pauses()
        self.turned_away: list[int] = []
        self.worker = Worker(
            db,
            clock,
            self.bot,
            handle or self.note,
            turn_away=turn_away or self._turn_away,
            on_quarantine=on_quarantine,
            pause=self.pauses,
        )
        self.poller = Poller(self.bot, db, clock, self.worker, pause=self.pauses)

    async def note(self, update: Update) -> State | None:
        """The default handler: one event for each update."""
        await self.caller(update).write(noted, update.update_id, now=self.clock.now())
        return None

    def caller(self, update: Update) -> Caller:
        event = update.message or update.callback_query
        assert event is not None
        assert event.from_user is not None
        return Caller(
            db=self.db,
            say=self.bot,
            update_id=update.update_id,
            now=self.clock.now(),
            texts=Texts("en", ZoneInfo("UTC")),
            user=event.from_user,
            message=update.message,
            tapped=update.callback_query,
        )

    async def fetch(self) -> int:
        """Poll once without waiting; returns how many were new."""
        return await self.poller.once(wait_seconds=0)

    async def run_dry(self) -> None:
        """Poll until everything is confirmed to Telegram, and handle it all."""
        await self.worker.idle()
        while self.box.updates.waiting:
            await self.fetch()
        await self.worker.idle()

    async def die(self) -> None:
        """End at once, as a kill does: nothing is finished, nothing is tidied up."""
        await self.nursery.close(within=0)

    async def _turn_away(self, update: Update) -> None:
        self.turned_away.append(update.update_id)


def noted(session: Session, number: int, *, now: datetime) -> None:
    record(session, Event.PERSON_CHANGED, by=None, at=now, update=number)


@asynccontextmanager
async def living(rig: Rig) -> AsyncIterator[Rig]:
    """The process runs within this block, and dies at its end."""
    rig.worker.start(rig.nursery)
    try:
        yield rig
    finally:
        await rig.die()


def box_with(clock: WoundClock, *people: str) -> tuple[Sandbox, list[Hand]]:
    """A Telegram with these people, who have all pressed Start; nothing is waiting in it."""
    box = Sandbox(clock)
    for number, name in enumerate(people, 101):
        box.add_person(number, name, started=True)
    return box, [Hand(box, number) for number in box.people]


def applied(db: Database) -> list[int]:
    """The updates that changed something, in the order in which they did, as often as they did."""

    def query(session: Session) -> list[int]:
        events = session.scalars(select(TimelineEvent).order_by(TimelineEvent.id))
        return [event.data["update"] for event in events if event.kind == Event.PERSON_CHANGED]

    return db.read_here(query)


def inbox(db: Database) -> dict[int, Inbox]:
    def query(session: Session) -> dict[int, Inbox]:
        return {row.update_id: row for row in session.scalars(select(Inbox).order_by(Inbox.update_id))}

    return db.read_here(query)


def states(db: Database) -> list[str]:
    return [row.state for row in inbox(db).values()]


def reopened(file: Path) -> Database:
    """The same file, opened by another process."""
    return Database(f"sqlite:///{file}")
