"""A deploy: asked to stop in the middle of handlers, sends and uploads, the real process ends in order."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.nursery import Nursery
from bot.person.rules import Role
from tests.faults.cast import LEV, TIMUR, Member, make_template
from tests.faults.conftest import Tally
from tests.faults.invariants import judge
from tests.faults.lives import Plainly
from tests.faults.night_script import one_operator
from tests.faults.rig import Rig
from tests.faults.words import text
from tests.postgresql import Server

DEPLOYS = 10
AT_ONCE = 2.0
OPERATORS = tuple(Member(1001 + n, f"Оператор {n + 1}", Role.OPERATOR) for n in range(DEPLOYS))
SOFTWARE = ("telephony", "chat_desk", "crm", "knowledge_base", "vpn")
MOMENTS = ("sendMessage", "answerCallbackQuery", "getFile", "editMessageText", "sendPhoto")


@asynccontextmanager
async def night(place: Path | Server, folder: Path) -> AsyncIterator[Rig]:
    """`python -m bot run`, with leads and sysadmins who acknowledge whatever comes."""
    template = await asyncio.to_thread(make_template, place, operators=OPERATORS)
    nursery, over = Nursery(), asyncio.Event()
    async with Rig(folder / "night", template, Plainly(), operators=OPERATORS) as rig:
        for answers, label in ((LEV, "lead-acknowledge"), (TIMUR, "ticket-acknowledge")):
            nursery.start(rig.taps_each(answers, text(label), over.is_set), name=answers.name)
        yield rig
        over.set()
        await nursery.close(within=5)


async def held_back(rig: Rig, method: str, seconds: float) -> None:
    """The stand-in has taken a call of this method and keeps its answer for so long."""
    fault = rig.box.faults.plan("delay", method, times=1, seconds=seconds)
    await rig.until(lambda: fault.times == 0, f"{method} should be called")


@pytest.mark.slow
@pytest.mark.alone
async def test_asked_to_stop_in_the_middle_of_its_work_it_ends_in_order_and_loses_nothing(
    night_place: Path | Server, tmp_path: Path, tally: Tally
) -> None:
    ends, nursery = [], Nursery()
    async with night(night_place, tmp_path) as rig:
        walks = []
        for n, member in enumerate(OPERATORS):
            walk = one_operator(rig, member, SOFTWARE[n % len(SOFTWARE)], picture=True)
            walks.append(nursery.start(walk, name=member.name))
            await held_back(rig, MOMENTS[n % len(MOMENTS)], seconds=0.7)
            ends.append(await rig.asked_to_stop())
        await asyncio.gather(*walks)
        await rig.quiet()
        verdict = judge(rig)
        tally.add(rig, verdict, strikes=DEPLOYS)
    assert len(ends) == DEPLOYS
    assert not verdict.broken
    assert verdict.repeats == 0, "what was on its way had time to be written down"


@pytest.mark.slow
@pytest.mark.alone
async def test_telegram_that_never_answers_does_not_hold_up_a_deploy(
    night_place: Path | Server, tmp_path: Path, tally: Tally
) -> None:
    nursery = Nursery()
    async with night(night_place, tmp_path) as rig:
        walk = nursery.start(one_operator(rig, OPERATORS[0], "crm", picture=True), name="walk")
        await held_back(rig, "getFile", seconds=60)
        handler = await rig.asked_to_stop()
        await held_back(rig, "sendPhoto", seconds=60)
        send = await rig.asked_to_stop()
        await walk
        await rig.quiet()
        verdict = judge(rig)
        tally.add(rig, verdict, strikes=2)
    assert (handler.code, send.code) == (0, 0)
    assert not verdict.broken
    assert verdict.repeats == 1, "the picture had arrived, and nobody could know"


@pytest.mark.slow
@pytest.mark.alone
async def test_asked_twice_it_ends_at_once_and_loses_nothing(
    night_place: Path | Server, tmp_path: Path, tally: Tally
) -> None:
    nursery = Nursery()
    async with night(night_place, tmp_path) as rig:
        walk = nursery.start(one_operator(rig, OPERATORS[0], "crm", picture=True), name="walk")
        await held_back(rig, "getFile", seconds=60)
        life = await rig.alive()
        life.signal(signal.SIGTERM)
        await rig.until(lambda: "action=stopping" in rig.log.read_text(), "it should have heard")
        assert not life.ended.done()
        began = time.monotonic()
        life.signal(signal.SIGTERM)
        await life.ended
        seconds = time.monotonic() - began
        await walk
        await rig.quiet()
        verdict = judge(rig)
        tally.add(rig, verdict, strikes=1)
    assert seconds < AT_ONCE
    assert not verdict.broken
