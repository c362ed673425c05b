"""A process for tests to kill: polls the stand-in at argv[1], notes each update in the file argv[2]."""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update
from sqlalchemy.orm import Session

from bot.clock import SystemClock
from bot.db import Database
from bot.intake.journal import settle
from bot.intake.poll import Poller
from bot.intake.rules import State
from bot.intake.worker import Worker
from bot.nursery import Nursery
from bot.sandbox.model import TOKEN
from tests.faults.intake_rig import noted


async def main(url: str, file: str) -> None:
    db, clock, nursery = Database(f"sqlite:///{file}"), SystemClock(), Nursery()
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))

    def action(session: Session, update_id: int) -> None:
        settle(session, update_id, State.APPLIED, now=clock.now())
        noted(session, update_id, now=clock.now())

    async def handle(update: Update) -> State | None:
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        await db.write_from(f"update {update.update_id}", action, update.update_id)
        sys.stdout.write("ended\n")
        sys.stdout.flush()
        return None

    async def turn_away(_: Update) -> None:
        """Nobody floods here."""

    worker = Worker(db, clock, bot, handle, turn_away=turn_away)
    worker.start(nursery)
    await nursery.start(Poller(bot, db, clock, worker).run(), name="poll")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
