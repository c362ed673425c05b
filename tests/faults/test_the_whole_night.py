"""F31: eight hours, forty operators, and every fault there is at random; wound forward minute by minute.

In the slow tests an hour of it; `make torture` plays all of it.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Coroutine
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.db import is_postgresql
from bot.nursery import Nursery
from tests.faults.cast import CAST, DARYNA
from tests.faults.conftest import Tally
from tests.faults.invariants import judge
from tests.faults.rig import Rig
from tests.faults.storms import operators, rigged
from tests.faults.wanderers import wanders
from tests.faults.words import text
from tests.postgresql import Server

ALL_OF_IT = "NIGHT_TALLY" in os.environ
HOURS, OPERATORS = (8, 40) if ALL_OF_IT else (1, 8)
A_MINUTE = 0.35
"""Seconds for a minute of the night."""
CALLS = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates")

Blow = Callable[[Rig, Random], Coroutine[Any, Any, None]]


async def _killed(rig: Rig, _: Random) -> None:
    life = await rig.alive()
    await rig.until(lambda: not rig.night.rows_or_none(_DIED_TWICE), "what killed twice should be settled")
    rig.kill()
    await life.ended


_DIED_TWICE = "SELECT 1 FROM inbox WHERE state = 'new' AND attempts >= 2"


async def _deployed(rig: Rig, _: Random) -> None:
    await rig.asked_to_stop()


async def _answer_lost(rig: Rig, random: Random) -> None:
    rig.box.faults.plan("drop_after", random.choice(CALLS), times=random.randrange(1, 4))


async def _away(rig: Rig, random: Random) -> None:
    """For a few minutes of the night."""
    with rig.night.trouble():
        rig.box.faults.plan("down")
        await asyncio.sleep(random.uniform(1, 5) * A_MINUTE)
        rig.box.faults.clear()
        await asyncio.sleep(2)


async def _flooded(rig: Rig, random: Random) -> None:
    chat_id = random.choice([None, 1001, 1002, 201, 301])
    rig.box.faults.plan("flood", "sendMessage", "editMessageText", chat_id=chat_id, times=5, seconds=1)


async def _gateway(rig: Rig, random: Random) -> None:
    rig.box.faults.plan("server_error", times=5, status=random.choice([500, 502, 504]))


async def _disorder(rig: Rig, random: Random) -> None:
    rig.box.faults.deliver_times, rig.box.faults.reorder = random.randrange(1, 5), random.random() < 0.5
    rig.box.updates.next_id += random.randrange(1000)


async def _trembling(rig: Rig, random: Random) -> None:
    fingers = Random(random.random())  # their own: who draws first is chance
    rig.trembles = lambda: fingers.choice([1, 1, 2, 3])


async def _held(rig: Rig, random: Random) -> None:
    """Another writer has the file for a while; a server has its own tests for that."""
    if is_postgresql(rig.database_url):
        return
    with rig.night.trouble():
        other = sqlite3.connect(rig.folder / "night.sqlite", isolation_level=None, timeout=20)
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(random.uniform(0.2, 2))
        other.execute("ROLLBACK")
        other.close()


BLOWS: tuple[Blow, ...] = (
    _killed, _deployed, _answer_lost, _away, _flooded, _gateway, _disorder, _trembling, _held,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.nightly
async def test_eight_hours_of_everything_and_nobody_is_left_alone(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally
) -> None:
    crew, nursery, over = operators(OPERATORS), Nursery(), asyncio.Event()
    async with rigged(night_place, tmp_path, people=crew) as rig:
        await rig.alive()
        nursery.start(rig.taps_each(DARYNA, text("lead-acknowledge"), over.is_set), name=DARYNA.name)
        walks, strikes = [], 0
        begins = {member: random.randrange(HOURS * 60 - 20) for member in crew}
        for minute in range(HOURS * 60):
            for number, (member, begin) in enumerate(begins.items(), start=len(CAST) + 1):
                if begin == minute:
                    walk = wanders(rig, member, number, Random(random.random()))
                    walks.append(nursery.start(walk, name=member.name))
            rig.forward(minutes=1)
            if random.random() < 0.25:
                strikes += 1
                blow = random.choice(BLOWS)
                rig.night.blows.append(blow.__name__)
                await blow(rig, random)
            await asyncio.sleep(A_MINUTE)
        rig.box.faults.clear()
        rig.trembles = lambda: 1
        await asyncio.gather(*walks)
        over.set()
        await rig.healed()
        verdict = judge(rig)
        opened = rig.rows("SELECT operator_id, count(*) FROM incidents GROUP BY operator_id")
    await nursery.close(within=5)
    tally.add(rig, verdict, strikes=strikes)
    assert not verdict.broken, "\n".join(verdict.broken)
    assert {number for number, _ in opened} == set(range(len(CAST) + 1, len(CAST) + 1 + OPERATORS))
