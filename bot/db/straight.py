"""A connection to a PostgreSQL server with a straight way for statements that are made already.

They are prepared once for each connection, and those of which nobody awaits the answer go along with the
next one: several statements are one way to the server and back. Everything else is psycopg's, and in one
order with them. Why: docs/decisions/0146-straight-to-the-server.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.abc import Transformer as _Transformer
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

_MOST = 32
"""So many wait at most: what the server answers has to fit between us and it until we read it."""

_WELL = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
FORGOTTEN = "26000"
"""The server knows no statement of this name any more: it hears of it once more after this transaction."""

_Statement = tuple[str, Sequence[Buffer | None]]
"""SQL with $1, $2 …, and their values as text."""


class Done:
    """What the server answered."""

    __slots__ = ("_reading", "_result")

    def __init__(self, result: PGresult, reading: _Transformer) -> None:
        self._result, self._reading = result, reading

    @property
    def rowcount(self) -> int:
        return self._result.command_tuples or 0

    def fetchall(self) -> list[tuple[Any, ...]]:
        self._reading.set_pgresult(self._result)
        return self._reading.load_rows(0, self._result.ntuples, tuple)


class Straight(psycopg.Connection[Any]):
    """One thread at a time, as everywhere. What waits is sent before anything else, and before a COMMIT."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names: dict[str, bytes] = {}
        self._numbers = count()
        self._waiting: list[_Statement] = []
        self._adapting: _Transformer | None = None

    def straight(self, sql: str, values: Sequence[Any]) -> Done:
        """Run it, and everything that waits before it. psycopg.Error."""
        statement = self._stored(sql, values)
        if self._waiting or sql not in self._names or not self._begun:
            return Done(self._together([*self._taken(), statement])[-1], self._transformer)
        result = self.pgconn.exec_prepared(self._names[sql], statement[1])  # type: ignore[arg-type]
        return Done(self._checked(result), self._transformer)

    def later(self, sql: str, values: Sequence[Any]) -> None:
        """Run it before the next one, or before the COMMIT. psycopg.Error, then."""
        self._waiting.append(self._stored(sql, values))
        if len(self._waiting) >= _MOST:
            self.send()

    def send(self) -> None:
        """Run everything that waits. psycopg.Error."""
        if self._waiting:
            self._together(self._taken())

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        """psycopg's own, for everything else: what waits is done by then."""
        self.send()
        return super().cursor(*args, **kwargs)

    def commit(self) -> None:
        """What fails on the way to it leaves no transaction open, as a COMMIT leaves none."""
        try:
            self.send()
        except BaseException:
            with suppress(psycopg.Error):
                self.rollback()
            raise
        super().commit()

    def rollback(self) -> None:
        """psycopg makes the server forget its prepared statements here, so ours are forgotten as well."""
        self._waiting.clear()
        undoes = self.pgconn.transaction_status != TransactionStatus.IDLE
        super().rollback()
        if undoes and self._names:
            self._names.clear()
            self._checked(self.pgconn.exec_(b"DEALLOCATE ALL"))

    @property
    def _begun(self) -> bool:
        return self.autocommit or self.pgconn.transaction_status != TransactionStatus.IDLE

    @property
    def _transformer(self) -> _Transformer:
        """Made when it is first needed: by then this connection knows how to read its types."""
        if self._adapting is None:
            self._adapting = Transformer(self)
        return self._adapting

    def _stored(self, sql: str, values: Sequence[Any]) -> _Statement:
        return sql, self._transformer.dump_sequence(values, [PyFormat.TEXT] * len(values))

    def _taken(self) -> list[_Statement]:
        taken, self._waiting = self._waiting, []
        return taken

    def _together(self, statements: Sequence[_Statement]) -> list[PGresult]:
        """One way to the server and back for all of these. After one that fails the server does no more."""
        made, sent = list[str](), len(statements)
        self.pgconn.enter_pipeline_mode()
        try:
            if not self._begun:
                self.pgconn.send_query_params(self._begin(), None)
                sent += 1
            for sql, values in statements:
                made += self._prepare(sql)
                self.pgconn.send_query_prepared(self._names[sql], values)
            self.pgconn.pipeline_sync()
            results = [self._next() for _ in range(sent + len(made))]
            self.pgconn.get_result()
            self.pgconn.exit_pipeline_mode()
        except BaseException:
            self.close()  # what came back of it, and what did not, nobody can tell
            raise
        return self._all_checked(results, made)

    def _prepare(self, sql: str) -> list[str]:
        """Those of which the server hears for the first time."""
        if sql in self._names:
            return []
        self._names[sql] = f"night_{next(self._numbers)}".encode()
        self.pgconn.send_prepare(self._names[sql], sql.encode())
        return [sql]

    def _next(self) -> PGresult:
        """The answer to one command; after it comes a None. OperationalError where the server is gone."""
        if (result := self.pgconn.get_result()) is None:
            raise psycopg.OperationalError("the connection is lost")
        while self.pgconn.get_result() is not None:
            pass
        return result

    def _begin(self) -> bytes:
        level = self.isolation_level
        return b"BEGIN" if level is None else f"BEGIN ISOLATION LEVEL {level.name.replace('_', ' ')}".encode()

    def _all_checked(self, results: list[PGresult], made: Sequence[str]) -> list[PGresult]:
        try:
            return [self._checked(result) for result in results]
        except psycopg.Error:
            for sql in made:
                self._names.pop(sql)  # whether it was heard of or not: its name is used no more
            raise

    def _checked(self, result: PGresult) -> PGresult:
        if result.status in _WELL:
            return result
        error = error_from_result(result, encoding=self.info.encoding)
        if error.sqlstate == FORGOTTEN:
            self._names.clear()
        raise error
