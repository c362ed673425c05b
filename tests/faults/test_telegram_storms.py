"""F11, F13, F14, F18, F19: Telegram itself is ill, in every way that it is known for, while people work."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest

from bot.sandbox.faults import Kind
from tests.faults.cast import LEV, TIMUR
from tests.faults.conftest import Tally
from tests.faults.rig import Rig
from tests.faults.storms import stormy
from tests.postgresql import Server

CALLS = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates")
WHOSE_PAGES = (None, LEV.telegram_id, TIMUR.telegram_id)
"""To whom a message is that meets a fault: to anybody, or one that rings."""
BETWEEN = 0.35
"""Seconds between two blows, at most."""
FARTHEST = 900_000_000

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]


async def strikes(rig: Rig, random: Random, kind: Kind, method: str, *, status: int = 502) -> None:
    """One blow, and time to recover: what may have come is only sent again half a minute later."""
    whom = random.choice(WHOSE_PAGES) if method == "sendMessage" else None
    rig.night.blows.append(f"{kind} {status} {method} to {whom or 'anybody'}")
    fault = rig.box.faults.plan(kind, method, times=1, status=status, chat_id=whom)
    await rig.until(lambda: fault.times == 0, f"{kind} should meet {method}")
    await asyncio.sleep(random.uniform(0, BETWEEN))
    if random.random() < 0.3:
        rig.forward(minutes=0.55)


async def test_answers_that_are_lost_lose_no_message_and_double_none_unsaid(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally
) -> None:
    """F11: Telegram has done it, and the connection breaks before it says so."""

    async def storm(rig: Rig, random: Random) -> int:
        for n in range(10):
            rig.night.ambiguous = n + 1
            await strikes(rig, random, "drop_after", random.choice([*CALLS, "sendMessage"]))
        return 10

    (await stormy(night_place, tmp_path, storm, random)).check(tally)


async def test_calls_that_never_arrived_come_later_and_once(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally
) -> None:
    """F12, its first half: nobody answers. What breaks on the way is in test_bad_lines.py."""

    async def storm(rig: Rig, random: Random) -> int:
        for n in range(10):
            rig.night.ambiguous = n + 1  # a line that breaks without a byte may have carried the message
            await strikes(rig, random, "down", random.choice(CALLS))
        return 10

    (await stormy(night_place, tmp_path, storm, random)).check(tally)


async def test_silences_telegram_asks_for_are_kept_and_nothing_is_lost_in_them(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally
) -> None:
    """F13: from one chat, or from the whole bot; long ones are waited out in test_long_silences.py."""

    async def storm(rig: Rig, random: Random) -> int:
        rig.night.ambiguous = 0
        for n in range(5):
            chat_id = None if n % 2 else random.choice([1001, 1002, 1003, LEV.telegram_id])
            silent = random.choice([1, 2])
            rig.night.blows.append(f"silent for {silent} s to {chat_id or 'all'}")
            rig.box.faults.flood(silent, now=rig.box.now(), chat_id=chat_id)
            await asyncio.sleep(random.uniform(1.5, 3))
            rig.box.faults.clear()
        return 5

    (await stormy(night_place, tmp_path, storm, random)).check(tally)


async def test_answers_that_are_no_answers_are_waited_out(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally
) -> None:
    """F14: a gateway's page, half an envelope, a 200 that says no."""

    async def storm(rig: Rig, random: Random) -> int:
        kinds: list[tuple[Kind, int]] = [
            ("server_error", 500),
            ("server_error", 502),
            ("server_error", 504),
            ("bad_json", 200),
            ("not_ok", 200),
        ]
        for kind, status in random.sample(kinds, k=len(kinds)):
            await strikes(rig, random, kind, random.choice(CALLS), status=status)
        return len(kinds)

    (await stormy(night_place, tmp_path, storm, random)).check(tally)


async def test_updates_delivered_up_to_five_times_count_once(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally
) -> None:
    """F18: every single one of a night."""

    async def storm(rig: Rig, random: Random) -> int:
        rig.night.ambiguous, before = 0, rig.box.updates.next_id
        for times in random.sample([2, 3, 4, 5], k=4):
            rig.night.blows.append(f"delivered {times} times")
            rig.box.faults.deliver_times = times
            await asyncio.sleep(1.5)
        return rig.box.updates.next_id - before

    (await stormy(night_place, tmp_path, storm, random)).check(tally)


async def test_updates_in_any_order_and_with_any_number_are_all_heard(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally
) -> None:
    """F19: the newest first, numbers left out, and the numbers begin anew somewhere else."""

    async def storm(rig: Rig, random: Random) -> int:
        rig.night.ambiguous = 0
        for n in range(10):
            rig.box.faults.reorder = random.random() < 0.5
            left_out = random.randrange(1, 1000)
            rig.night.blows.append(f"reordered {rig.box.faults.reorder}, {left_out} left out")
            rig.box.updates.next_id += left_out
            if n in (4, 8):
                await rig.until(lambda: not rig.box.updates.waiting, "nothing should wait at Telegram")
                rig.box.updates.next_id = random.randrange(2_000_001, FARTHEST)
            await asyncio.sleep(random.uniform(0, 0.6))
        return 10

    (await stormy(night_place, tmp_path, storm, random)).check(tally)
