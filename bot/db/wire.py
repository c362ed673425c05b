"""What a connection to a PostgreSQL server says to it by libpq's calls, and what the server has prepared.

Whoever waits for an answer lets other threads run meanwhile.
"""

from __future__ import annotations

import select
from collections.abc import Sequence
from itertools import count
from typing import Any, NamedTuple

import psycopg
from psycopg.abc import Buffer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

_WELL = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
FORGOTTEN = "26000"
"""The server knows no statement of this name any more: it hears of it once more after this transaction."""

Types = tuple[int, ...] | None
"""Of parameters; None where the SQL says all of them."""
Key = tuple[str, Types]


class Statement(NamedTuple):
    """SQL with $1, $2 …, their values as text, and their types where the SQL does not say them."""

    sql: str
    values: Sequence[Buffer | None]
    types: Types = None
    once: bool = False
    """It was never seen before: who knows whether it is worth preparing."""

    @property
    def key(self) -> Key:
        return self.sql, self.types


class Wire:
    """One thread at a time. Everything that fails is a psycopg.Error."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection, self._pgconn = connection, connection.pgconn
        self.names: dict[Key, bytes] = {}
        """What the server has prepared."""
        self._numbers = count()
        self._arrival, self._either = select.poll(), select.poll()
        self._arrival.register(self._pgconn.socket, select.POLLIN)
        self._either.register(self._pgconn.socket, select.POLLIN | select.POLLOUT)

    def run(self, statements: Sequence[Statement]) -> list[PGresult]:
        """One way to the server and back for all of these. After one that fails the server does no more."""
        if len(statements) == 1 and self._begun:
            (statement,) = statements
            if (name := self.names.get(statement.key)) is not None:
                return [self.checked(self._pgconn.exec_prepared(name, statement.values))]  # type: ignore[arg-type]
            if statement.once:
                sql, values, types, _ = statement
                return [self.checked(self._pgconn.exec_params(sql.encode(), values, types))]
        return self._together(statements)

    def commit(self) -> None:
        """Not together with what waits: a server lost before it has committed nothing, for sure.

        Where a statement has failed, whoever may have heard of it, the server would take it for a ROLLBACK.
        """
        status = self._pgconn.transaction_status
        if status == TransactionStatus.INERROR:
            raise psycopg.errors.InFailedSqlTransaction("a statement of this transaction has failed")
        if status != TransactionStatus.IDLE:
            self.checked(self._pgconn.exec_(b"COMMIT"))

    def forget(self, *keys: Key) -> None:
        """The server need not keep these."""
        for key in keys:
            if (name := self.names.pop(key, None)) is not None:
                self.checked(self._pgconn.exec_(b"DEALLOCATE " + name))

    def forget_all(self) -> None:
        if self.names:
            self.names.clear()
            self.checked(self._pgconn.exec_(b"DEALLOCATE ALL"))

    @property
    def _begun(self) -> bool:
        return self._connection.autocommit or self._pgconn.transaction_status != TransactionStatus.IDLE

    def _together(self, statements: Sequence[Statement]) -> list[PGresult]:
        """Their answers; between them come those to what the server is to remember."""
        made, ends, come = list[Key](), list[int](), 0
        self._pgconn.enter_pipeline_mode()
        try:
            if not self._begun:
                self._pgconn.send_query_params(self._begin(), None)
                come += 1
            for statement in statements:
                made += (new := self._send(statement))
                come += len(new) + 1
                ends.append(come - 1)
            self._pgconn.pipeline_sync()
            self._send_out()
            results = [self._next() for _ in range(come)]
            self._answer()
            self._pgconn.exit_pipeline_mode()
        except BaseException:
            self._connection.close()  # what came back of it, and what did not, nobody can tell
            raise
        checked = self._all_checked(results, made)
        return [checked[end] for end in ends]

    def _send(self, statement: Statement) -> list[Key]:
        """Those of which the server hears for the first time, and is to remember."""
        key, new = statement.key, statement.key not in self.names
        if new and statement.once:
            self._pgconn.send_query_params(statement.sql.encode(), statement.values, statement.types)
            return []
        if new:
            self.names[key] = f"night_{next(self._numbers)}".encode()
            self._pgconn.send_prepare(self.names[key], statement.sql.encode(), statement.types)
        self._pgconn.send_query_prepared(self.names[key], statement.values)
        return [key] if new else []

    def _send_out(self) -> None:
        """psycopg's connections never block: what the socket does not take at once libpq keeps to itself."""
        while self._pgconn.flush():
            self._either.poll()
            self._pgconn.consume_input()

    def _next(self) -> PGresult:
        """The answer to one command; after it comes a None. OperationalError where the server is gone."""
        if (result := self._answer()) is None:
            raise psycopg.OperationalError("the connection is lost")
        while self._answer() is not None:
            pass
        return result

    def _answer(self) -> PGresult | None:
        """`get_result` by itself would let no other thread run while it waits."""
        while self._pgconn.is_busy():
            self._arrival.poll()
            self._pgconn.consume_input()
        return self._pgconn.get_result()

    def _begin(self) -> bytes:
        level = self._connection.isolation_level
        return b"BEGIN" if level is None else f"BEGIN ISOLATION LEVEL {level.name.replace('_', ' ')}".encode()

    def _all_checked(self, results: list[PGresult], made: Sequence[Key]) -> list[PGresult]:
        try:
            return [self.checked(result) for result in results]
        except psycopg.Error:
            for key in made:
                self.names.pop(key, None)  # whether it was heard of or not: its name is used no more
            raise

    def checked(self, result: PGresult) -> PGresult:
        """What the server answered, if it is well."""
        if result.status in _WELL:
            return result
        error = error_from_result(result, encoding=self._connection.info.encoding)
        if error.sqlstate == FORGOTTEN:
            self.names.clear()
        raise error
