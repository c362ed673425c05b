"""Sixteen operators at once, and a process that is killed fifty times without a word, wherever it is."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from bot.intake.rules import MOST_ATTEMPTS
from bot.nursery import Nursery
from bot.person.rules import Role
from tests.faults.cast import CAST, LEV, TIMUR, Member, make_template
from tests.faults.conftest import Tally
from tests.faults.invariants import judge
from tests.faults.lives import Zygote
from tests.faults.night_script import one_operator
from tests.faults.rig import Rig
from tests.faults.words import text
from tests.postgresql import Server

KILLS = 50
LONGEST_LIFE = 1.2
DIED_TWICE = f"SELECT 1 FROM inbox WHERE state = 'new' AND attempts >= {MOST_ATTEMPTS - 1}"  # noqa: S608
OPERATORS = tuple(Member(1001 + n, f"Оператор {n + 1}", Role.OPERATOR) for n in range(16))
SOFTWARE = ("telephony", "chat_desk", "crm", "knowledge_base", "vpn")
EACH = {"opened": 1, "step_answered": 1, "report_added": 2} | {
    "channel_checked": 1,
    "works_again": 1,
    "closed": 1,
}
"""What every operator did, once."""


@pytest.mark.slow
@pytest.mark.alone
async def test_killed_fifty_times_at_random_under_load_it_loses_nothing_and_does_nothing_twice(
    night_place: Path | Server, tmp_path: Path, capfd: pytest.CaptureFixture[str], tally: Tally
) -> None:
    seed = int(os.environ.get("NIGHT_SEED") or Random().randrange(10**6))
    sys.stderr.write(f"again: NIGHT_SEED={seed}\n")  # pytest shows it when the test fails
    template = await asyncio.to_thread(make_template, night_place, operators=OPERATORS)
    zygote, nursery = Zygote(), Nursery()
    await zygote.start()
    async with Rig(tmp_path / "night", template, zygote, operators=OPERATORS) as rig:
        over = asyncio.Event()
        for answers, label in ((LEV, "lead-acknowledge"), (TIMUR, "ticket-acknowledge")):
            nursery.start(rig.taps_each(answers, text(label), over.is_set), name=answers.name)
        killer = nursery.start(_kill(rig, Random(f"{seed} killer")), name="killer")
        walks = [
            nursery.start(_one_after_another(rig, broken, OPERATORS[n :: len(SOFTWARE)], seed), name=broken)
            for n, broken in enumerate(SOFTWARE)
        ]
        await asyncio.gather(killer, *walks)
        over.set()
        await rig.quiet()
        verdict, deaths = judge(rig), rig.deaths.codes.count(-9)
        tally.add(rig, verdict, strikes=deaths)
        done = Counter(rig.rows("SELECT by_id, kind FROM timeline"))
    await nursery.close(within=5)
    await zygote.stop()
    with capfd.disabled():
        sys.stderr.write(
            f"\nkilled {deaths} times at random (NIGHT_SEED={seed}): {verdict.repeats} repeated\n"
        )
    assert not verdict.broken
    assert deaths == KILLS
    for n, member in enumerate(OPERATORS, start=len(CAST) + 1):
        assert {kind: done[n, kind] for kind in EACH} == EACH, member.name


async def _one_after_another(rig: Rig, broken: str, crew: Sequence[Member], seed: int) -> None:
    """Three at once with the same trouble would be a mass outage, which has another walk."""
    random = Random(f"{seed} {broken}")  # of their own: who draws first is chance
    for member in crew:
        await asyncio.sleep(random.uniform(0, KILLS * 0.6 / len(crew)))
        await one_operator(rig, member, broken, picture=False)


async def _kill(rig: Rig, random: Random) -> None:
    """Whoever died with one update twice is left alone until it is settled: a third death is quarantine.

    On a busy machine a life is shorter than a handler. What quarantine does is told in test_intake_poison.py.
    """
    for _ in range(KILLS):
        life, lives = await rig.alive(), random.uniform(0, LONGEST_LIFE)
        await asyncio.sleep(lives)
        rig.night.blows.append(f"killed after {lives:.3f} s")
        await rig.until(lambda: not rig.rows(DIED_TWICE), "what killed twice should be settled")
        rig.kill()
        await life.ended
