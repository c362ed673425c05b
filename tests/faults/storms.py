"""A night under one kind of fault: operators report, leads and sysadmins acknowledge, and it storms."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bot.nursery import Nursery
from bot.person.rules import Role
from tests.faults.cast import CAST, LEV, TIMUR, Member, make_template
from tests.faults.conftest import Tally
from tests.faults.invariants import Verdict, judge
from tests.faults.lives import Birth, Zygote
from tests.faults.night_script import one_who_repeats
from tests.faults.rig import Rig
from tests.faults.toxics import Line
from tests.faults.words import text
from tests.postgresql import Server

SOFTWARE = ("telephony", "chat_desk", "crm", "knowledge_base", "vpn")
EACH = {
    "opened": 1,
    "step_answered": 1,
    "report_added": 2,
    "channel_checked": 1,
    "works_again": 1,
    "closed": 1,
}
"""What every operator did, once."""

MOST_WALKS = 500
A_BREATH = 4.0
"""Seconds from one incident of an operator's to the next, or they are told to slow down."""

Storm = Callable[[Rig, Random], Coroutine[Any, Any, int]]
"""How the fault strikes; answers how often it has."""


def operators(count: int) -> tuple[Member, ...]:
    return tuple(Member(1001 + n, f"Оператор {n + 1}", Role.OPERATOR) for n in range(count))


@dataclass(frozen=True)
class After:
    """How such a night ended."""

    rig: Rig
    verdict: Verdict
    strikes: int
    wrong: dict[str, dict[str, int]] = field(default_factory=dict)
    """By name: what an operator did and how much more often it stands in the history, or how much less."""

    def check(self, tally: Tally) -> None:
        """Nothing may be broken; counted either way."""
        lost = -sum(min(0, more) for kinds in self.wrong.values() for more in kinds.values())
        tally.add(self.rig, self.verdict, strikes=self.strikes, lost=lost)
        assert not self.verdict.broken, "\n".join(self.verdict.broken)
        assert not self.wrong, str(self.wrong)


@asynccontextmanager
async def rigged(
    place: Path | Server,
    folder: Path,
    *,
    people: Sequence[Member],
    birth: Birth | None = None,
    lined: Callable[[str], Line] | None = None,
) -> AsyncIterator[Rig]:
    """A rig in which whoever is paged acknowledges. Once it is left everything stands still."""
    template = await asyncio.to_thread(make_template, place, operators=people)
    zygote, nursery, over = Zygote(), Nursery(), asyncio.Event()
    await zygote.start()
    async with Rig(folder / "night", template, birth or zygote, operators=people, lined=lined) as rig:
        for answers, label in ((LEV, "lead-acknowledge"), (TIMUR, "ticket-acknowledge")):
            nursery.start(rig.taps_each(answers, text(label), over.is_set), name=answers.name)
        yield rig
        over.set()
        await nursery.close(within=5)
    await zygote.stop()


async def stormy(
    place: Path | Server,
    folder: Path,
    storm: Storm,
    random: Random,
    *,
    people: int = 4,
    breath: float = A_BREATH,
    lined: Callable[[str], Line] | None = None,
) -> After:
    """So many operators, each with software of their own, report and work until the storm is over."""
    crew, nursery, calm = operators(people), Nursery(), asyncio.Event()
    async with rigged(place, folder, people=crew, lined=lined) as rig:
        walks = [
            nursery.start(_walks(rig, member, broken, calm, breath), name=member.name)
            for member, broken in zip(crew, SOFTWARE, strict=False)
        ]
        strikes = await nursery.start(storm(rig, random), name="storm")
        rig.box.faults.clear()
        calm.set()
        walked = dict(zip(crew, await asyncio.gather(*walks), strict=True))
        await rig.healed()
        verdict, wrong = judge(rig), not_as_often(rig, walked)
    await nursery.close(within=5)
    return After(rig, verdict, strikes, wrong)


def not_as_often(rig: Rig, walked: Mapping[Member, int]) -> dict[str, dict[str, int]]:
    """By name: how much more often than they did it something of an operator's stands in the history."""
    done = Counter(rig.rows("SELECT by_id, kind FROM timeline"))
    found = {
        member.name: {
            kind: more for kind, times in EACH.items() if (more := done[n, kind] - walked[member] * times)
        }
        for n, member in enumerate(walked, start=len(CAST) + 1)
    }
    return {name: kinds for name, kinds in found.items() if kinds}


async def _walks(rig: Rig, member: Member, broken: str, calm: asyncio.Event, breath: float) -> int:
    """How often they have come through it."""
    for times in range(1, MOST_WALKS):
        await one_who_repeats(rig, member, broken)
        if calm.is_set():
            return times
        await asyncio.sleep(breath)  # when it is calm too: who types faster is told to slow down
    raise AssertionError("this storm lasts for ever")
