"""An action on its way to a writing thread, and how its caller hears of the end."""

from __future__ import annotations

import asyncio
import logging
import queue
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from sqlite3 import Error as SqliteError
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

Woken = dict[str, Any]
Told = tuple[str, int | None, int | None]
"""What was done, about which incident, by whom: for the log, once it is durable."""
Boundary = Callable[[str], None]
"""Called in the writing thread right before and after each COMMIT of something: rehearsals die there."""
Listener = Callable[[Woken], None]

SEATS = "replicas"
"""Woken when a replica comes or goes: that is told even by who believes to be alone."""

_SQLITE_STORAGE = (
    "SQLITE_FULL",
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_IOERR",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
)


class StorageFailure(Exception):
    """The disk, the file or the server is at fault: nothing of it happened, as far as anybody can know.

    Where a server was lost in the middle of a COMMIT it may have happened all the same. Whoever tries again
    does so from the same source, and finds the update settled, the timer gone or the row marked.
    """


class NoSeat(StorageFailure):
    """This process was taken for dead, what it had in hand is others' now, and it may write nothing."""


@dataclass
class Company:
    """What a database knows of the other processes that work on it. Alone, it asks and tells nobody."""

    token: str | None = None
    """Ours among the replicas: who has no seat there writes nothing."""
    others: bool = False
    """Whether anybody else listens to what our commits wake."""


def is_storage_trouble(error: BaseException) -> bool:
    """Whether disk, file or server is at fault, so that trying again later is all there is to do."""
    if isinstance(error, OperationalError) and isinstance(error.orig, SqliteError):
        return str(getattr(error.orig, "sqlite_errorname", "")).startswith(_SQLITE_STORAGE)
    return isinstance(error, StorageFailure)


def wake(session: Session, what: str, at: datetime | None = None) -> None:
    """Have the listeners of `after_commit` told that there is new work of this kind, due `at` (None: now)."""
    woken: Woken = session.info.setdefault("woken", {})
    known = woken.get(what, at)
    woken[what] = None if at is None or known is None else min(known, at)


def tell(session: Session, what: str, *, incident_id: int | None, by: int | None) -> None:
    """Have the log say this when it is committed."""
    told: list[Told] = session.info.setdefault("told", [])
    told.append((what, incident_id, by))


@dataclass(slots=True)
class Promise:
    """An action, where it comes from, and the future of whoever awaits it."""

    action: Callable[[Session], Any]
    source: str
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None
    woken: Woken = field(default_factory=dict)
    told: Sequence[Told] = ()
    handful: Handful | None = None
    """Whose `future` this is, where many have one."""


class Handful:
    """Many actions of one caller, who hears of all of them at once: each ends by itself, well or badly."""

    __slots__ = ("_left", "future", "promises")

    def __init__(self, actions: Iterable[tuple[str, Callable[[Session], Any]]]) -> None:
        """`actions`: where each comes from, and what it does; at least one."""
        loop = asyncio.get_running_loop()
        self.future: asyncio.Future[list[BaseException | None]] = loop.create_future()
        self.promises = [
            Promise(action, source, loop, self.future, handful=self) for source, action in actions
        ]
        self._left = len(self.promises)

    def one_ended(self) -> None:
        """Called once for each of them. The last one answers with every error, in their order."""
        self._left -= 1
        if not self._left:
            self.future.set_result([promise.error for promise in self.promises])


class Line:
    """Promises that wait for a writing thread, those in front first; after `end` there is a last None."""

    def __init__(self) -> None:
        self._front: deque[Promise | None] = deque()
        self._in_turn: deque[Promise | None] = deque()
        self._together: deque[Promise | None] = deque()
        """Those that came as a handful."""
        self._last: deque[Promise | None] = deque()
        self._others_turn = False
        """Of a thousand timers and the taps that wait, one goes after the other."""
        self._there: queue.SimpleQueue[None] = queue.SimpleQueue()
        """As many as there are promises: only whoever has one of these takes a promise."""

    def put(self, promise: Promise, *, first: bool = False, together: bool = False) -> None:
        """`together`: in turn with those that came with it, and one of the others goes between two."""
        (self._front if first else self._together if together else self._in_turn).append(promise)
        self._there.put(None)

    def end(self) -> None:
        self._last.append(None)
        self._there.put(None)

    def get(self) -> Promise | None:
        """The next one, as soon as there is one."""
        self._there.get()
        return self._taken()

    def get_nowait(self) -> Promise | None:
        """The next one; queue.Empty where none waits."""
        self._there.get_nowait()
        return self._taken()

    def _taken(self) -> Promise | None:
        while True:
            self._others_turn = not self._others_turn
            ways = (self._in_turn, self._together) if self._others_turn else (self._together, self._in_turn)
            for waiting in (self._front, *ways, self._last):
                with suppress(IndexError):  # another thread was quicker here: then there is one elsewhere
                    if waiting:
                        return waiting.popleft()


def woken_by(promises: Iterable[Promise]) -> Woken:
    """What these have woken together."""
    woken: Woken = {}
    for promise in promises:
        for what, at in promise.woken.items():
            known = woken.get(what, at)
            woken[what] = None if at is None or known is None else min(known, at)
    return woken


def sources(promises: Iterable[Promise]) -> str:
    """Where they come from, for a rehearsal to name."""
    return ", ".join(promise.source for promise in promises)


def answer(promises: list[Promise], listeners: list[Listener]) -> None:
    """Tell every caller how it ended, each on its own event loop, and then whoever listens to commits."""
    woken = woken_by(promise for promise in promises if promise.error is None)
    for promise in promises:
        for what, incident, by in promise.told if promise.error is None else ():
            log.info("action=%s incident=%s by=%s why=%s", what, incident, by, promise.source)
    for loop in {promise.loop for promise in promises}:
        if not loop.is_closed():
            mine = [promise for promise in promises if promise.loop is loop]
            loop.call_soon_threadsafe(_resolve, mine, woken, listeners)


def _resolve(promises: list[Promise], woken: Woken, listeners: list[Listener]) -> None:
    for promise in promises:
        if promise.future.done():
            continue
        if promise.handful is not None:
            promise.handful.one_ended()
        elif isinstance(promise.error, StopIteration):  # which no future can carry: all behind it would wait
            promise.future.set_exception(RuntimeError(f"an action has ended with {promise.error!r}"))
        elif promise.error is not None:
            promise.future.set_exception(promise.error)
        else:
            promise.future.set_result(promise.result)
    if woken:
        for listener in listeners:
            listener(woken)
