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
from collections.abc import Set as AbstractSet
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
_TOO_MUCH = 0.5
"""What others have of every core where it does us no good to stay on one."""
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


def quiet(before: Cores, now: Cores, allowed: Iterable[int]) -> Sequence[int]:
    """Those of them that are idle enough to stay on."""
    return [core for core in idlest(before, now, allowed) if _share(core, before, now) <= _CROWDED]


def better(here: int, before: Cores, now: Cores, allowed: Iterable[int], own: float) -> Sequence[int]:
    """Where to go from a core that is crowded; nowhere else. `own`: seconds that we ourselves worked."""
    others = _others(here, before, now, own)
    if others <= _CROWDED:
        return ()
    there = [core for core in idlest(before, now, allowed) if core != here]
    return [core for core in there if others - _share(core, before, now) > _BETTER]


def too_much(here: int, before: Cores, now: Cores, own: float) -> bool:
    """Whether others have more of this core than it is good for."""
    return _others(here, before, now, own) > _TOO_MUCH


def _others(here: int, before: Cores, now: Cores, own: float) -> float:
    """What part of our core others had."""
    if here not in before or here not in now or now[here].in_all <= before[here].in_all:
        return 0.0
    return _share(here, before, now) - own / (now[here].in_all - before[here].in_all)


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
        self._settled = False
        self._look()

    def settle(self) -> None:
        """Choose the core of which others had least since we were made."""
        before = self._seen
        self._look()
        if not self._settled and len(ALLOWED) > 1 and (there := idlest(before, self._seen, ALLOWED)):
            self._settled = True
            self._go_to_one_of(there)

    async def run(self) -> None:
        """Until cancelled: leave where others crowd in."""
        while self._settled:
            await asyncio.sleep(_LOOK_EVERY)
            self.look()

    def look(self) -> None:
        """Go elsewhere, if others had much of our core since the last look; anywhere, if of all of them."""
        before, worked = self._seen, self._worked
        self._look()
        now, own = self._seen, self._worked - worked
        if not self._settled or not now:
            return
        if self._core is None:
            self._go_to_one_of(quiet(before, now, ALLOWED))
        elif there := better(self._core, before, now, ALLOWED, own):
            self._go_to_one_of(there)
        elif too_much(self._core, before, now, own):
            self._go(ALLOWED)

    def _look(self) -> None:
        self._worked, self._seen = time.process_time(), spent_of("")
        with suppress(OSError):
            self._seen = spent_of(self._kernel.read_text())

    def _go_to_one_of(self, cores: Sequence[int]) -> None:
        if cores:
            self._go({random.choice(cores)})  # noqa: S311  nobody gains by knowing

    def _go(self, cores: AbstractSet[int]) -> None:
        """With all threads that there are; those to come are born there."""
        try:
            for thread in _THREADS.iterdir():
                with suppress(ProcessLookupError):  # it has ended meanwhile
                    os.sched_setaffinity(int(thread.name), cores)
        except OSError as error:
            log.info("action=core_refused why=%s", error.strerror)
            self._settled = False
        else:
            self._core = next(iter(cores)) if len(cores) == 1 else None
            log.info("action=core core=%s", "any" if self._core is None else self._core)
