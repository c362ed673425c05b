"""From an operator's tap to the lead's phone, nothing else waiting: beside one bare message on that wire."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from aiogram import Bot
from aiogram.methods import SendMessage

from bench import stage
from bench.feed import Feed
from bench.line import Line, at_most_more
from bench.ours import night_on
from bench.rounds import Say, percentile
from bot.db import Database
from bot.nursery import Nursery

_LEAD = 101


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    taps = 25 if quick else 120
    with TemporaryDirectory(prefix="bench-phone-") as folder:
        url = f"sqlite:///{folder}/night.sqlite"
        stage.build(url, taps + _WARM, now=stage.this_moment())
        ours, bare = asyncio.run(_measured(url, taps, Path(folder)))
    mine, theirs = (percentile(numbers, 0.99) * 1000 for numbers in (ours, bare))
    say(f"{taps} taps: p50 {percentile(ours, 0.5) * 1000:.1f} ms, p99 {mine:.1f} ms; bare {theirs:.2f} ms")
    what = "tap to the lead's phone, nothing queued, wire of 0 ms: p99"
    return [Line(what, mine, theirs, "ms", "one bare sendMessage", at_most_more(50))]


_WARM = 10
"""Taps that are not counted: the first ones import and compile."""


async def _measured(url: str, taps: int, folder: Path) -> tuple[list[float], list[float]]:
    """Seconds of each tap, and of each bare message."""
    db, feed, nursery = Database(url), Feed([], together=1), Nursery()
    night = night_on(db, feed, folder)
    night.start(nursery)
    await night.worker.idle()
    ours, bare, bot = [], [], Bot(stage.TOKEN, session=feed)
    for number in range(taps + _WARM):
        began = time.perf_counter()
        await bot(SendMessage(chat_id=1, text="Incident"))
        bare.append(time.perf_counter() - began)
        ours.append(await _paged_after(feed, number))
        async with asyncio.timeout(10):
            await feed.over.wait()
        await asyncio.sleep(0.03)  # whatever else follows from it has ended, and nothing is queued
    await night.stop()
    await nursery.close(within=5)
    db.close()
    rung = [one for one in feed.sent if one["chat"] == _LEAD and one["loud"]]
    if len(rung) != taps + _WARM:
        raise AssertionError(f"the lead's phone rang {len(rung)} times for {taps + _WARM} taps")
    return ours[_WARM:], bare[_WARM:]


async def _paged_after(feed: Feed, number: int) -> float:
    """Seconds from the update's coming to the page's going."""
    tap = f"answer:{number + 1}:1:not_helped"
    raw = stage.press(1000 + number, stage.OPERATORS_FROM + number, tap, at=stage.this_moment())
    rung = feed.when_sent(_LEAD)
    began = time.perf_counter()
    feed.hand_out(raw)
    async with asyncio.timeout(10):
        return await rung - began
