"""F24: the screenshot cannot be fetched, is too large, or its link is over: the ticket goes without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.sandbox.model import Sandbox
from tests.faults.conftest import Tally
from tests.faults.words import text
from tests.stories.night import Night

WORDS = "Софтфон не пускает: ошибка 503."


def _too_large(box: Sandbox) -> None:
    box.limits.download_bytes = 10


def _link_over(box: Sandbox) -> None:
    box.limits.link_life = -1


TROUBLES: dict[str, Callable[[Sandbox], object]] = {
    "nobody answers where it lies": lambda box: box.faults.plan("down", "getFile"),
    "a gateway answers where it lies": lambda box: box.faults.plan("server_error", "getFile", status=504),
    "nobody hands it out": lambda box: box.faults.plan("down", "file"),
    "a gateway hands out a page": lambda box: box.faults.plan("server_error", "file", status=502),
    "it is too large to fetch": _too_large,
    "its link is over": _link_over,
}


@pytest.mark.both_databases
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_picture_that_does_not_come_holds_up_no_ticket(
    db: Database, clock: WoundClock, tmp_path: Path, trouble: str, tally: Tally
) -> None:
    night = Night(db, clock, tmp_path)
    olga, lev, timur = await night.operator("Ольга"), await night.lead("Лев"), await night.sysadmin("Тимур")
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps(text("lead-acknowledge"))
    TROUBLES[trouble](night.box)
    before = len(olga.phone.messages)
    await olga.sends_photo()
    assert len(olga.phone.messages) > before + 1, "she hears that it did not come"
    await olga.taps(text("operator-no-picture"))
    await olga.writes(WORDS)
    timur.sees(WORDS)
    assert night.kinds().count("ticket_filed") == 1
    await night.close()
    tally.count(1)
