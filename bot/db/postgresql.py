"""A PostgreSQL database: all actions of the night in one order, those that wait together in one transaction.

The order is a lock that each transaction takes first and gives back with its COMMIT, so it holds between
processes too. What decides nothing by others' rows (the journal) goes beside it; queries see one snapshot.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.db.again import as_heard, commit, first_line, forget_values, patiently, tried_again
from bot.db.at_work import AtWork
from bot.db.order import has_seat, take
from bot.db.prepared import written
from bot.db.promise import (
    SEATS,
    Boundary,
    Company,
    Line,
    Listener,
    NoSeat,
    Promise,
    StorageFailure,
    Woken,
    answer,
    sources,
    woken_by,
)
from bot.db.readers import Readers
from bot.db.server_desk import ServerDesk
from bot.db.straight import Straight
from bot.db.together import Group, OneFailed, do, do_all

log = logging.getLogger(__name__)

THE_NIGHT, THE_SCHEMA, THE_BOT, THE_SEATS = 1, 2, 3, 4
"""What our advisory locks are about: the order of actions, a migration, running at all, the replicas."""
LOCKS = 0x4E53
"""The first of the two keys of each, so that other programs' locks in this database are not ours."""

CHANNEL = "nightshift"
"""On which replicas tell each other what a commit has woken."""

_READERS = 3
_BESIDE = 2
_LIMITS = {
    "lock_timeout": "3s",
    "statement_timeout": "5s",
    "idle_in_transaction_session_timeout": "5s",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "3",
    "tcp_keepalives_count": "3",
}

_OUR_SIDE = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""A network that swallows everything is noticed in seconds here too."""


def postgresql_engine(url: str, *, size: int, isolation: str = "READ COMMITTED", **limits: str) -> Engine:
    """An engine that gives up in seconds, not never. `limits`: settings of the server for its sessions.

    What it raises names no value: people's words would come into the log with it.
    """
    options = " ".join(f"-c {name}={value}" for name, value in (_LIMITS | limits).items())
    arguments = {"options": options, "connect_timeout": 3, "application_name": "nightshift", **_OUR_SIDE}
    engine = create_engine(
        url,
        connect_args=arguments,
        hide_parameters=True,
        isolation_level=isolation,
        max_overflow=0,
        pool_size=size,
    )
    event.listen(engine, "do_connect", _straight)
    event.listen(engine, "handle_error", forget_values)
    return engine


def _straight(_: Any, __: Any, arguments: Sequence[Any], keywords: dict[str, Any]) -> Straight:
    return Straight.connect(*arguments, **keywords)


class _LocksNothing(PGCompiler_psycopg):
    """A query that is shared with actions asks for rows "for update"; whoever only looks needs no lock."""

    def for_update_clause(self, select: Any, **kw: Any) -> str:
        return ""


class PostgresqlKeeper:
    """Keeps the night on a server."""

    def __init__(
        self,
        url: str,
        listeners: list[Listener],
        company: Company,
        boundary: Callable[[], Boundary | None],
    ) -> None:
        self._listeners, self._company, self._boundary = listeners, company, boundary
        self._writer = postgresql_engine(url, size=1 + _BESIDE)
        self._reader = postgresql_engine(
            url, size=_READERS + 2, isolation="REPEATABLE READ", default_transaction_read_only="on"
        )
        self._reader.dialect.statement_compiler = _LocksNothing
        self.at_work = AtWork()
        desk = partial(ServerDesk, self._reader, self.at_work)
        self.readers = Readers(desk, _READERS, "reader")
        self.first_reader = Readers(desk, 1, "first reader")
        self._night, self._beside = Line(), Line()
        self._threads = [self._thread("writer", self._night, in_order=True)]
        self._threads += [
            self._thread(f"beside {number}", self._beside, in_order=False) for number in range(_BESIDE)
        ]

    def submit(self, promise: Promise, *, first: bool = False, together: bool = False) -> None:
        self._night.put(promise, first=first, together=together)

    def submit_beside(self, promise: Promise) -> None:
        self._beside.put(promise)

    def read(self, query: Callable[[Session], Any]) -> Any:
        return patiently(lambda: self._read(query))

    def close(self) -> None:
        self._night.end()
        for _ in range(_BESIDE):
            self._beside.end()
        for thread in self._threads:
            thread.join()
        self.readers.shutdown()
        self.first_reader.shutdown()
        self._writer.dispose()
        self._reader.dispose()

    def _thread(self, name: str, promises: Line, *, in_order: bool) -> threading.Thread:
        thread = threading.Thread(
            target=self._write_for_ever, args=(promises, in_order), name=name, daemon=True
        )
        thread.start()
        return thread

    def _read(self, query: Callable[[Session], Any]) -> Any:
        with self.at_work.one(), self._reader.connect() as connection:
            connection.begin()
            with Session(connection, expire_on_commit=False, info={"snapshot": {}}) as session:
                found = query(session)
            connection.commit()  # after a rollback psycopg has the server forget how its statements are done
            return found

    def _write_for_ever(self, line: Line, in_order: bool) -> None:
        ended = False
        while not ended and (first := line.get()) is not None:
            group = Group(first)
            gathered = group.gathered(line) if in_order else iter([first])
            try:
                self._write(group.promises, in_order, partial(do_all, promises=gathered))
            except StorageFailure as error:
                group.fail(error)
            except Exception as error:  # noqa: BLE001  raised again where it is awaited
                self._each_by_itself(group, error, in_order)
            answer(group.promises, self._listeners)
            ended = group.ended

    def _each_by_itself(self, group: Group, error: Exception, in_order: bool) -> None:
        """What failed together is done once more. One that was alone is, where trying again may help."""
        own = as_heard(error.error) if isinstance(error, OneFailed) and not tried_again(error.error) else None
        if own is not None and group.keeps(OneFailed(own)):
            return
        for promise in group.promises:
            try:
                patiently(partial(self._write, [promise], in_order, partial(do, promise=promise)))
            except BaseException as failure:  # noqa: BLE001  raised again where it is awaited
                promise.error = failure

    def _write(self, group: Sequence[Promise], in_order: bool, work: Callable[[Connection], None]) -> None:
        """One attempt, from BEGIN to COMMIT. `group` is whole once the work is done."""
        with self.at_work.one(), self._connected() as connection:
            connection.begin()  # the first Session to find none would begin its own, and commit it by itself
            if in_order:
                take(connection, LOCKS, THE_NIGHT)
                self._only_with_a_seat(connection)
            work(connection)
            written(connection)
            woken = woken_by(group)
            if woken and (self._company.others or SEATS in woken):
                connection.execute(_TELL, {"channel": CHANNEL, "what": self._told(woken)})
            passed = self._boundary_of(connection, group)
            passed("before commit")
            commit(connection)
            passed("after commit")

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """What is not committed is undone. A server that is gone has undone it already."""
        connection = self._writer.connect()
        try:
            yield connection
        finally:
            try:
                connection.close()
            except DBAPIError as error:
                log.info("action=rollback_failed why=%s", first_line(error))

    def _only_with_a_seat(self, connection: Connection) -> None:
        """After the order is ours: whoever was buried meanwhile sees it here, and does nothing."""
        token = self._company.token
        if token is not None and not has_seat(connection, token):
            raise NoSeat("this process was taken for dead by another one")

    def _told(self, woken: Woken) -> str:
        moments = {what: at and at.isoformat() for what, at in woken.items()}
        return json.dumps({"by": self._company.token, "woken": moments})

    def _boundary_of(self, connection: Connection, group: Sequence[Promise]) -> Boundary:
        """Does nothing where nobody rehearses, and where nothing was written."""
        boundary = self._boundary()
        if boundary is None or connection.scalar(_WROTE) is None:
            return lambda _: None
        return lambda what: _rehearse(boundary, f"{what} of {sources(group)}")


_TELL = text("SELECT pg_notify(:channel, :what)")
_WROTE = text("SELECT pg_current_xact_id_if_assigned()::text")


def _rehearse(boundary: Boundary, what: str) -> None:
    """A boundary that raises stands for a COMMIT that fails."""
    try:
        boundary(what)
    except Exception as error:
        raise StorageFailure(str(error)) from error
