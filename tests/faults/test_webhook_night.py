"""The real process behind a webhook, killed with deliveries in its hands."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from bot.intake.rules import ALLOWED_UPDATES
from bot.nursery import Nursery
from bot.sandbox.model import Sandbox
from tests.faults.cast import LEV, OLGA, TIMUR, make_template
from tests.faults.invariants import judge
from tests.faults.lives import Zygote
from tests.faults.night_script import one_operator
from tests.faults.rig import Rig
from tests.faults.words import text
from tests.postgresql import Server

KILLS = 3
_AGAIN = 0.1
"""Telegram waits a second or two; nobody has that time here."""


async def bring_for_ever(
    box: Sandbox,
    proxied: Callable[[], str] | None = None,
    taken: Callable[[str], None] = lambda _: None,
) -> None:
    """What waits goes to the webhook that is set, in its order, and is forgotten once it was taken.

    `proxied`: the door to which whatever stands before the bots passes the next delivery. `taken`: by which.
    """
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            url, secret = box.updates.webhook
            door = proxied() if proxied else url
            if url and box.updates.waiting and await _taken(session, box, door, secret):
                taken(door)
            else:
                await asyncio.sleep(_AGAIN)


async def _taken(session: aiohttp.ClientSession, box: Sandbox, url: str, secret: str) -> bool:
    first = box.updates.waiting[0]
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    with suppress(aiohttp.ClientError, TimeoutError, OSError):
        async with session.post(url, json=first.update, headers=headers) as answer:
            if answer.status == 200:
                box.updates.waiting.popleft()
                return True
    return False


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
        "webhook_secret": "made-up-" * 4,
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
