"""Statements of every tap: SQLAlchemy makes their SQL once, and SQLite is given that and nothing else.

What SQLAlchemy does around each execution costs many times what SQLite needs for it. Why only here, and only
on SQLite: docs/decisions/0136-prepared-statements.md.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Connection, CursorResult, Dialect, Select, UpdateBase
from sqlalchemy.orm import Session

_Conversion = Callable[[Any], Any] | None
"""Between a value and how it is stored; None where that is the same."""


class _Bound(NamedTuple):
    """What stands for one `?`: the value of this name, or the statement's own."""

    name: str
    own: Any
    stored: _Conversion


class _Form(NamedTuple):
    """A statement as SQLite takes it."""

    sql: str
    bound: Sequence[_Bound]
    read: Sequence[_Conversion]

    def parameters(self, values: Mapping[str, Any]) -> list[Any]:
        found = ((values.get(name, own), stored) for name, own, stored in self.bound)
        return [value if stored is None else stored(value) for value, stored in found]

    def row(self, stored: Sequence[Any]) -> tuple[Any, ...]:
        both = zip(stored, self.read, strict=True)
        return tuple([value if read is None else read(value) for value, read in both])


class Prepared:
    """A Core statement with `bindparam` for what changes, once for each set of names that it is given.

    Column types, errors and PostgreSQL are SQLAlchemy's; where somebody listens to the engine, it runs all.
    Nothing that the session has still to write is written before. An "in" of so many is not possible.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]] | CompoundSelect[Any] | UpdateBase) -> None:
        self._statement = statement
        self._columns = statement.exported_columns
        self._forms: dict[tuple[str, ...], _Form] = {}

    def rows(self, session: Session, **values: Any) -> Sequence[Sequence[Any]]:
        """What it finds, or returns."""
        connection = session.connection()
        form, done = self._run(connection, values)
        return done.fetchall() if form is None else [form.row(row) for row in done.fetchall()]

    def named(self, session: Session, **values: Any) -> Mapping[str, Any] | None:
        """The first row by the names of its columns; None where it finds none."""
        rows = self.rows(session, **values)
        return dict(zip(map(str, self._columns.keys()), rows[0], strict=True)) if rows else None

    def first(self, session: Session, **values: Any) -> Any:
        """The first column of the first row; None where it finds none."""
        rows = self.rows(session, **values)
        return rows[0][0] if rows else None

    def column(self, session: Session, **values: Any) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self.rows(session, **values)]

    def change(self, session: Session, values: Mapping[str, Any]) -> int:
        """How many rows it has written."""
        return int(self._run(session.connection(), values)[1].rowcount)

    def change_each(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """`change` with each of these, all of the same names."""
        if _sqlite(connection := session.connection()) is None:
            connection.execute(self._statement, rows)
            return
        for row in rows:
            self._run(connection, row)

    def _run(
        self, connection: Connection, values: Mapping[str, Any]
    ) -> tuple[_Form | None, sqlite3.Cursor | CursorResult[Any]]:
        if (driver := _sqlite(connection)) is not None:
            form = self._forms.get(names := tuple(values)) or self._made(names, connection.dialect)
            try:
                return form, driver.execute(form.sql, form.parameters(values))
            except sqlite3.Error:
                pass  # it has done nothing: SQLAlchemy does it again, and says what is wrong as ever
        return None, connection.execute(self._statement, values)

    def _made(self, names: tuple[str, ...], dialect: Dialect) -> _Form:
        made: Any = self._statement.compile(dialect=dialect, column_keys=names)
        bound = [made.binds[name] for name in made.positiontup]
        self._forms[names] = form = _Form(
            made.string,
            [
                _Bound(one.key, one.value, one.type.dialect_impl(dialect).bind_processor(dialect))
                for one in bound
            ],
            [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in self._columns],
        )
        return form


def _sqlite(connection: Connection) -> sqlite3.Connection | None:
    """SQLite itself, unless somebody listens to what SQLAlchemy runs."""
    driver = connection.connection.driver_connection
    heard = connection.dispatch.before_cursor_execute
    return driver if isinstance(driver, sqlite3.Connection) and not heard else None
