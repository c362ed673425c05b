"""F07 and F08: somebody else holds the database, and the disk is full, while people work."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from pathlib import Path
from random import Random

import pytest

from tests.faults.cast import LEV
from tests.faults.conftest import Tally
from tests.faults.rig import Rig
from tests.faults.storms import stormy
from tests.postgresql import Server

HELD_FOR = (1, 10, 40)
FULL_FOR = 2.0

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


async def test_a_database_that_another_writer_holds_is_waited_for_and_nothing_is_confirmed_meanwhile(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally
) -> None:
    """F07: for 1, 10 and 40 seconds, which is longer than SQLite itself waits."""

    async def storm(rig: Rig, random: Random) -> int:
        for seconds in random.sample(HELD_FOR, k=len(HELD_FOR)):
            await asyncio.sleep(random.uniform(0.5, 2))
            with rig.night.trouble():
                other = sqlite3.connect(rig.folder / "night.sqlite", isolation_level=None, timeout=20)
                other.execute("BEGIN IMMEDIATE")
                await asyncio.sleep(seconds)
                other.execute("ROLLBACK")
                other.close()
                await asyncio.sleep(1)
        return len(HELD_FOR)

    after = await stormy(night_place, tmp_path, storm, random)
    assert after.rig.night.codes == [-9], "it lives through all of it; only the test itself ends it"
    after.check(tally)


async def test_a_disk_that_is_full_at_any_moment_confirms_nothing_and_loses_nothing(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally
) -> None:
    """F08: no file of the process may grow any more, its database, its journal and its log; then they may."""

    held = list[int]()

    async def storm(rig: Rig, random: Random) -> int:
        for _ in range(3):
            await asyncio.sleep(random.uniform(0, 2))
            life = await rig.alive()
            with rig.night.trouble():
                resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (_grown(rig), resource.RLIM_INFINITY))
                rig.phones[LEV].writes("/help")
                await asyncio.sleep(FULL_FOR)
                held.append(len(rig.box.updates.waiting))
                unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
                resource.prlimit(life.pid, resource.RLIMIT_FSIZE, unlimited)
                await asyncio.sleep(1)
        return 3

    after = await stormy(night_place, tmp_path, storm, random)
    assert any(held), "the disk was never full for what Telegram gave"
    after.check(tally)


def _grown(rig: Rig) -> int:
    """So many bytes at most: every further page of the write-ahead log is one too many."""
    return max(4096, (rig.folder / "night.sqlite-wal").stat().st_size)
