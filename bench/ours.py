"""Our side: the bot's own parts on a wire of no length, from raw JSON to the answer after the COMMIT."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from aiogram import Bot

from bench import stage
from bench.feed import Feed
from bench.rounds import Run
from bot import lean
from bot.app import NightShift
from bot.clock import Clock, SteadyClock
from bot.db import Database
from bot.nursery import Nursery
from bot.one_core import OneCore, set_free
from bot.picture.keeping import Shelf
from bot.runbook.library import Library
from bot.telegram.pacing import Pace, Pacing

FREELY = Pace(overall=10**6, chat=10**6, group=10**6)
"""The wire here counts no rates."""
_TO_SEE = 0.2
"""Seconds that show which core is idle."""


def night_on(db: Database, feed: Feed, folder: Path, clock: Clock | None = None) -> NightShift:
    """The whole bot with this wire."""
    bot = Bot(stage.TOKEN, session=feed)
    library, shelf = Library(stage.RUNBOOKS), Shelf(folder / "pictures")
    return NightShift(db, clock or SteadyClock(), bot, library, shelf, Pacing(FREELY))


@contextmanager
def as_it_is_run() -> Iterator[None]:
    """What is begun in this block stays on the core on which others have least to do, and rubbish is looked
    for as rarely as in our process.
    """
    often = gc.get_threshold()
    gc.set_threshold(*lean.RARELY)
    core = OneCore()
    time.sleep(_TO_SEE)
    core.settle()
    try:
        yield
    finally:
        set_free(0)
        gc.set_threshold(*often)


def taps(url: str, raw: Sequence[str], folder: Path, *, together: int = 64, warm: int = 0) -> Run:
    """Handle these updates; the first so many are not counted.

    The sender rests, so the outbox's rows stay to be counted. The process stays on one core, as it does
    when it is run (bot/running.py).
    """
    with as_it_is_run():
        return asyncio.run(_taps(url, folder, Feed(raw, together=together, warm=warm)))


async def _taps(url: str, folder: Path, feed: Feed) -> Run:
    db, nursery = Database(url), Nursery()
    night = night_on(db, feed, folder)
    night.worker.start(nursery)
    await night.worker.idle()
    began = time.perf_counter()
    polling = nursery.start(night.poller.run(), name="poller")
    try:
        async with asyncio.timeout(120):
            await feed.over.wait()
        return Run(time.perf_counter() - (feed.warm_at or began), feed.latencies)
    finally:
        polling.cancel()
        await night.worker.stop()
        await nursery.close(within=1)
        db.close()
