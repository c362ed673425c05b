"""A claim whose COMMIT was answered by nobody is nobody's work and nobody else's: it must be found again."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from aiogram import Bot
from aiogram.types import Update

from bot.burying import BURIALS, FAREWELLS
from bot.clock import WoundClock
from bot.db import Database
from bot.intake.claims import Claims
from bot.intake.journal import journal
from bot.intake.rules import Entry, State
from bot.intake.worker import Worker
from bot.nursery import Nursery
from bot.replica.seat import Seat
from bot.schema import VERSION
from tests.faults.scripted_telegram import message
from tests.templates import ServerTemplate


async def test_a_claim_whose_commit_nobody_answered_does_not_silence_its_person(
    server_template: ServerTemplate, tmp_path: Path, clock: WoundClock
) -> None:
    url, lost, done = server_template.copy(tmp_path), list[str](), list[int]()
    both = asyncio.Event()

    def boundary(what: str) -> None:
        if what == "after commit of claims" and not lost:
            lost.append(what)
            raise ConnectionError("the server died before it could say that this is committed")

    async def handle(update: Update) -> State:
        done.append(update.update_id)
        if len(done) == 2:
            both.set()
        return State.IGNORED

    async def turn_away(update: Update) -> None:
        raise AssertionError(update)

    night = Database(url, boundary=boundary)
    bot, nursery = Bot("1:" + "a" * 35), Nursery()
    worker = Worker(night, clock, bot, handle, turn_away=turn_away)
    seat = Seat(night, url, "a", VERSION, BURIALS, FAREWELLS)
    await seat.sit_down()
    claims = Claims(night, worker, seat)
    worker.start(nursery, alone=False)
    entries = [Entry(number, 101, json.dumps(message(number)), clock.now()) for number in (1, 2)]
    await night.write(journal, entries, now=clock.now())
    task = nursery.start(claims.run(), name="claims")
    async with asyncio.timeout(5):
        await both.wait()
        await worker.idle()
    assert (lost, done) == (["after commit of claims"], [1, 2])
    task.cancel()
    await worker.stop()
    await seat.leave()
    await nursery.close(within=0)
    await bot.session.close()
    night.close()
    server_template.remove(url)
