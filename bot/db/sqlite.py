"""A SQLite file: one writer thread with group commit, readers beside it.

An action shares a transaction with whatever else waits at that moment, and is answered only after the COMMIT:
durable, serialised, and never "database is locked". Where one of them fails all are done again, each in a
savepoint of its own. Why: docs/decisions/0135-done-again-where-one-fails.md.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from bot.db.at_work import AtWork
from bot.db.promise import Boundary, Line, Listener, Promise, StorageFailure, answer, sources
from bot.db.readers import Readers
from bot.db.snapshots import Snapshots
from bot.db.together import Group, OneFailed, do, do_all

_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON",
    "cache_size=-16384",
)  # fmt: skip
"""The last keeps 16 MB of pages where 2 would be kept: docs/decisions/0158-pages-at-hand.md."""


class SqliteKeeper:
    """Keeps the night in a file."""

    def __init__(self, url: str, listeners: list[Listener], boundary: Callable[[], Boundary | None]) -> None:
        self._listeners, self._boundary = listeners, boundary
        self._writer = sqlite_engine(url, begin="BEGIN IMMEDIATE")
        self._reader = sqlite_engine(url, begin="BEGIN", query_only=True)
        self.at_work = AtWork()
        desk = partial(Snapshots, self._reader, self.at_work, _begin, _commit)
        self.readers = Readers(desk, 2, "reader")
        self.first_reader = Readers(desk, 1, "first reader")
        self._promises = Line()
        self._thread = threading.Thread(target=self._write_for_ever, name="writer", daemon=True)
        self._thread.start()

    def submit(self, promise: Promise, *, first: bool = False, together: bool = False) -> None:
        self._promises.put(promise, first=first, together=together)

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
        group = Group(first)
        try:
            try:
                with self._commit(connection, group):
                    do_all(connection, group.gathered(self._promises))
            except OneFailed as failed:
                if not group.keeps(failed):
                    with self._commit(connection, group):
                        _do_apart(connection, group)
        except Exception as error:  # noqa: BLE001  every waiting caller hears of it
            group.fail(StorageFailure(str(error)))
        answer(group.promises, self._listeners)
        return group.ended

    @contextmanager
    def _commit(self, connection: Connection, group: Group) -> Iterator[None]:
        """From BEGIN to COMMIT."""
        boundary = self._boundary()
        changes = _changes(connection) if boundary else 0
        with connection.begin():
            yield
            _passed(boundary, "before commit", connection, group, changes)
        _passed(boundary, "after commit", connection, group, changes)


def _begin(driver: Any) -> None:
    driver.execute("BEGIN")


def _commit(driver: Any) -> None:
    driver.execute("COMMIT")


def _do_apart(connection: Connection, group: Group) -> None:
    """A failure is kept for its caller and undone here."""
    for promise in group.promises:
        try:
            do(connection, promise, apart=True)
        except BaseException as error:  # noqa: BLE001  raised again where it is awaited
            promise.error = error


def _passed(boundary: Boundary | None, what: str, connection: Connection, group: Group, changes: int) -> None:
    if boundary is not None and _changes(connection) != changes:
        boundary(f"{what} of {sources(group.promises)}")


def _changes(connection: Connection) -> int:
    """How many rows this connection has written in its life."""
    raw: Any = connection.connection.driver_connection
    return int(raw.total_changes)


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
