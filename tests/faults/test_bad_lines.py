"""F12: the line to Telegram breaks, half closes, stalls and trickles while people work."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest

from tests.faults.conftest import Tally
from tests.faults.rig import Rig
from tests.faults.storms import stormy
from tests.faults.toxics import Line, Toxic
from tests.postgresql import Server

LASTS = {Toxic.REFUSED: 2, Toxic.HALF_CLOSED: 1, Toxic.CUT: 1, Toxic.TRICKLES: 6, Toxic.STALLED: 30}
"""Seconds; Telegram's answer is waited for 20."""


@pytest.mark.slow
@pytest.mark.both_databases
async def test_a_line_that_breaks_stalls_and_trickles_loses_nothing(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally
) -> None:
    async def storm(rig: Rig, random: Random) -> int:
        assert rig.line is not None
        for toxic in random.sample(list(LASTS), k=len(LASTS)):
            with rig.night.trouble():
                rig.night.blows.append(toxic)
                rig.line.becomes(toxic)
                await asyncio.sleep(LASTS[toxic])
                rig.line.becomes(Toxic.WELL)
                await asyncio.sleep(1)
        return len(LASTS)

    (await stormy(night_place, tmp_path, storm, random, lined=Line)).check(tally)
