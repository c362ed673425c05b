"""How the bot's process feels while a night goes on, and how slow this machine is itself."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from tests.faults.evidence import Evidence, Vital
from tests.faults.lives import Life

LOOK_EVERY = 0.25
_PAGE = os.sysconf("SC_PAGE_SIZE")


async def watch(night: Evidence, living: Callable[[], Sequence[Life]], over: asyncio.Event) -> None:
    """Look at every process that lives, until the night is over."""
    while not over.is_set():
        began = time.monotonic()
        for life in living():
            if not life.ended.done():
                night.vitals += vital(life.pid)
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY):
                await over.wait()
                return
        late = timedelta(seconds=2 * (time.monotonic() - began - LOOK_EVERY))
        night.slowness = max(night.slowness, late)


def vital(pid: int) -> list[Vital]:
    """One look; nothing where the process has just ended."""
    about = Path("/proc") / str(pid)
    try:
        memory = int((about / "statm").read_text().split()[1]) * _PAGE
        files = sum(1 for _ in (about / "fd").iterdir())
        threads = sum(1 for _ in (about / "task").iterdir())
    except OSError:
        return []
    return [Vital(pid, time.monotonic(), memory, files, threads)]
