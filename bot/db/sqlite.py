"""A SQLite file: one writer thread with group commit, readers beside it.

Each action has a savepoint of its own inside a transaction it may share with whatever else waits at that
moment, and is answered only after the COMMIT: durable, serialised, and never "database is locked".
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from bot.db.at_work import AtWork
from bot.db.promise import Boundary, Line, Listener, Promise, StorageFailure, answer

_MOST_TOGETHER = 256
_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON",
)  # fmt: skip
_LONGEST_TOGETHER = 0.025
"""Seconds of work behind one COMMIT: in a flood whoever came first is not answered only after the last."""


class SqliteKeeper:
    """Keeps the night in a file."""

    def __init__(self, url: str, listeners: list[Listener], boundary: Callable[[], Boundary | None]) -> None:
        self._listeners, self._boundary = listeners, boundary
        self._writer = sqlite_engine(url, begin="BEGIN IMMEDIATE")
        self._reader = sqlite_engine(url, begin="BEGIN", query_only=True)
        self.at_work = AtWork()
        self.readers = ThreadPoolExecutor(2, thread_name_prefix="reader")
        self.first_reader = ThreadPoolExecutor(1, thread_name_prefix="first reader")
        self._promises = Line()
        self._thread = threading.Thread(target=self._write_for_ever, name="writer", daemon=True)
        self._thread.start()

    def submit(self, promise: Promise, *, first: bool = False) -> None:
        self._promises.put(promise, first=first)

    def submit_beside(self, promise: Promise) -> None:
        """A file has one writer, so nothing goes beside it: it goes in front."""
        self._promises.put(promise, first=True)

    def read(self, query: Callable[[Session], Any]) -> Any:
        with (
            self.at_work.one(),
            Session(self._reader, expire_on_commit=False, info={"snapshot": {}}) as session,
        ):
            return query(session)

    def close(self) -> None:
        self._promises.end()
        self._thread.join()
        self.readers.shutdown()
        self.first_reader.shutdown()
        self._writer.dispose()
        self._reader.dispose()

    def _write_for_ever(self) -> None:
        with self._writer.connect() as connection:
            while (first := self._promises.get()) is not None:
                with self.at_work.one():
                    last = self._commit_together(connection, first)
                if last:
                    return

    def _commit_together(self, connection: Connection, first: Promise) -> bool:
        """One COMMIT for all that wait now, or for as many as a moment allows. True when asked to end."""
        boundary = self._boundary()
        group, ended, changes = [first], False, _changes(connection) if boundary else 0
        until = time.monotonic() + _LONGEST_TOGETHER
        try:
            with connection.begin():
                _attempt(connection, first)
                while len(group) < _MOST_TOGETHER and time.monotonic() < until:
                    try:
                        waiting = self._promises.get_nowait()
                    except queue.Empty:
                        break
                    if waiting is None:
                        ended = True
                        break
                    group.append(waiting)
                    _attempt(connection, waiting)
                _passed(boundary, "before commit", connection, group, changes)
            _passed(boundary, "after commit", connection, group, changes)
        except Exception as error:  # noqa: BLE001  every waiting caller hears of it
            for promise in group:
                promise.error = promise.error or StorageFailure(str(error))
                promise.woken = {}
        answer(group, self._listeners)
        return ended


def _passed(
    boundary: Boundary | None, what: str, connection: Connection, group: list[Promise], changes: int
) -> None:
    if boundary is not None and _changes(connection) != changes:
        boundary(f"{what} of {', '.join(promise.source for promise in group)}")


def _changes(connection: Connection) -> int:
    """How many rows this connection has written in its life."""
    raw: Any = connection.connection.driver_connection
    return int(raw.total_changes)


def _attempt(connection: Connection, promise: Promise) -> None:
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
        promise.woken, promise.told = session.info.get("woken", {}), session.info.get("told", ())
    except BaseException as error:  # noqa: BLE001  raised again where it is awaited
        promise.error = error
        session.rollback()
    finally:
        session.close()


def _of_json(text: str) -> Any:
    """What most rows hold is nothing, and reading that takes no parser."""
    return {} if text == "{}" else [] if text == "[]" else json.loads(text)


def sqlite_engine(url: str, *, begin: str, query_only: bool = False) -> Engine:
    """An engine whose transactions start with exactly `begin`; the driver's own guessing is switched off.

    What it raises names no value: people's words would come into the log with it.
    """
    arguments = {"check_same_thread": False, "timeout": 5.0}
    engine = create_engine(url, connect_args=arguments, hide_parameters=True, json_deserializer=_of_json)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if query_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
