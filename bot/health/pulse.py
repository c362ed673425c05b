"""Whether the event loop turns, seen from a thread that does not stand on it; and the end when nothing helps.

A process that stands keeps its lock, its token and its place, so nobody else can do its work. It ends itself
with exit code 70 and is started again: whatever was committed is there.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from bot.health.rules import LOOP_STANDS, THREAD_STANDS

log = logging.getLogger(__name__)

EXIT_STANDS = 70
_BEAT = 0.5
_LAST_WORDS = 2.0


class Pulse:
    """Beats on the event loop. `lag` is how late the last beat was, in seconds."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self.beats = 0
        self.lag = 0.0
        self._beaten_at = steady()

    def start(self) -> None:
        """From now on, until the loop ends or `stop`. It is no task, so that a stop waits for none."""
        self._next = asyncio.get_running_loop().call_later(_BEAT, self._beat)

    def stop(self) -> None:
        self._next.cancel()

    def _beat(self) -> None:
        now = self._steady()
        self.lag = max(now - self._beaten_at - _BEAT, 0.0)
        self._beaten_at = now
        self.beats += 1
        self.start()

    def stands_for(self) -> float:
        """Seconds since the loop should have beaten."""
        return max(self._steady() - self._beaten_at - _BEAT, 0.0)


@dataclass(frozen=True)
class Patience:
    """Seconds until a loop (or a night that does not live) and a piece of work of a thread are given up."""

    loop: float = LOOP_STANDS
    thread: float = THREAD_STANDS
    look_every: float = 1.0


class Watchdog:
    """Looks every second. `beats`: how often the loop has beaten. `oldest_work`: at what a thread has been
    longest, by a number of its own. `lives`: whether the night goes on, as the monitor sees it. `tell`: is
    called at each look while nothing is given up. All from this thread.

    It counts its own looks: after the whole process stood still (a paused machine, SIGSTOP) the loop has as
    many of them to beat as ever, and the thread as many to end its work.
    """

    def __init__(
        self,
        beats: Callable[[], int],
        oldest_work: Callable[[], int | None],
        *,
        patience: Patience | None = None,
        lives: Callable[[], bool] = lambda: True,
        tell: Callable[[], None] = lambda: None,
        end: Callable[[int], None] = os._exit,
    ) -> None:
        self._beats_now, self._oldest_work = beats, oldest_work
        self._patience = patience or Patience()
        self._lives, self._tell, self._end = lives, tell, end
        self._over = threading.Event()
        self._looks = self._looks_at_work = self._looks_dead = 0
        self._beats = -1
        self._work: int | None = None
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()

    def look(self) -> str | None:
        """One look; what stands for longer than anybody should wait, or None."""
        every, beats = self._patience.look_every, self._beats_now()
        self._looks = self._looks + 1 if beats == self._beats else 0
        self._beats = beats
        work = self._oldest_work()
        self._looks_at_work = self._looks_at_work + 1 if work is not None and work == self._work else 0
        self._work = work
        if self._looks * every >= self._patience.loop:
            return "event_loop"
        if self._looks_at_work * every >= self._patience.thread:
            return "database_thread"
        self._looks_dead = 0 if self._lives() else self._looks_dead + 1
        return "night" if self._looks_dead * every >= self._patience.loop else None

    def _watch(self) -> None:
        while not self._over.wait(self._patience.look_every):
            try:
                stands = self.look()
                if stands is None:
                    self._tell()
            except Exception:
                log.exception("action=watchdog_not_heard")
                continue
            if stands is not None:
                self._give_up(stands)
                return

    def _give_up(self, stands: str) -> None:
        """Say where everything stands, if the log still takes a line, and end."""
        says = threading.Thread(target=_say_where, args=(stands,), daemon=True)
        says.start()
        says.join(_LAST_WORDS)
        self._end(EXIT_STANDS)


def _say_where(stands: str) -> None:
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    places = [f"{names.get(number, '?')}: {' < '.join(_places(number))}" for number in sys._current_frames()]
    log.critical("action=stands what=%s exit=%s where=%s", stands, EXIT_STANDS, "; ".join(places))


def _places(number: int) -> list[str]:
    """The innermost places of a thread: file, line and function."""
    frame = sys._current_frames().get(number)
    stack = traceback.extract_stack(frame, limit=None) if frame else []
    return [f"{place.filename.rpartition('/')[2]}:{place.lineno} {place.name}" for place in stack[-6:][::-1]]
