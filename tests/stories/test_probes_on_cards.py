"""Is it me or everyone? The operator's card says what the bot found by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.centre.rules import Probe
from bot.clock import WoundClock
from bot.db import Database
from bot.probe.rules import Finding, Verdict
from bot.probing.rounds import Rounds
from tests.stories.boards import crowd
from tests.stories.houses import PROBED, house
from tests.stories.night import Night


class Looking:
    """The network: what a probe finds next."""

    finding = Finding.ANSWERS
    looks = 0

    async def __call__(self, probe: Probe, inside: Sequence[str]) -> Verdict:
        self.looks += 1
        return Verdict(self.finding, 200)


@pytest.fixture
def network() -> Looking:
    return Looking()


@pytest.fixture
async def probed(db: Database, clock: WoundClock, tmp_path: Path, network: Looking) -> AsyncIterator[Night]:
    """A night whose telephony has a probe."""
    night = Night(db, clock, tmp_path, house(tmp_path, PROBED))
    night.bot.probing = Rounds(db, clock, night.bot.library, network)
    yield night
    await night.close()


async def test_we_reach_it_and_nobody_else_complains(probed: Night) -> None:
    olga = await probed.operator("Ольга")
    await probed.bot.probing.once()
    await olga.reports()
    olga.sees("похоже, дело в вашем рабочем месте")


async def test_what_we_cannot_reach_either_needs_no_reboot(probed: Night, network: Looking) -> None:
    olga, lev = await probed.operator("Ольга"), await probed.lead("Лев")
    network.finding = Finding.NO_ANSWER
    await probed.bot.probing.once()
    await olga.reports()
    olga.sees("Откройте: Чаты")
    assert len(lev.heard()) == 1


async def test_red_while_somebody_reboots_means_that_they_need_not(probed: Night, network: Looking) -> None:
    olga, vera = await probed.operator("Ольга"), await probed.operator("Вера")
    lev = await probed.lead("Лев")
    await olga.reports()
    await vera.reports("CRM")
    olga.sees("Попробуйте сами")
    network.finding = Finding.TOO_SLOW
    await probed.after(probed.bot.probing.once)
    olga.sees("Откройте: Чаты")
    vera.sees("Попробуйте сами")
    assert "probed" in probed.kinds()
    assert len(lev.heard()) == 1


async def test_somebody_whose_trouble_is_another_goes_on_by_themselves(
    probed: Night, network: Looking
) -> None:
    olga, vera = await probed.operator("Ольга"), await probed.operator("Вера")
    await olga.reports()
    await olga.taps("Не помогло")
    await vera.reports(known="У меня другое")
    network.finding = Finding.TOO_SLOW
    await probed.after(probed.bot.probing.once)
    vera.sees("Бот тоже не может подключиться")
    vera.sees("Попробуйте сами")


async def test_green_proposes_a_recheck_to_everybody_in_a_mass_outage_and_closes_nobody(
    probed: Night, network: Looking
) -> None:
    network.finding = Finding.NO_ANSWER
    await probed.bot.probing.once()
    there = await crowd(probed, 6)
    network.finding = Finding.ANSWERS
    await probed.forward(seconds=30)
    await probed.after(probed.bot.probing.once)
    for number, one in enumerate(there.many, 1):
        one.sees("Проверьте: Телефония")
        assert "closed" not in probed.kinds(number)
    await there.semyon.taps("Принять")
    await there.semyon.taps("Исправлено")
    network.finding = Finding.NO_ANSWER
    await probed.forward(seconds=30)
    await probed.after(probed.bot.probing.once)
    network.finding = Finding.ANSWERS
    await probed.forward(seconds=30)
    await probed.after(probed.bot.probing.once)
    assert sum("Проверьте: Телефония" in one.screen() for one in there.many) == 0, "they return in turns"


async def test_a_probe_that_turns_green_proposes_a_recheck_and_closes_nothing(
    probed: Night, network: Looking
) -> None:
    olga = await probed.operator("Ольга")
    await probed.lead("Лев")
    network.finding = Finding.NO_ANSWER
    await probed.bot.probing.once()
    await olga.reports()
    network.finding = Finding.ANSWERS
    await probed.forward(seconds=30)
    await probed.after(probed.bot.probing.once)
    olga.sees("Проверьте")
    assert "closed" not in probed.kinds()
    await olga.taps("Работает")
    assert "closed" in probed.kinds()


async def test_probes_are_often_only_while_somebody_waits(probed: Night, network: Looking) -> None:
    olga = await probed.operator("Ольга")
    await probed.bot.probing.once()
    await probed.forward(minutes=4)
    await probed.bot.probing.once()
    assert network.looks == 1
    await olga.reports()
    await probed.bot.probing.once()
    assert network.looks == 2
    await probed.forward(minutes=1)
    await probed.bot.probing.once()
    assert network.looks == 3
