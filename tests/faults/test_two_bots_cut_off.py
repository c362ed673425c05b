"""F05 and F16: one of two bots loses the server and the other goes on; a webhook brings to either of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.nursery import Nursery
from tests.faults.cast import LEV, OLGA, PETRO, TIMUR, make_template
from tests.faults.conftest import Tally
from tests.faults.invariants import judge
from tests.faults.lives import Zygote
from tests.faults.night_script import one_operator
from tests.faults.replicas import Replicas
from tests.faults.test_webhook_night import bring_for_ever, free_port
from tests.faults.way_to_server import WayToServer
from tests.faults.words import answer, software, text
from tests.postgresql import running

HELD = "База данных сейчас недоступна"
NOT_HELPED = answer("reboot", "not_helped")
WORDS = "Гудка нет совсем."
SECRET = "made-up-" * 4
KILLS = 4

pytestmark = [pytest.mark.slow, pytest.mark.alone]


class Apart(Replicas):
    """Bots with settings of their own, by their numbers."""

    each: Callable[[int], dict[str, str]]

    def settings_of(self, number: int) -> dict[str, str]:
        return self.each(number)


@asynccontextmanager
async def two_bots(folder: Path, settings: dict[str, str]) -> AsyncIterator[tuple[Apart, list[WayToServer]]]:
    """Each with a way of its own to the server."""
    async with AsyncExitStack() as stack:
        zygote = Zygote()
        await zygote.start()
        stack.push_async_callback(zygote.stop)
        server = stack.enter_context(running())
        ways = [await stack.enter_async_context(WayToServer(server.folder)) for _ in range(2)]
        template = await asyncio.to_thread(make_template, server)
        rig = Apart(folder / "night", template, zygote, settings=settings)
        rig.each = lambda number: {"database_url": ways[number].leads_to(rig.database_url)}
        yield await stack.enter_async_context(rig), ways


async def gets_to_the_first_step(rig: Replicas) -> None:
    rig.phones[OLGA].writes("/report")
    await rig.taps(OLGA, software("telephony"))
    await rig.taps(OLGA, text("report-customer-call"))
    await rig.sees(OLGA, text("operator-customer-call"))
    rig.phones[OLGA].writes("K-101")
    await rig.until(lambda: NOT_HELPED in rig.phones[OLGA].buttons(), "the first step should be there")
    await rig.quiet()


def held_back(rig: Replicas) -> int:
    toasts = [str(call.params.get("text")) for call in rig.box.accepted("answerCallbackQuery")]
    return sum(HELD in one for one in toasts)


def done_by(rig: Replicas, name: str) -> list[str]:
    """The kinds of what they did, in order."""
    query = "SELECT kind FROM timeline t JOIN people p ON p.id = t.by_id WHERE p.name = '{}' ORDER BY t.id"
    return [str(kind) for (kind,) in rig.night.rows_or_none(query.format(name)) or []]


@pytest.mark.parametrize("dies", [False, True], ids=["lives", "dies meanwhile"])
async def test_what_one_bot_kept_while_cut_off_is_done_once_and_in_order_though_the_other_went_on(
    tmp_path: Path, dies: bool, tally: Tally
) -> None:
    nursery, over = Nursery(), asyncio.Event()
    async with two_bots(tmp_path, {}) as (rig, ways):
        await rig.all_alive()
        await gets_to_the_first_step(rig)
        first = rig.first()
        assert first is not None
        with rig.night.trouble():
            ways[first].cut()
            await rig.taps(OLGA, NOT_HELPED)
            await rig.until(lambda: held_back(rig) == 1, "Ольга should hear that it is kept")
            rig.phones[OLGA].writes(WORDS)
            await rig.until(lambda: not rig.box.updates.waiting, "her words should be fetched")
            before = len(rig.box.polls_taken_over)
            await rig.until(lambda: len(rig.box.polls_taken_over) > before, "the other should fetch")
            await rig.until(lambda: len(rig.seats()) == 1, "the one cut off should be buried")
            if dies:
                rig.kept.clear()
                await rig.dies(first)
            for answers, label in ((LEV, "lead-acknowledge"), (TIMUR, "ticket-acknowledge")):
                nursery.start(rig.taps_each(answers, text(label), over.is_set), name=answers.name)
            await one_operator(rig, PETRO, "crm", picture=False)
            assert done_by(rig, OLGA.name).count("step_answered") == 0
            ways[first].mend()
            rig.kept.set()
            await rig.until(lambda: "step_answered" in done_by(rig, OLGA.name), "her press should be done")
            await rig.all_alive()
        await rig.sees(LEV, WORDS)
        over.set()
        await rig.quiet()
        verdict, hers, his = judge(rig), done_by(rig, OLGA.name), done_by(rig, PETRO.name)
    await nursery.close(within=5)
    assert not verdict.broken
    assert [kind for kind in hers if kind in ("step_answered", "report_added")] == [
        "step_answered",
        "report_added",
    ]
    assert (his.count("opened"), his.count("closed")) == (1, 1)
    tally.count(1)


class Proxy:
    """Brings each delivery to the next door in turn, and to the other one when nobody opens."""

    def __init__(self, doors: Sequence[int]) -> None:
        self._doors, self._turn, self.took = doors, 0, Counter[int]()

    def __call__(self) -> str:
        self._turn += 1
        return f"http://127.0.0.1:{self._doors[self._turn % len(self._doors)]}/telegram"

    def taken(self, url: str) -> None:
        self.took[urlsplit(url).port or 0] += 1


async def test_a_webhook_may_bring_to_either_bot_and_both_are_killed_in_turn(
    tmp_path: Path, tally: Tally
) -> None:
    doors, nursery, over = (free_port(), free_port()), Nursery(), asyncio.Event()
    proxy, address = Proxy(doors), "https://night.example/telegram"
    settings = {"webhook_url": address, "webhook_secret": SECRET}
    async with two_bots(tmp_path, settings) as (rig, ways):
        rig.each = lambda number: {
            "database_url": ways[number].leads_to(rig.database_url),
            "webhook_listen": f"127.0.0.1:{doors[number]}",
        }
        await rig.all_alive()
        await rig.until(lambda: rig.box.updates.webhook[0] == address, "Telegram should know the address")
        nursery.start(bring_for_ever(rig.box, proxy, proxy.taken), name="Telegram")
        for answers, label in ((LEV, "lead-acknowledge"), (TIMUR, "ticket-acknowledge")):
            nursery.start(rig.taps_each(answers, text(label), over.is_set), name=answers.name)
        walks = [
            nursery.start(one_operator(rig, member, broken, picture=False), name=member.name)
            for member, broken in ((OLGA, "telephony"), (PETRO, "crm"))
        ]
        for number in range(KILLS):
            await rig.all_alive()
            await asyncio.sleep(0.7)
            await rig.dies(number % 2)
        await asyncio.gather(*walks)
        over.set()
        await rig.quiet()
        kinds = [kind for (kind,) in rig.rows("SELECT kind FROM timeline")]
        broken = [one for one in judge(rig).broken if "getUpdates" not in one]
    await nursery.close(within=0)
    assert set(proxy.took) == {*doors}
    assert (kinds.count("opened"), kinds.count("closed")) == (2, 2)
    assert broken == []
    tally.count(KILLS)
