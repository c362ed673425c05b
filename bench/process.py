"""A whole process: from its start to the first answer after kill -9, and what it costs while it waits."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from aiohttp import web

from bench import stage
from bench.line import Line, at_most, line_of, no_more_than
from bench.machine import cpu_seconds, memory_mb
from bench.rounds import Say

ROOT = Path(__file__).resolve().parent.parent
OURS, BARE = "ours", "bare aiogram"
_PROGRAM = {OURS: ("-m", "bot", "run"), BARE: ("-m", "bench.bare_bot")}


_TO_REST = 6.0
"""Seconds until what a start brings with it is over."""


class Idle(NamedTuple):
    """Megabytes, and percent of a core."""

    memory: float
    cpu: float


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    incidents, rounds, rest = (200, 2, 5.0) if quick else (1_000, 3, 10.0)
    with TemporaryDirectory(prefix="bench-process-") as name:
        folder = Path(name)
        stage.build(f"sqlite:///{folder}/night.sqlite", incidents, now=stage.this_moment())
        say(f"{incidents} open incidents")
        started, idle = asyncio.run(_measured(folder, rounds, rest, say))
        _prove(folder, rounds + 1)
    what = f"after kill -9 with {incidents:,} open incidents, to the first update handled"
    mine, bare = idle[OURS], idle[BARE]
    return [
        line_of(what, started[OURS], started[BARE], "s", "a bare aiogram bot", at_most(1.25)),
        Line(
            "memory while nothing happens",
            mine.memory,
            bare.memory,
            "MB",
            "a bare aiogram bot",
            at_most(1.25),
        ),
        Line(
            "CPU while nothing happens",
            mine.cpu,
            bare.cpu,
            "% of a core",
            "a bare aiogram bot",
            no_more_than(1),
        ),
    ]


def _prove(folder: Path, taps: int) -> None:
    """Each tap that was answered has moved its incident. Raises AssertionError."""
    with sqlite3.connect(folder / "night.sqlite") as connection:
        moved = connection.execute("SELECT count(*) FROM incidents WHERE turn = 2").fetchone()[0]
    connection.close()
    if moved != taps:
        raise AssertionError(f"{moved} incidents went on, and {taps} were tapped")


async def _measured(
    folder: Path, rounds: int, rest: float, say: Say
) -> tuple[dict[str, list[float]], dict[str, Idle]]:
    """Seconds to the first answer in each round, and the rest after the last."""
    started: dict[str, list[float]] = {OURS: [], BARE: []}
    idle = {}
    async with _Telegram.listening() as telegram:
        for number in range(rounds + 1):  # the first is thrown away: it reads the disk and compiles
            for name in (OURS, BARE) if number % 2 else (BARE, OURS):
                tap = stage.press(
                    next(telegram.numbers),
                    stage.OPERATORS_FROM + number,
                    stage.more_time(number),
                    at=stage.this_moment(),
                )
                process, seconds = await telegram.first_answer(name, folder, tap)
                if number:
                    started[name].append(seconds)
                    say(f"round {number}/{rounds} {name}: {seconds:.2f} s to the first answer")
                if number == rounds:
                    idle[name] = await _rest(process.pid, rest)
                    say(f"{name}: {idle[name].memory:.0f} MB, {idle[name].cpu:.2f} % of a core")
                process.send_signal(signal.SIGKILL)
                await process.wait()
    return started, idle


async def _rest(pid: int, seconds: float) -> Idle:
    await asyncio.sleep(_TO_REST)
    before = cpu_seconds(pid)
    await asyncio.sleep(seconds)
    return Idle(memory_mb(pid), (cpu_seconds(pid) - before) / seconds * 100)


class _Telegram:
    """A Bot API server on loopback that has one update and otherwise lets everybody wait."""

    def __init__(self) -> None:
        self.numbers = count(5000)
        self._update: str | None = None
        self._answered = asyncio.Event()
        self.port = 0

    @classmethod
    @asynccontextmanager
    async def listening(cls) -> AsyncIterator[_Telegram]:
        self = cls()
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        try:
            yield self
        finally:
            await runner.cleanup()

    async def first_answer(self, name: str, folder: Path, tap: str) -> tuple[Process, float]:
        """The process, and seconds from its start to its answer to this tap."""
        self._update = tap
        self._answered.clear()
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *_PROGRAM[name],
            cwd=ROOT,
            env=self._environment(folder),
            stdout=DEVNULL,
            stderr=DEVNULL,
        )
        async with asyncio.timeout(60):
            await self._answered.wait()
        return process, time.perf_counter() - began

    def _environment(self, folder: Path) -> Mapping[str, str]:
        own = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        return own | {
            "BOT_TOKEN": stage.TOKEN,
            "BOT_API_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": f"sqlite:///{folder}/night.sqlite",
            "DATA_DIR": str(folder),
        }

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"].lower()
        if method == "getupdates":
            return await self._updates()
        if method == "answercallbackquery":
            self._answered.set()
        user = {"id": 1, "is_bot": True, "first_name": "Night Shift", "username": "night_shift_bot"}
        chat = {"id": 1, "type": "private", "first_name": "x"}
        message = {"message_id": next(self.numbers), "date": 1_700_000_000, "chat": chat, "text": "x"}
        sends = method.startswith(("send", "editmessage"))
        result = user if method == "getme" else message if sends else True
        return web.json_response({"ok": True, "result": result})

    async def _updates(self) -> web.Response:
        """The one update; whoever comes again waits, as with Telegram."""
        update, self._update = self._update, None
        if update is None:
            await asyncio.sleep(25)
            return web.json_response({"ok": True, "result": []})
        return web.json_response({"ok": True, "result": [json.loads(update)]})
