"""What V14 judges by: every process of a night is looked at, of one bot or of several."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.clock import WoundClock
from bot.db import Database
from tests.faults.evidence import Evidence, onlooker
from tests.faults.lives import Life
from tests.faults.watched import Watched
from tests.faults.watching import watch


@pytest.mark.sqlite
async def test_of_several_bots_each_that_lives_is_looked_at(
    db: Database, database_url: str, clock: WoundClock, tmp_path: Path
) -> None:
    night = Evidence(onlooker(database_url), Watched(clock), tmp_path, clock)
    over, goes_on = asyncio.Event(), asyncio.get_running_loop().create_future()
    has_ended = asyncio.get_running_loop().create_future()
    has_ended.set_result(0)

    def living() -> Sequence[Life]:
        over.set()
        return [Life(os.getpid(), goes_on), Life(os.getppid(), goes_on), Life(1, has_ended)]

    await watch(night, living, over)
    night.engine.dispose()
    assert [look.pid for look in night.vitals] == [os.getpid(), os.getppid()]
    assert all(look.memory and look.files and look.threads for look in night.vitals)
