"""The cursor that SQLAlchemy is given: SELECT, INSERT, UPDATE and DELETE by libpq's own calls, prepared.

psycopg's cursor looks at each statement anew; this one remembers. Whatever it does not know goes to
psycopg's. Why: docs/decisions/0155-a-cursor-that-remembers.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from psycopg.abc import Buffer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from bot.db.prepared import Numbered
from bot.db.wire import Key, Statement, Types

if TYPE_CHECKING:
    from bot.db.straight import Straight

_PLAIN = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
_UPSETS = ("ALTER", "DROP")
"""After these a statement may return other columns than it was prepared for."""
_PLACE = re.compile(r"\$(\d+)(::)?")

_LONG = 4096
"""Signs of a statement that names hundreds of rows: it is not worth remembering, and never the same again."""

Row = tuple[Any, ...]


class Text:
    """A statement as SQLAlchemy writes it, and what a connection knows of it."""

    __slots__ = ("described", "names", "prepared", "said", "sql", "uses")

    def __init__(self, written: str) -> None:
        order = Numbered()
        self.sql = written % order
        self.names = tuple(order)
        said = dict.fromkeys(range(1, len(order) + 1), True)
        for number, cast in _PLACE.findall(self.sql):
            said[int(number)] = said.get(int(number), True) and bool(cast)
        self.said = tuple(said.values())
        """Of which parameters the SQL itself says the type: of the others it is the value's."""
        self.uses = 0
        self.prepared = set[Key]()
        self.described: Sequence[Row] | None = None

    def statement(self, values: Sequence[Buffer | None], types: Sequence[int]) -> Statement:
        """With these values. Who comes a second time comes again: that is prepared."""
        told: Types = None
        if not all(self.said):
            told = tuple(0 if said else oid for said, oid in zip(self.said, types, strict=True))
        self.uses += 1
        statement = Statement(self.sql, values, told, once=self.uses == 1 or self.is_long)
        if not statement.once:
            self.prepared.add(statement.key)
        return statement

    @property
    def is_long(self) -> bool:
        return len(self.sql) > _LONG

    def description(self, result: PGresult) -> Sequence[Row] | None:
        """The columns that it returns, as PEP 249 wants them; None where it returns none."""
        if result.status != ExecStatus.TUPLES_OK:
            return None
        if self.described is None:
            both = ((result.fname(number), result.ftype(number)) for number in range(result.nfields))
            self.described = [((name or b"").decode(), oid, *[None] * 5) for name, oid in both]
        return self.described


class Cursor:
    """As much of PEP 249 as SQLAlchemy asks for. All rows are read at once."""

    __slots__ = ("_at", "_connection", "_rows", "description", "rowcount")

    def __init__(self, connection: Straight) -> None:
        self._connection = connection
        self._rows, self._at = list[Row](), 0
        self.description: Sequence[Any] | None = None
        self.rowcount = -1

    def execute(self, sql: str, values: Any = None) -> None:
        """psycopg.Error."""
        if isinstance(values, Mapping) and sql.startswith(_PLAIN):
            text, result = self._connection.known(sql, values)
            self.description, tuples = text.description(result), result.command_tuples
            self._rows = [] if self.description is None else self._connection.loaded(result)
            self._at, self.rowcount = 0, -1 if tuples is None else tuples
        else:
            self._by_psycopg(sql, values)

    def executemany(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """All in as few ways to the server as possible; nobody asks what they return. psycopg.Error."""
        self.description, self._rows, self._at = None, [], 0
        self.rowcount = self._connection.known_many(sql, rows)

    def fetchone(self) -> Row | None:
        if self._at == len(self._rows):
            return None
        self._at += 1
        return self._rows[self._at - 1]

    def fetchmany(self, size: int = 1) -> list[Row]:
        found = self._rows[self._at : self._at + size]
        self._at += len(found)
        return found

    def fetchall(self) -> list[Row]:
        found = self._rows[self._at :] if self._at else self._rows
        self._rows, self._at = [], 0
        return found

    def close(self) -> None:
        self._rows, self._at = [], 0

    def _by_psycopg(self, sql: str, values: Any) -> None:
        with self._connection.psycopgs() as cursor:
            cursor.execute(sql, values)
            self.description, self.rowcount = cursor.description, cursor.rowcount
            self._rows, self._at = cursor.fetchall() if cursor.description is not None else [], 0
            if (cursor.statusmessage or "").startswith(_UPSETS):
                self._connection.forget()
