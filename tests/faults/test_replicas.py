"""F16: several bots on one PostgreSQL database, killed and stopped in turn under load."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
from tests.faults.replicas import Replicas
from tests.faults.words import text
from tests.postgresql import running

KILLS = int(os.environ.get("NIGHT_REPLICA_KILLS", "6"))
STOPS = int(os.environ.get("NIGHT_REPLICA_STOPS", "2"))
STOPPED = float(os.environ.get("NIGHT_STOPPED_SECONDS", "12"))
"""Longer than the others believe that somebody lives who says nothing."""
GIVEN_UP = 70
"""By the watchdog: this machine was so busy that a loop stood for twenty looks. A lost seat is no reason."""
OPERATORS = tuple(Member(1001 + n, f"Оператор {n + 1}", Role.OPERATOR) for n in range(5))
SOFTWARE = ("telephony", "chat_desk", "crm", "knowledge_base", "vpn")


@asynccontextmanager
async def two_bots(folder: Path) -> AsyncIterator[Replicas]:
    """Two of them, with a lead and a sysadmin who acknowledge whatever comes."""
    zygote, nursery, over = Zygote(), Nursery(), asyncio.Event()
    await zygote.start()
    with running() as server:
        template = await asyncio.to_thread(make_template, server, operators=OPERATORS)
        async with Replicas(folder / "night", template, zygote, operators=OPERATORS) as rig:
            for answers, label in ((LEV, "lead-acknowledge"), (TIMUR, "ticket-acknowledge")):
                nursery.start(rig.taps_each(answers, text(label), over.is_set), name=answers.name)
            await rig.all_alive()
            yield rig
            over.set()
        await nursery.close(within=5)
    await zygote.stop()


async def operators(rig: Replicas, seconds: float) -> None:
    """Everybody's software goes down some time within so many seconds, and everybody gets to the end."""
    random = Random(16)

    async def walk(member: Member, number: int) -> None:
        await asyncio.sleep(random.uniform(0, seconds))
        await one_operator(rig, member, SOFTWARE[number % len(SOFTWARE)], picture=False)

    await asyncio.gather(*(walk(member, number) for number, member in enumerate(OPERATORS)))


def judged(rig: Replicas) -> Counter[tuple[object, ...]]:
    verdict = judge(rig)
    assert not verdict.broken
    return Counter(rig.rows("SELECT by_id, kind FROM timeline"))


def each_closed_once(done: Counter[tuple[object, ...]]) -> bool:
    ids = range(len(CAST) + 1, len(CAST) + 1 + len(OPERATORS))
    return all(done[number, kind] == 1 for number in ids for kind in ("opened", "closed"))


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
        await asyncio.gather(killer(rig), operators(rig, KILLS * 1.0))
        await rig.quiet()
        done, repeats = judged(rig), judge(rig).repeats
    with capfd.disabled():
        tally.restarts += back
        tally.count(KILLS)
        report(f"{KILLS} kills in turn: {repeats} repeated, reborn within {max(back):.2f} s")
    assert each_closed_once(done)
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
        judged(rig)
    with capfd.disabled():
        tally.take_overs.append(fetched)
        tally.count(1)
        report(f"died for good: fetched again after {fetched:.1f} s, buried {buried:.1f} s later")


@pytest.mark.slow
@pytest.mark.alone
async def test_a_bot_that_stood_still_and_wakes_does_nothing_on_what_was_its_own(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], tally: Tally
) -> None:
    times: list[float] = []

    async def stopper(rig: Replicas) -> None:
        for _ in range(STOPS):
            await rig.all_alive()
            await stopped(rig, rig.first() or 0)

    async def stopped(rig: Replicas, first: int) -> None:
        with rig.night.trouble():
            rig.lives[first].signal(signal.SIGSTOP)
            times.append(await rig.seconds_until(lambda: rig.first() == 1 - first, "the other takes over"))
            await rig.until(lambda: len(rig.seats()) == 1, "the one that stands still should be buried")
            await asyncio.sleep(max(STOPPED - times[-1], 0))
            rig.lives[first].signal(signal.SIGCONT)
            await rig.until(lambda: len(rig.seats()) == 2, "it should begin anew")

    async with two_bots(tmp_path) as rig:
        await asyncio.gather(stopper(rig), operators(rig, STOPS * 8.0))
        await rig.quiet()
        done, repeats, deaths = judged(rig), judge(rig).repeats, [*rig.deaths.codes]
        logs = "".join(rig.log_of(number).read_text() for number in range(2))
    with capfd.disabled():
        tally.take_overs += times
        tally.count(STOPS)
        after = ", ".join(f"{one:.1f} s" for one in times)
        report(f"{STOPS} stops: taken over after {after}, {repeats} repeated")
    assert each_closed_once(done)
    given_up = logs.count("action=stands")
    assert "action=background_failed" not in logs, "losing the seat breaks no part"
    assert deaths == [GIVEN_UP] * given_up, "what stood still begins anew; only its watchdog may end it"
    assert logs.count("action=seat_lost") + given_up >= STOPS
