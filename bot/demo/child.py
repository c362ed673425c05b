"""The real bot as a process of its own: started, killed in earnest, and started again when it dies."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from bot.settings import CHECKOUT, setting_names

AGAIN_AFTER_S = 1.0
PATIENCE_S = 15.0


class BotProcess:
    """`python -m bot run`, kept running. What it logs goes to a file."""

    def __init__(
        self,
        settings: Mapping[str, str],
        log_file: Path,
        *,
        say: Callable[[str], None],
    ) -> None:
        """`settings` are its environment: nothing of those around us reaches it. `say` prints a line."""
        self._settings, self._log_file, self._say = settings, log_file, say
        self._changed: Callable[[int | None], None] = lambda _: None
        self._process: asyncio.subprocess.Process | None = None
        self._wanted = asyncio.Event()
        self._may_die = False

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    def watched_by(self, changed: Callable[[int | None], None]) -> None:
        """`changed` hears the pid now and at each start, and None at each end."""
        self._changed = changed
        changed(self.pid)

    def control(self, action: str) -> None:
        """The page's button: "kill" sends SIGKILL to this one process, "start" lets it run again."""
        if action == "start":
            self._wanted.set()
            return
        self._wanted.clear()
        self._may_die = True
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)

    async def run(self) -> None:
        """Keep it running while it is wanted, until this is cancelled; then ask it to stop, and wait."""
        self._wanted.set()
        try:
            while True:
                await self._wanted.wait()
                await self._live()
                if self._wanted.is_set() and not self._may_die:
                    await asyncio.sleep(AGAIN_AFTER_S)
        finally:
            await self._stop()

    async def _live(self) -> None:
        """One life of the process."""
        self._may_die = False
        self._process = await self._spawn()
        if not self._wanted.is_set():
            self.control("kill")
        self._changed(self._process.pid)
        code = await self._process.wait()
        self._changed(None)
        if not self._may_die:
            self._say(f"The bot ended by itself (exit code {code}); starting it again. Why: {self._log_file}")

    async def _spawn(self) -> asyncio.subprocess.Process:
        environment = {
            name: value for name, value in os.environ.items() if name.upper() not in setting_names()
        }
        path = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH")]))
        with _appending(self._log_file) as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=self._log_file.parent,
                env=environment | {"PYTHONPATH": path} | dict(self._settings),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )  # fmt: skip

    async def _stop(self) -> None:
        self._may_die = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def _appending(file: Path) -> BinaryIO:
    return file.open("ab")
