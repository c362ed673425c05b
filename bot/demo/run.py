"""Set the demo up, run it until Ctrl-C, and leave nothing running.

The bot needs some seconds to be imported, and so does the stand-in of Telegram: both use aiogram. So the port
is opened first, the bot's process is started, and whoever calls meanwhile waits at the open door.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import RehearsalClock
from bot.db import Database
from bot.demo.cast import first_moment, gather
from bot.demo.child import BotProcess
from bot.errors import Mistake
from bot.migrating import migrate
from bot.nursery import Nursery
from bot.runbook.library import Library
from bot.settings import CHECKOUT

if TYPE_CHECKING:
    from bot.demo.desk import Desk

DATABASE, CLOCK, LOG = "nightshift.sqlite", "clock", "bot.log"
TOKEN = "7000000001:the-demo-needs-no-token-of-telegrams"  # noqa: S105 - opens nothing
PACE = "DEMO_PACE"
"""In the environment: how slowly the night is played. 1 is readable, 0 waits for no reader."""


class DemoMistake(Mistake):
    """The demo cannot start like this; the text says why and what to do. Values: `sentence`."""

    key = "demo-mistake"

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence=sentence)

    def __str__(self) -> str:
        return self.sentence


def main(port: int = 0, open_browser: bool = False, folder: Path | None = None) -> int:
    """Run the demo on this port (0: any free one) until Ctrl-C.

    The night's database, clock, pictures and log are kept in `folder`, or thrown away without one. Exit code
    0: asked to stop; 70: a part died. Mistakes: DemoMistake, FileMistakes of the runbooks.
    """
    pace = _pace(os.environ.get(PACE, "1"))
    with tempfile.TemporaryDirectory(prefix="nightshift-demo-", ignore_cleanup_errors=True) as fresh:
        night = _Night(_empty(folder) if folder is not None else Path(fresh), pace)
        with _door(port) as door:
            return asyncio.run(night.run(door, open_browser=open_browser))


class _Night:
    """One night in one folder."""

    def __init__(self, folder: Path, pace: float) -> None:
        self._folder, self._pace = folder.resolve(), pace
        self._url = f"sqlite:///{self._folder / DATABASE}"
        self._library = Library(CHECKOUT / "runbooks")
        self._clock = RehearsalClock(self._folder / CLOCK)
        self._nursery = Nursery()

    async def run(self, door: socket.socket, *, open_browser: bool) -> int:
        """Everything from the empty folder to Ctrl-C; the exit code."""
        asked = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, asked.set)
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        ahead = await self._gather()
        bot = BotProcess(self._settings(address), self._folder / LOG, say=_say)
        self._nursery.start(bot.run(), name="bot")
        _say(f"Night Shift demo: {address}   Ctrl-C ends it. The bot's log: {self._folder / LOG}")
        desk = await asyncio.to_thread(self._set_up_desk, bot, ahead)
        await desk.open(door, self._nursery)
        if open_browser:
            await asyncio.to_thread(webbrowser.open, address)
        await self._until_ended(asked)
        _say("Night Shift demo: stopping.")
        await self._nursery.close(within=0)
        await desk.close()
        return 0 if self._nursery.failure is None else 70

    async def _gather(self) -> float:
        """Fill the database, wind the clock to the night; by how many seconds it is ahead then."""
        zone, now = self._library.centre.time_zone, self._clock.now()
        ahead = (first_moment(now, zone) - now).total_seconds()
        self._clock.forward(ahead)
        migrate(self._url)
        db = Database(self._url)
        try:
            await db.write(gather, zone=zone, now=self._clock.now())
        finally:
            db.close()
        return ahead

    def _settings(self, address: str) -> Mapping[str, str]:
        return {
            "BOT_API_URL": address,
            "BOT_TOKEN": TOKEN,
            "DATABASE_URL": self._url,
            "DATA_DIR": str(self._folder),
            "REHEARSAL_CLOCK": str(self._folder / CLOCK),
            "RUNBOOKS_DIR": str(CHECKOUT / "runbooks"),
        }

    def _set_up_desk(self, bot: BotProcess, ahead: float) -> Desk:
        from bot.demo.desk import Desk

        return Desk(self._url, self._clock, self._library, bot, token=TOKEN, ahead=ahead, pace=self._pace)

    async def _until_ended(self, asked: asyncio.Event) -> None:
        ends = {
            self._nursery.start(asked.wait(), name="asked"),
            self._nursery.start(self._nursery.failed.wait(), name="failed"),
        }
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)


def _door(port: int) -> socket.socket:
    """A socket that listens; who comes before the desk is open waits."""
    try:
        return socket.create_server(("127.0.0.1", port), backlog=128)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise DemoMistake(
            f"Port {port} cannot be used ({why}). Give another one, or 0 for any free one."
        ) from error


def _empty(folder: Path) -> Path:
    if (folder / DATABASE).exists():
        raise DemoMistake(f"{folder} holds a night already, and each demo begins anew. Give an empty folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DemoMistake(f"{folder} cannot be used ({error.strerror}). Give another folder.") from error
    return folder


def _pace(value: str) -> float:
    try:
        pace = float(value)
    except ValueError:
        pace = -1
    if not 0 <= pace <= 10:
        raise DemoMistake(f"{PACE}: it is a number from 0 (at once) to 10 (slow). Example: {PACE}=0.5")
    return pace


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
