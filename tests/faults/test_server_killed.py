"""F06: the PostgreSQL server is killed in the middle of a night, the bot too, and nothing of it is lost."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from random import Random

import pytest

from bot.nursery import Nursery
from bot.person.rules import Role
from tests.faults.cast import CAST, LEV, TIMUR, Member, make_template
from tests.faults.conftest import Tally
from tests.faults.invariants import judge
from tests.faults.lives import Zygote
from tests.faults.night_script import one_operator
from tests.faults.rig import Rig
from tests.faults.words import text
from tests.postgresql import Server, running

OPERATORS = tuple(Member(1001 + n, f"Оператор {n + 1}", Role.OPERATOR) for n in range(6))
SOFTWARE = ("telephony", "chat_desk", "crm", "knowledge_base", "vpn")
SERVER_DEATHS = 4
AWAY = 1.5
"""Seconds without a server."""


@pytest.mark.slow
async def test_the_server_is_killed_and_the_bot_too_and_the_night_goes_on_where_it_was(
    tmp_path: Path, tally: Tally
) -> None:
    random, nursery, zygote = Random(6), Nursery(), Zygote()
    await zygote.start()
    with running() as server:
        template = await asyncio.to_thread(make_template, server, operators=OPERATORS)
        async with Rig(tmp_path / "night", template, zygote, operators=OPERATORS) as rig:
            over = asyncio.Event()
            for answers, label in ((LEV, "lead-acknowledge"), (TIMUR, "ticket-acknowledge")):
                nursery.start(rig.taps_each(answers, text(label), over.is_set), name=answers.name)
            walks = [
                nursery.start(_later(rig, member, n, random.uniform(0, 8)), name=member.name)
                for n, member in enumerate(OPERATORS)
            ]
            await _storms(rig, server, random)
            await asyncio.gather(*walks)
            over.set()
            await rig.quiet()
            verdict, codes = judge(rig), [*rig.deaths.codes]
            tally.add(rig, verdict, strikes=SERVER_DEATHS)
            done = rig.rows("SELECT by_id, kind, count(*) FROM timeline GROUP BY by_id, kind")
        await nursery.close(within=5)
    await zygote.stop()
    assert not verdict.broken
    assert codes == [-signal.SIGKILL] * 2, "it lives through the server's death, and is killed twice"
    closed = {by_id: count for by_id, kind, count in done if kind == "closed"}
    assert closed == dict.fromkeys(range(len(CAST) + 1, len(CAST) + 1 + len(OPERATORS)), 1)


async def _later(rig: Rig, member: Member, number: int, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await one_operator(rig, member, SOFTWARE[number % len(SOFTWARE)], picture=False)


async def _storms(rig: Rig, server: Server, random: Random) -> None:
    """Kill the server again and again; the second and the fourth time the bot dies while it is away."""
    for number in range(SERVER_DEATHS):
        await rig.alive()
        await asyncio.sleep(random.uniform(1, 3))
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(AWAY)
        if number % 2:
            rig.kill()
        await asyncio.to_thread(server.start)
