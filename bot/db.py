"""The database: one writer thread with group commit, readers beside it.

An action is a plain function on a `Session`. `write` gives it a savepoint of its own inside a transaction it
may share with whatever else waits at that moment, and answers only after the COMMIT: durable, serialised,
and never "database is locked". Why this way: docs/decisions/0040-one-writer-thread.md.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

Woken = dict[str, Any]
P = ParamSpec("P")
R = TypeVar("R")

_MOST_TOGETHER = 256


class StorageFailure(Exception):
    """The whole group could not be committed (disk full, file gone): nothing of it happened."""


def wake(session: Session, what: str, at: datetime | None = None) -> None:
    """Have the listeners of `after_commit` told that there is new work of this kind, due `at` (None: now)."""
    woken: Woken = session.info.setdefault("woken", {})
    known = woken.get(what, at)
    woken[what] = None if at is None or known is None else min(known, at)


@dataclass(slots=True)
class _Promise:
    """An action on its way to the writer thread, and the future of whoever awaits it."""

    action: Callable[[Session], Any]
    source: str
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None
    woken: Woken = field(default_factory=dict)


class Database:
    """A SQLite file with its writer thread and its readers."""

    def __init__(self, url: str, *, boundary: Callable[[str], None] | None = None) -> None:
        """`boundary` is called in the writer thread right before and after each COMMIT: rehearsals die there.

        A COMMIT of nothing is none: before and after it the file is the same.
        """
        self.after_commit: list[Callable[[Woken], None]] = []
        self._boundary = boundary
        self._writer = sqlite_engine(url, begin="BEGIN IMMEDIATE")
        self._reader = sqlite_engine(url, begin="BEGIN", query_only=True)
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")
        self._promises: queue.SimpleQueue[_Promise | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write_for_ever, name="writer", daemon=True)
        self._thread.start()

    async def write(
        self, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run the action and answer after its COMMIT. What it raises is raised here, and undoes all of it."""
        return await self.write_from(f"command {uuid4().hex[:16]}", action, *args, **kwargs)

    async def write_from(
        self, source: str, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`write`, saying where the change comes from: it stands in the history as the event's `why`."""
        loop = asyncio.get_running_loop()
        promise = _Promise(partial(_call, action, args, kwargs), source, loop, loop.create_future())
        self._promises.put(promise)
        result: R = await promise.future
        return result

    async def read(
        self, query: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run the query on a snapshot of what is committed."""
        return await asyncio.get_running_loop().run_in_executor(
            self._readers, partial(self.read_here, query, *args, **kwargs)
        )

    def read_here(
        self, query: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`read` in the calling thread: for the command line and tests."""
        with Session(self._reader, expire_on_commit=False) as session:
            return query(session, *args, **kwargs)

    def write_here(
        self, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`write` without an event loop: for the command line and tests."""
        return asyncio.run(self.write(action, *args, **kwargs))

    def close(self) -> None:
        """Commit what waits, then end the threads."""
        self._promises.put(None)
        self._thread.join()
        self._readers.shutdown()
        self._writer.dispose()
        self._reader.dispose()

    def _write_for_ever(self) -> None:
        with self._writer.connect() as connection:
            while (first := self._promises.get()) is not None:
                last = self._commit_together(connection, first)
                if last:
                    return

    def _commit_together(self, connection: Connection, first: _Promise) -> bool:
        """One COMMIT for all that wait now. True when asked to end."""
        group, ended, changes = [first], False, _changes(connection) if self._boundary else 0
        try:
            with connection.begin():
                _attempt(connection, first)
                while len(group) < _MOST_TOGETHER and not ended:
                    try:
                        waiting = self._promises.get_nowait()
                    except queue.Empty:
                        break
                    if waiting is None:
                        ended = True
                        break
                    group.append(waiting)
                    _attempt(connection, waiting)
                self._passed("before commit", connection, group, changes)
            self._passed("after commit", connection, group, changes)
        except Exception as error:  # noqa: BLE001  every waiting caller hears of it
            for promise in group:
                promise.error = promise.error or StorageFailure(str(error))
                promise.woken = {}
        self._answer(group)
        return ended

    def _passed(self, what: str, connection: Connection, group: list[_Promise], changes: int) -> None:
        if self._boundary is not None and _changes(connection) != changes:
            self._boundary(f"{what} of {', '.join(promise.source for promise in group)}")

    def _answer(self, group: list[_Promise]) -> None:
        woken = _together(promise.woken for promise in group if promise.error is None)
        loops = {promise.loop for promise in group}
        for loop in loops:
            if not loop.is_closed():
                mine = [promise for promise in group if promise.loop is loop]
                loop.call_soon_threadsafe(self._resolve, mine, woken)

    def _resolve(self, group: list[_Promise], woken: Woken) -> None:
        for promise in group:
            if promise.future.done():
                continue
            if promise.error is not None:
                promise.future.set_exception(promise.error)
            else:
                promise.future.set_result(promise.result)
        if woken:
            for listener in self.after_commit:
                listener(woken)


def _changes(connection: Connection) -> int:
    """How many rows this connection has written in its life."""
    raw: Any = connection.connection.driver_connection
    return int(raw.total_changes)


def _call(action: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], session: Session) -> Any:
    return action(session, *args, **kwargs)


def _attempt(connection: Connection, promise: _Promise) -> None:
    """Run one action in its savepoint; a failure is kept for its caller and undone here.

    The session owns the savepoint: a flush that fails undoes as far as its session reaches, by itself.
    """
    session = Session(
        connection,
        expire_on_commit=False,
        join_transaction_mode="create_savepoint",
        info={"source": promise.source},
    )
    try:
        promise.result = promise.action(session)
        session.commit()
        promise.woken = session.info.get("woken", {})
    except BaseException as error:  # noqa: BLE001  raised again where it is awaited
        promise.error = error
        session.rollback()
    finally:
        session.close()


def _together(wakings: Iterable[Woken]) -> Woken:
    woken: Woken = {}
    for waking in wakings:
        for what, at in waking.items():
            known = woken.get(what, at)
            woken[what] = None if at is None or known is None else min(known, at)
    return woken


def sqlite_engine(url: str, *, begin: str, query_only: bool = False) -> Engine:
    """An engine whose transactions start with exactly `begin`; the driver's own guessing is switched off.

    What it raises names no value: people's words would come into the log with it.
    """
    arguments = {"check_same_thread": False, "timeout": 5.0}
    engine = create_engine(url, connect_args=arguments, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")
        if query_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def file_of(url: str) -> Path:
    """The file behind a SQLite URL."""
    return Path(str(make_url(url).database))
