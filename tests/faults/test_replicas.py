"""F16: several bots on one PostgreSQL database, killed and stopped in turn under load."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.faults.cast import make_template
from tests.faults.conftest import Tally
from tests.faults.invariants import judge
from tests.faults.lives import Zygote
from tests.faults.night_script import one_operator
from tests.faults.replicas import Replicas, answered, crew, once_each, they_work
from tests.postgresql import running

KILLS = int(os.environ.get("NIGHT_REPLICA_KILLS", "17"))
STOPPED = (12.0, 60.0)
"""Seconds: longer than the others believe that somebody lives who says nothing, and much longer."""
A_PRESS_LIVES = 150.0
"""Seconds that Telegram keeps one."""
GIVEN_UP = 70
"""By the watchdog, which says so in the log. A lost seat is no reason."""
OPERATORS = crew(5)


@asynccontextmanager
async def two_bots(folder: Path) -> AsyncIterator[Replicas]:
    """Two of them, with a lead and a sysadmin who acknowledge whatever comes."""
    zygote = Zygote()
    await zygote.start()
    with running() as server:
        template = await asyncio.to_thread(make_template, server, operators=OPERATORS)
        async with (
            Replicas(folder / "night", template, zygote, operators=OPERATORS) as rig,
            answered(rig),
        ):
            await rig.all_alive()
            yield rig
    await zygote.stop()


def report(words: str) -> None:
    sys.stderr.write(f"\n{words}\n")


@pytest.mark.slow
@pytest.mark.alone
async def test_two_bots_killed_in_turn_lose_nothing_and_do_nothing_twice(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], tally: Tally
) -> None:
    back: list[float] = []

    async def killer(rig: Replicas) -> None:
        for number in range(KILLS):
            await asyncio.sleep(1.0)
            await rig.dies(number % 2)
            back.append(await rig.seconds_until(lambda: len(rig.lives) == 2, "it should be back"))

    async with two_bots(tmp_path) as rig:
        await asyncio.gather(killer(rig), they_work(rig, OPERATORS, KILLS * 1.0))
        await rig.quiet()
        assert len({look.pid for look in rig.night.vitals}) >= KILLS, "one bot alone had half as many lives"
        verdict, once = judge(rig), once_each(rig, OPERATORS)
    with capfd.disabled():
        tally.add(rig, verdict, strikes=KILLS)
        report(f"{KILLS} kills in turn: {verdict.repeats} repeated, reborn within {max(back):.2f} s")
    assert not verdict.broken
    assert once
    assert rig.deaths.codes.count(-signal.SIGKILL) >= KILLS


@pytest.mark.slow
@pytest.mark.alone
async def test_a_bot_that_dies_for_good_is_replaced_before_a_press_is_too_old(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], tally: Tally
) -> None:
    """The one that fetches dies and stays away; Telegram keeps a press for 150 s."""
    async with two_bots(tmp_path) as rig:
        first = rig.first()
        assert first is not None
        rig.kept.clear()
        await rig.dies(first)
        walk = asyncio.gather(*(one_operator(rig, one, "crm", picture=False) for one in OPERATORS[:2]))
        fetched = await rig.seconds_until(lambda: rig.first() == 1 - first, "the other should fetch")
        buried = await rig.seconds_until(lambda: len(rig.seats()) == 1, "the dead should be buried")
        await walk
        rig.kept.set()
        await rig.all_alive()
        await rig.quiet()
        verdict = judge(rig)
    with capfd.disabled():
        tally.take_overs.append(fetched)
        tally.add(rig, verdict, strikes=1)
        report(f"died for good: fetched again after {fetched:.1f} s, buried {buried:.1f} s later")
    assert not verdict.broken
    assert fetched < A_PRESS_LIVES


@pytest.mark.slow
@pytest.mark.alone
async def test_a_bot_that_stood_still_and_wakes_does_nothing_on_what_was_its_own(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], tally: Tally
) -> None:
    times: list[float] = []

    async def stopper(rig: Replicas) -> None:
        for seconds in STOPPED:
            await rig.all_alive()
            await stopped(rig, rig.first() or 0, seconds)

    async def stopped(rig: Replicas, first: int, seconds: float) -> None:
        with rig.night.trouble():
            rig.lives[first].signal(signal.SIGSTOP)
            times.append(await rig.seconds_until(lambda: rig.first() == 1 - first, "the other takes over"))
            await rig.until(lambda: len(rig.seats()) == 1, "the one that stands still should be buried")
            await asyncio.sleep(max(seconds - times[-1], 0))
            rig.lives[first].signal(signal.SIGCONT)
            await rig.until(lambda: len(rig.seats()) == 2, "it should begin anew")

    async with two_bots(tmp_path) as rig:
        await asyncio.gather(stopper(rig), they_work(rig, OPERATORS, sum(STOPPED)))
        await rig.quiet()
        verdict, once, deaths = judge(rig), once_each(rig, OPERATORS), [*rig.deaths.codes]
        logs = "".join(rig.log_of(number).read_text() for number in range(2))
        given_up = logs.count("action=stands")
    with capfd.disabled():
        tally.take_overs += times
        tally.add(rig, verdict, strikes=len(STOPPED))
        after = ", ".join(f"{one:.1f} s" for one in times)
        how = f"{verdict.repeats} repeated, {given_up} given up by the watchdog"
        report(f"stood still for {STOPPED} s: taken over after {after}, {how}")
    assert not verdict.broken
    assert once
    assert "action=background_failed" not in logs, "losing the seat breaks no part"
    assert deaths == [GIVEN_UP] * given_up, "what stood still begins anew; only its watchdog may end it"
    assert logs.count("action=seat_lost") + given_up >= len(STOPPED)
