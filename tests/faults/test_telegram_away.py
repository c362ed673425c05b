"""F10: Telegram is away for ten seconds, three minutes, half an hour, a day: nothing lost, nothing stale."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest

from tests.faults.conftest import Tally
from tests.faults.invariants import judge
from tests.faults.rig import Rig
from tests.faults.seeing import offered
from tests.faults.storms import operators, rigged
from tests.faults.words import answer, software, text
from tests.postgresql import Server

AWAY = {"ten seconds": 10 / 60, "three minutes": 3, "half an hour": 30, "a day": 25 * 60}
"""Minutes by the night's clock."""
A_TAP_LIVES, A_MESSAGE_LIVES = 2.5, 24 * 60
"""Minutes for which Telegram keeps them."""


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.parametrize("away", AWAY)
async def test_telegram_is_away_and_what_was_meant_for_then_is_neither_lost_nor_stale(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally, away: str
) -> None:
    minutes = AWAY[away]
    [olga] = crew = operators(1)
    async with rigged(night_place, tmp_path, people=crew) as rig:
        phone = rig.phones[olga]
        phone.writes("/report")
        await rig.taps(olga, software("telephony"))
        await rig.taps(olga, text("report-customer-call"))
        await rig.sees(olga, text("operator-customer-call"))
        phone.writes("K-1")
        await rig.until(lambda: offered(phone, answer("reboot", "not_helped")), "she should be asked", phone)
        await rig.quiet()
        before = rig.box.updates.next_id
        rig.box.faults.plan("down")
        await rig.until(lambda: bool(_refused(rig)), "somebody should notice that Telegram is away")
        phone.taps(answer("reboot", "not_helped"))
        phone.writes("Не открывается совсем.")
        await _passes(rig, minutes)
        rig.box.faults.clear()
        with rig.night.trouble():
            await rig.until(lambda: not rig.box.updates.waiting, "what Telegram kept should be fetched")
        await rig.healed()
        kept = {row[0] for row in rig.rows("SELECT update_id FROM inbox")}
        assert (before in kept) is (minutes < A_TAP_LIVES)
        assert (before + 1 in kept) is (minutes < A_MESSAGE_LIVES)
        if minutes < 60:
            await _works_again(rig)
        await rig.healed()
        verdict = judge(rig)
    tally.add(rig, verdict, strikes=1)
    assert not verdict.broken, "\n".join(verdict.broken)


async def _passes(rig: Rig, minutes: float) -> None:
    """In steps, so that what is due in between is due in between."""
    with rig.night.trouble():
        for part in range(steps := min(20, max(1, round(minutes / 3)))):
            rig.forward(minutes / steps)
            await asyncio.sleep(1.2 if part < 3 else 0.3)


async def _works_again(rig: Rig) -> None:
    """At whichever step she is."""
    [olga] = operators(1)
    phone, ends = rig.phones[olga], (answer("reboot", "helped"), text("operator-works-again"))
    await rig.until(
        lambda: any(offered(phone, label) for label in ends), "she should be able to end it", phone
    )
    phone.taps(next(label for label in ends if offered(phone, label)))
    await rig.until(
        lambda: not rig.rows("SELECT 1 FROM incidents WHERE closed_at IS NULL"), "it should be closed"
    )


def _refused(rig: Rig) -> list[str]:
    return [line for line in rig.log.read_text().splitlines() if "action=poll_failed" in line]
