"""F17: while people tap, one bot gets the new version and another has the old one still; no harm is done."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bot.cli.failing import CANNOT_START, WRONG
from bot.nursery import Nursery
from bot.schema import VERSION
from bot.settings import CHECKOUT
from tests.faults.cast import make_template
from tests.faults.conftest import Tally
from tests.faults.evidence import Stop
from tests.faults.invariants import judge
from tests.faults.lives import Plainly
from tests.faults.replicas import answered, crew, once_each, they_work
from tests.faults.upgrading import NEW, OLD, Upgrade, of_before, of_tomorrow
from tests.postgresql import running

OPERATORS = crew(4)
BETWEEN = 8.0
"""Seconds from the first machine's new version to the second's: long enough to be tried again and again."""

Checkout = Callable[[Path], Path]


def this(_: Path) -> Path:
    """The checkout that is tested, as it is."""
    return CHECKOUT


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize(
    ("old", "new", "refused", "says"),
    [
        (this, of_tomorrow, CANNOT_START, "it was made by a newer version of the program"),
        (of_before, this, WRONG, f"Bots of a newer version ({VERSION}) work on this database"),
    ],
    ids=["with a migration", "without one"],
)
async def test_the_new_version_comes_to_one_machine_after_the_other_and_the_old_one_does_nothing_more(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    tally: Tally,
    random: Random,
    old: Checkout,
    new: Checkout,
    refused: int,
    says: str,
) -> None:
    together = set[frozenset[str]]()
    with running() as server:
        template = await asyncio.to_thread(make_template, server, operators=OPERATORS)
        rig = Upgrade(tmp_path / "night", template, Plainly(), operators=OPERATORS)
        rig.between(old(tmp_path / "old"), new(tmp_path / "new"))
        async with rig, answered(rig):
            await rig.all_alive()
            await asyncio.gather(they_work(rig, OPERATORS, 3 * BETWEEN), _upgraded(rig, random, together))
            await rig.quiet()
            verdict, once, codes = judge(rig), once_each(rig, OPERATORS), [*rig.deaths.codes]
            before, after = rig.wrote(OLD), rig.wrote(NEW)
            late = rig.wrote(OLD, since=rig.began())
        logs = [rig.log_of(number).read_text() for number in range(2)]
        tried = codes.count(refused)
    with capfd.disabled():
        tally.add(rig, verdict, strikes=1)
        sys.stderr.write(
            f"\nupgraded: {before} rows by the old version, {after} by the new, {tried} starts refused\n"
        )
    assert not verdict.broken
    assert once
    assert late == 0, "the old version wrote beside the new one"
    assert min(before, after) > 0, "people worked with both"
    assert max(len(one) for one in together) == 1, "two versions had a seat at one moment"
    assert len(set[str]().union(*together)) == 2
    assert set(codes) == {0, refused}
    assert sum(log.count(says) for log in logs) == tried


async def _upgraded(rig: Upgrade, random: Random, together: set[frozenset[str]]) -> None:
    """One machine while people work, the other later; `together`: versions that had a seat at one moment."""
    nursery, over = Nursery(), asyncio.Event()
    nursery.start(_looked(rig, together, over), name="versions")
    await rig.until(lambda: rig.wrote(OLD) > 0, "people should work with the old version")
    await asyncio.sleep(random.uniform(0, BETWEEN / 2))
    first = random.randrange(2)
    with rig.night.trouble():
        rig.install(first)
        await _stopped(rig, first)
        await rig.until(lambda: rig.wrote(NEW) > 0, "the new version should work")
    await asyncio.sleep(BETWEEN)
    with rig.night.trouble():
        rig.install(1 - first)
        await rig.all_alive()
    over.set()
    await nursery.close(within=5)


async def _stopped(rig: Upgrade, number: int) -> None:
    """As `systemctl restart` does."""
    life, began = rig.lives[number], time.monotonic()
    life.signal(signal.SIGTERM)
    rig.night.stops.append(Stop(await life.ended, time.monotonic() - began))


async def _looked(rig: Upgrade, together: set[frozenset[str]], over: asyncio.Event) -> None:
    while not over.is_set():
        if seen := rig.versions():
            together.add(frozenset(seen))
        await asyncio.sleep(0.02)
