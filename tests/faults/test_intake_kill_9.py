"""The real thing: a process that is killed without a word, again and again, over HTTP."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from random import Random

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.sandbox.server import SandboxServer
from tests.faults.intake_rig import applied, box_with, states

LIVES = 12
ROOT = Path(__file__).parents[2]


async def born(url: str, file: Path) -> Process:
    child = [sys.executable, "-m", "tests.faults.intake_child", url, str(file)]
    return await asyncio.create_subprocess_exec(*child, cwd=ROOT, stdout=PIPE)


async def hear(process: Process, lines: int) -> None:
    assert process.stdout is not None
    for _ in range(lines):
        assert await process.stdout.readline(), "the process ended by itself"


@pytest.mark.slow
@pytest.mark.sqlite  # its child has a file; processes on a server are killed in test_kill_everywhere
async def test_killed_a_dozen_times_it_loses_nothing_and_does_nothing_twice(
    db: Database, database_file: Path, clock: WoundClock
) -> None:
    box, people = box_with(clock, "Olga", "Lev", "Sonya")
    server, random = SandboxServer(box), Random(7)
    url = await server.start()
    sent = 0
    for _ in range(LIVES):
        process = await born(url, database_file)
        for n in range(12):
            people[n % 3].write(f"word {n}")
            sent += 1
        await hear(process, random.randrange(1, 20))
        process.kill()
        await process.wait()
    last = await born(url, database_file)
    while len(applied(db)) < sent:
        await hear(last, 1)
    last.kill()
    await last.wait()
    await server.stop()
    assert len(applied(db)) == len(set(applied(db))) == sent
    assert set(states(db)) == {"applied"}
