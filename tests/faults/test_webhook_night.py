"""The real process behind a webhook, killed with deliveries in its hands."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from bot.intake.rules import ALLOWED_UPDATES
from bot.nursery import Nursery
from tests.faults.bringer import bring_for_ever
from tests.faults.cast import LEV, OLGA, TIMUR, make_template
from tests.faults.invariants import judge
from tests.faults.lives import Zygote
from tests.faults.night_script import one_operator
from tests.faults.rig import Rig
from tests.faults.words import text
from tests.postgresql import Server

KILLS = 3


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.slow
async def test_what_is_brought_is_kept_through_deaths_and_done_once(
    night_place: Path | Server, tmp_path: Path
) -> None:
    port, zygote, nursery, over = free_port(), Zygote(), Nursery(), asyncio.Event()
    address = f"http://127.0.0.1:{port}/telegram"
    settings = {
        "webhook_url": address,
        "webhook_secret": "a-Secret_of-32-characters-or-more",
        "webhook_listen": f"127.0.0.1:{port}",
    }
    await zygote.start()
    template = await asyncio.to_thread(make_template, night_place)
    async with Rig(tmp_path / "night", template, zygote, settings=settings) as rig:
        await rig.until(lambda: rig.box.updates.webhook[0] == address, "Telegram should know the address")
        nursery.start(bring_for_ever(rig.box), name="Telegram")
        for answers, label in ((LEV, "lead-acknowledge"), (TIMUR, "ticket-acknowledge")):
            nursery.start(rig.taps_each(answers, text(label), over.is_set), name=answers.name)
        walk = nursery.start(one_operator(rig, OLGA, "telephony", picture=False), name="Olga")
        for _ in range(KILLS):
            await asyncio.sleep(0.7)
            await rig.alive()
            rig.kill()
        await walk
        over.set()
        await rig.quiet()
        taken = rig.box.updates.allowed
        kinds = [kind for (kind,) in rig.rows("SELECT kind FROM timeline")]
        broken = [one for one in judge(rig).broken if "getUpdates" not in one]
    await nursery.close(within=0)
    await zygote.stop()
    assert taken == frozenset(ALLOWED_UPDATES)
    assert (kinds.count("opened"), kinds.count("closed")) == (1, 1)
    assert broken == []
