"""F05: while PostgreSQL is away what people do is kept in a file, they are told so, and it is done later."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod

from bot.clock import WoundClock
from bot.db import Database, StorageFailure
from bot.intake.bringing import Bringing
from bot.intake.journal import left_over
from bot.intake.rules import Entry
from bot.intake.spool import Spool
from bot.telegram.held_back import HeldBack
from tests.faults.cast import LEV, OLGA, make_template
from tests.faults.conftest import Tally
from tests.faults.invariants import judge
from tests.faults.lives import Zygote
from tests.faults.rig import Rig
from tests.faults.words import answer, software, text
from tests.postgresql import Server, running

AT = datetime(2026, 11, 22, tzinfo=UTC)
NOT_HELPED = answer("reboot", "not_helped")
AWAY = (5.0, 60.0, 200.0, 600.0)
"""Seconds by the night's clock."""
REALLY = float(os.environ.get("NIGHT_SERVER_AWAY_SECONDS", "6"))
"""So many of them pass; the clock is wound past the rest."""


def entries(*numbers: int) -> list[Entry]:
    return [Entry(number, 5, '{"update_id": 1}', AT) for number in numbers]


class Shelfless:
    """Whoever is told of what was journalled."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def hand_over(self, entries: Iterable[Entry]) -> None:
        self.seen += [entry.update_id for entry in entries]


async def test_many_at_once_and_whoever_gave_up_waiting_are_counted(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.sqlite")
    await asyncio.gather(*(spool.keep(entries(number)) for number in range(20)))
    assert spool.count == 20
    with suppress(TimeoutError):
        async with asyncio.timeout(0):
            await spool.keep(entries(20))
    assert len(await spool.waiting(100)) == spool.count
    await asyncio.gather(*(spool.drop(entries(number)) for number in range(21)))
    assert spool.count == 0
    spool.close()


async def test_what_is_in_the_spool_is_there_after_a_death_and_once(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.sqlite")
    await spool.keep(entries(3, 1))
    await spool.keep(entries(1, 2))
    again = Spool(tmp_path / "spool.sqlite")
    assert again.count == 3
    assert [one.update_id for one in await again.waiting(2)] == [1, 2]
    assert (await again.waiting(1))[0] == entries(1)[0]
    await again.drop(entries(1, 2))
    assert (again.count, [one.update_id for one in await again.waiting(9)]) == (1, [3])
    assert (tmp_path / "spool.sqlite").stat().st_mode & 0o077 == 0
    spool.close()
    again.close()


async def test_a_disk_that_takes_nothing_confirms_nothing(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.sqlite")
    with sqlite3.connect(tmp_path / "spool.sqlite") as other:
        other.execute("DROP TABLE spool")
    other.close()
    with pytest.raises(StorageFailure):
        await spool.keep(entries(1))
    assert spool.count == 0
    spool.close()


async def test_what_came_while_the_database_was_away_goes_before_what_comes_afterwards(
    database_url: str, clock: WoundClock, tmp_path: Path
) -> None:
    away = True

    def boundary(what: str) -> None:
        if away and what.startswith("before"):
            raise OSError("away")

    db, takes, told = Database(database_url, boundary=boundary), Shelfless(), list[int]()
    spool = Spool(tmp_path / "spool.sqlite")
    bringing = Bringing(db, clock, takes, spool, lambda kept: told.extend(one.update_id for one in kept))
    await bringing.bring_in(entries(7))
    await bringing.bring_in(entries(8))
    assert (told, takes.seen, spool.count) == ([7, 8], [], 2)
    away = False
    await bringing.bring_in(entries(9))
    assert (told, takes.seen, spool.count) == ([7, 8, 9], [], 3)
    await bringing.replay()
    assert spool.count == 0
    await bringing.bring_in(entries(10))
    assert takes.seen == [7, 8, 9, 10]
    assert [one.update_id for one in await db.read(left_over)] == [7, 8, 9, 10]
    spool.close()
    db.close()


async def test_who_writes_is_told_without_a_sound_once_a_minute_and_who_taps_each_time(
    clock: WoundClock,
) -> None:
    said = list[TelegramMethod[Any]]()

    async def say(method: TelegramMethod[Any]) -> None:
        said.append(method)

    held = HeldBack(say, clock)
    held.languages = {5: "ru"}
    words = json.dumps({"message": {"chat": {"type": "private"}}})
    press = json.dumps({"callback_query": {"id": "7"}})
    for who, body in ((5, words), (5, words), (5, press), (5, press), (6, words), (6, press)):
        held.tell([Entry(1, who, body, AT)])
    clock.forward(minutes=1)
    held.tell([Entry(2, 5, words, AT)])
    await asyncio.sleep(0)
    told = [one for one in said if isinstance(one, SendMessage)]
    assert [(one.chat_id, one.disable_notification) for one in told] == [(5, True)] * 2
    assert [one.callback_query_id for one in said if isinstance(one, AnswerCallbackQuery)] == ["7", "7"]


@asynccontextmanager
async def one_bot(folder: Path) -> AsyncIterator[tuple[Rig, Server]]:
    zygote = Zygote()
    await zygote.start()
    with running() as server:
        template = await asyncio.to_thread(make_template, server)
        async with Rig(folder / "night", template, zygote) as rig:
            yield rig, server
    await zygote.stop()


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize("away", AWAY)
async def test_a_press_while_the_server_is_away_is_answered_kept_through_a_death_and_done_once(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], tally: Tally, away: float
) -> None:
    held = "База данных сейчас недоступна"

    def toasts() -> list[str]:
        return [str(call.params.get("text")) for call in rig.box.accepted("answerCallbackQuery")]

    async with one_bot(tmp_path) as (rig, server):
        await rig.alive()
        rig.phones[OLGA].writes("/report")
        await rig.taps(OLGA, software("telephony"))
        await rig.taps(OLGA, text("report-customer-call"))
        await rig.sees(OLGA, text("operator-customer-call"))
        rig.phones[OLGA].writes("K-101")
        await rig.until(lambda: NOT_HELPED in rig.phones[OLGA].screen(), "the first step should be there")
        await rig.quiet()
        with rig.night.trouble():
            await asyncio.to_thread(server.kill)
            began = time.monotonic()
            await rig.taps(OLGA, NOT_HELPED)
            await rig.until(lambda: any(held in one for one in toasts()), "Ольга should hear that it is kept")
            told = time.monotonic() - began
            rig.phones[LEV].writes("/status")
            await rig.sees(LEV, held)
            await asyncio.sleep(max(min(away, REALLY) - (time.monotonic() - began), 0))
            rig.forward(minutes=max(away - REALLY, 0) / 60)
            rig.kill()
            await asyncio.to_thread(server.start)
            back = time.monotonic()
            await rig.until(lambda: "step_answered" in kinds(rig), "the press should be done")
            done = time.monotonic() - back
        await rig.taps(LEV, text("lead-acknowledge"))
        await rig.quiet()
        verdict = judge(rig)
    with capfd.disabled():
        told_at, done_at = f"told after {told:.1f} s", f"done {done:.1f} s after it was back"
        sys.stderr.write(f"\nserver away {away:.0f} s: {told_at}, {done_at}\n")
    tally.add(rig, verdict, strikes=1)
    assert not verdict.broken
    assert [kind for _, kind, *_ in verdict.trace.history].count("step_answered") == 1


def kinds(rig: Rig) -> list[str]:
    return [str(kind) for (kind,) in rig.night.rows_or_none("SELECT kind FROM timeline") or []]
