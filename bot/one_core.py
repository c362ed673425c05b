"""All threads of this process on one core of the machine, and on another one where that is crowded.

Python lets one thread think at a time, and ours hand that over many times in a tap. Where cores are idle each
thread is woken on another one, asleep and with cold caches, and that costs a third of all the work.
Why: docs/decisions/0152-one-core.md.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

log = logging.getLogger(__name__)

_LOOK_EVERY = 10.0
_CROWDED = 0.25
"""What part of our core others may have."""
_BETTER = 0.15
"""So much less they have to have of another one."""
_ALIKE = 0.05
_KERNEL = Path("/proc/stat")
_THREADS = Path("/proc/self/task")
_TICKS = os.sysconf("SC_CLK_TCK")

ALLOWED = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set[int]()
"""The cores that this process was given, before it chose one."""


class Spent(NamedTuple):
    """Seconds of one core since the machine started."""

    busy: float
    in_all: float


Cores = Mapping[int, Spent]


def spent_of(text: str) -> Cores:
    """Of each core, from what the kernel says in /proc/stat."""
    lines = (line.split() for line in text.splitlines() if line.startswith("cpu"))
    return {int(name[3:]): _spent([int(one) for one in ticks[:8]]) for name, *ticks in lines if name[3:]}


def _spent(ticks: list[int]) -> Spent:
    """Ticks: user, nice, system, idle, waiting for a disk, then interrupts and what the host took."""
    idle = sum(ticks[3:5])
    return Spent((sum(ticks) - idle) / _TICKS, sum(ticks) / _TICKS)


def idlest(before: Cores, now: Cores, allowed: Iterable[int]) -> Sequence[int]:
    """Of which of them others had least meanwhile: about the same, so that two of us need not go to one."""
    shares = {core: _share(core, before, now) for core in allowed if core in now}
    return [core for core, share in shares.items() if share <= min(shares.values()) + _ALIKE]


def better(here: int, before: Cores, now: Cores, allowed: Iterable[int], own: float) -> Sequence[int]:
    """Where to go from a core that is crowded; nowhere else. `own`: seconds that we ourselves worked."""
    if here not in before or here not in now or now[here].in_all <= before[here].in_all:
        return ()
    others = _share(here, before, now) - own / (now[here].in_all - before[here].in_all)
    if others <= _CROWDED:
        return ()
    there = [core for core in idlest(before, now, allowed) if core != here]
    return [core for core in there if others - _share(core, before, now) > _BETTER]


def _share(core: int, before: Cores, now: Cores) -> float:
    """What part of this core somebody had."""
    if core not in before or core not in now:
        return 1.0
    busy, in_all = now[core].busy - before[core].busy, now[core].in_all - before[core].in_all
    return busy / in_all if in_all > 0 else 0.0


def set_free(process: int) -> None:
    """A process of ours that works for itself: it goes to any core that we were given."""
    if ALLOWED:
        with suppress(OSError):
            os.sched_setaffinity(process, ALLOWED)


class OneCore:
    """Made at the start of a process. Where the machine does not let us, or has one core, nothing happens."""

    def __init__(self, kernel: Path = _KERNEL) -> None:
        self._kernel = kernel
        self._core: int | None = None
        self._look()

    def settle(self) -> None:
        """Choose the core of which others had least since we were made."""
        before = self._seen
        self._look()
        if self._core is None and len(ALLOWED) > 1:
            self._go_to_one_of(idlest(before, self._seen, ALLOWED))

    async def run(self) -> None:
        """Until cancelled: leave where others crowd in."""
        while self._core is not None:
            await asyncio.sleep(_LOOK_EVERY)
            self.look()

    def look(self) -> None:
        """Go elsewhere, if others had much of our core since the last look."""
        before, worked = self._seen, self._worked
        self._look()
        if self._core is not None:
            own = self._worked - worked
            self._go_to_one_of(better(self._core, before, self._seen, ALLOWED, own))

    def _look(self) -> None:
        self._worked, self._seen = time.process_time(), spent_of("")
        with suppress(OSError):
            self._seen = spent_of(self._kernel.read_text())

    def _go_to_one_of(self, cores: Sequence[int]) -> None:
        if cores:
            self._go(random.choice(cores))  # noqa: S311  nobody gains by knowing

    def _go(self, core: int) -> None:
        """With all threads that there are; those to come are born there."""
        try:
            for thread in _THREADS.iterdir():
                with suppress(ProcessLookupError):  # it has ended meanwhile
                    os.sched_setaffinity(int(thread.name), {core})
        except OSError as error:
            log.info("action=core_refused why=%s", error.strerror)
            self._core = None
        else:
            log.info("action=core core=%s", core)
            self._core = core
