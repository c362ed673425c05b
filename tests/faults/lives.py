"""Bot processes to kill: forked from a zygote, or started with `python -m bot run`."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from bot.nursery import Nursery
from bot.settings import CHECKOUT, setting_names

ROOT = Path(__file__).parents[2]


class Life:
    """One process. `ended` answers with its exit code, negative for a signal."""

    def __init__(self, pid: int, ended: asyncio.Future[int]) -> None:
        self.pid, self.ended = pid, ended

    def signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):  # it has ended, and the news of it is on its way
            if not self.ended.done():
                os.kill(self.pid, number)


class Birth(Protocol):
    """Whatever can start a bot: `settings` are the fields of `Settings`."""

    async def born(self, settings: Mapping[str, str], log: Path) -> Life: ...


class Zygote:
    """The process that forks bots (zygote.py), as this event loop sees it."""

    def __init__(self) -> None:
        self._nursery = Nursery()
        self._waiting: deque[asyncio.Future[int]] = deque()
        self._ends: dict[int, asyncio.Future[int]] = {}

    async def start(self) -> None:
        """Answers once everything is imported."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.zygote"), cwd=ROOT, env=_clean(), stdin=PIPE, stdout=PIPE
        )
        assert self._process.stdin
        assert self._process.stdout
        self._orders, self._news = self._process.stdin, self._process.stdout
        assert await self._news.readline(), "the zygote did not come to life"
        self._nursery.start(self._listen(), name="zygote")

    async def born(self, settings: Mapping[str, str], log: Path) -> Life:
        """A fork of it, running the bot with these settings."""
        loop = asyncio.get_running_loop()
        birth: asyncio.Future[int] = loop.create_future()
        self._waiting.append(birth)
        self._orders.write(json.dumps({"settings": dict(settings), "log": str(log)}).encode() + b"\n")
        pid = await birth
        return Life(pid, self._ends.setdefault(pid, loop.create_future()))

    async def stop(self) -> None:
        """It ends, and with it every child it still has."""
        self._orders.close()
        await self._process.wait()
        await self._nursery.close(within=5)

    async def _listen(self) -> None:
        while line := await self._news.readline():
            news = json.loads(line)
            if "born" in news:
                self._ends[news["born"]] = asyncio.get_running_loop().create_future()
                self._waiting.popleft().set_result(news["born"])
            else:
                self._ends.pop(news["ended"]).set_result(news["code"])


class Plainly:
    """`python -m bot run`, as anybody starts it, or another `program` of these tests around it.

    `checkout`: whose program that is.
    """

    def __init__(self, *program: str, checkout: Path = CHECKOUT) -> None:
        self._program = program or ("-m", "bot", "run")
        self._checkout, self._nursery = checkout, Nursery()

    async def born(self, settings: Mapping[str, str], log: Path) -> Life:
        with log.open("ab") as file:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, *self._program),
                cwd=log.parent,
                env=surroundings(settings, self._checkout),
                stdin=DEVNULL,
                stdout=file,
                stderr=file,
            )
        return Life(process.pid, self._nursery.start(process.wait(), name=f"bot {process.pid}"))


def surroundings(settings: Mapping[str, str], checkout: Path = CHECKOUT) -> dict[str, str]:
    """The environment in which a program of ours has these settings."""
    names = {field: name for name, field in setting_names().items()}
    return _clean(checkout) | {names[field]: value for field, value in settings.items()}


def _clean(checkout: Path = CHECKOUT) -> dict[str, str]:
    """Our environment without a developer's own settings; the checkout can be imported from anywhere."""
    mine = {name: value for name, value in os.environ.items() if name.upper() not in setting_names()}
    path = os.pathsep.join(filter(None, [str(checkout), os.environ.get("PYTHONPATH")]))
    return mine | {"PYTHONPATH": path}
