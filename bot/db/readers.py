"""Threads that read, and how their answers come back: the event loop is woken once for all that are there."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, NamedTuple, Protocol

from sqlalchemy.orm import Session

Query = Callable[[Session], Any]


class Desk(Protocol):
    """Where one thread reads."""

    def read(self, query: Query, /) -> Any:
        """Run it on a snapshot of what is committed now."""

    def close(self) -> None:
        """Let go of everything."""


class _Asked(NamedTuple):
    query: Query
    future: asyncio.Future[Any]
    mail: Mail


class Mail:
    """Answers on their way to one event loop: it is woken once for all that are there by then."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._answers: deque[tuple[asyncio.Future[Any], Any, BaseException | None]] = deque()
        self._on_its_way = False

    def put(self, future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
        """From any thread."""
        self._answers.append((future, result, error))
        if not self._on_its_way:
            self._on_its_way = True
            with suppress(RuntimeError):  # a loop that is closed waits for nothing
                self.loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        self._on_its_way = False  # before the first is taken: whoever comes later rings again
        while self._answers:
            future, result, error = self._answers.popleft()
            if future.done():
                continue
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)


class Readers:
    """So many threads, from the first question on. Each opens a desk of its own, and closes it at the end."""

    def __init__(self, desk: Callable[[], Desk], threads: int, name: str) -> None:
        self._desk, self._most, self._name = desk, threads, name
        self._waiting: SimpleQueue[_Asked | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._mail: Mail | None = None
        self._ended = False

    def ask(self, query: Query) -> asyncio.Future[Any]:
        """What the query finds. It sees everything that was committed when it was asked."""
        if self._ended:
            raise RuntimeError("nothing is read any more")
        if not self._threads:
            self._start()
        loop = asyncio.get_running_loop()
        if self._mail is None or self._mail.loop is not loop:
            self._mail = Mail(loop)
        future = loop.create_future()
        self._waiting.put(_Asked(query, future, self._mail))
        return future

    def shutdown(self) -> None:
        """Answer what waits, then end."""
        self._ended = True
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _start(self) -> None:
        for number in range(self._most):
            name = f"{self._name}_{number}"
            self._threads.append(threading.Thread(target=self._read_for_ever, name=name, daemon=True))
        for thread in self._threads:
            thread.start()

    def _read_for_ever(self) -> None:
        desk = self._desk()
        error: BaseException | None
        while (asked := self._waiting.get()) is not None:
            if asked.future.cancelled():
                continue
            try:
                result, error = desk.read(asked.query), None
            except StopIteration as failure:  # which no future can carry: all answers behind it would wait
                result, error = None, RuntimeError(f"a query has ended with {failure!r}")
            except BaseException as failure:  # noqa: BLE001  raised again where it is awaited
                result, error = None, failure
            asked.mail.put(asked.future, result, error)
            del asked, result, error  # until the next question nothing is held that nobody needs
        desk.close()
