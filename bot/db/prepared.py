"""Statements of every tap: SQLAlchemy makes their SQL once, and the driver is given that and nothing else.

What SQLAlchemy does around each execution costs many times what a database needs for it. Why only here:
docs/decisions/0136-prepared-statements.md; how PostgreSQL is given it: 0146-straight-to-the-server.md.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sqlalchemy import CompoundSelect, Connection, CursorResult, Dialect, Select, UpdateBase
from sqlalchemy.orm import Session, SessionTransaction

if TYPE_CHECKING:
    from bot.db.straight import Straight


class _Answer(Protocol):
    """What a driver says of a statement it has run."""

    @property
    def rowcount(self) -> int: ...

    def fetchall(self) -> list[Any]: ...


class _Form(NamedTuple):
    """A statement as a driver takes it. What is stored as it is goes through no hands."""

    sql: str
    own: Mapping[str, Any]
    """Values that the statement has itself, by name."""
    in_order: Callable[[Mapping[str, Any]], Iterable[Any]]
    """What stands for each `?` or `$1`, of values by name."""
    stored: Sequence[tuple[int, Callable[[Any], Any]]]
    read: Sequence[tuple[int, Callable[[Any], Any]]]
    """Where a value is stored otherwise than it is."""

    def parameters(self, values: Mapping[str, Any]) -> list[Any]:
        found = list(self.in_order({**self.own, **values} if self.own else values))
        for place, stored in self.stored:
            found[place] = stored(found[place])
        return found

    def row(self, stored: Sequence[Any]) -> Sequence[Any]:
        if not self.read:
            return stored
        found = list(stored)
        for place, read in self.read:
            if found[place] is not None:
                found[place] = read(found[place])
        return tuple(found)


class Way(NamedTuple):
    """To the database, for one transaction of a session: asked anew each time it costs as much as SQLite."""

    transaction: SessionTransaction | None
    connection: Connection
    sqlite: sqlite3.Connection | None
    server: Straight | None
    heard: bool
    """As it began somebody listened to what SQLAlchemy runs, so that it has to run all of it."""


class Prepared:
    """A Core statement with `bindparam` for what changes, once for each set of names that it is given.

    Column types and errors are SQLAlchemy's; where somebody listens to the engine, it runs all.
    Nothing that the session has still to write is written before. An "in" of so many is not possible.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]] | CompoundSelect[Any] | UpdateBase) -> None:
        self._statement = statement
        self._columns = statement.exported_columns
        self._names = [str(name) for name in self._columns.keys()]  # noqa: SIM118  a collection of columns
        self._forms: dict[tuple[object, ...], _Form] = {}

    def rows(self, session: Session, **values: Any) -> Sequence[Sequence[Any]]:
        """What it finds, or returns."""
        form, done = self._run(_way(session), values)
        return done.fetchall() if form is None else [form.row(row) for row in done.fetchall()]

    def named(self, session: Session, **values: Any) -> Mapping[str, Any] | None:
        """The first row by the names of its columns; None where it finds none."""
        rows = self.rows(session, **values)
        return dict(zip(self._names, rows[0], strict=True)) if rows else None

    def first(self, session: Session, **values: Any) -> Any:
        """The first column of the first row; None where it finds none."""
        rows = self.rows(session, **values)
        return rows[0][0] if rows else None

    def column(self, session: Session, **values: Any) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self.rows(session, **values)]

    def change(self, session: Session, values: Mapping[str, Any]) -> int:
        """How many rows it has written."""
        return int(self._run(_way(session), values)[1].rowcount)

    def write(self, session: Session, *rows: Mapping[str, Any]) -> None:
        """`change` with each of these, all of the same names; how many rows that writes nobody asks.

        So on PostgreSQL nobody waits for it: what it breaks is said by the next statement, or the COMMIT.
        """
        way = _way(session)
        if way.heard or (way.sqlite is None and way.server is None):
            way.connection.execute(self._statement, rows)
        elif way.server is not None:
            for row in rows:
                form = self._form(row, way.connection.dialect)
                later = partial(way.server.later, form.sql, form.parameters(row))
                heard(way.connection, form.sql, later)
        else:
            for row in rows:
                self._run(way, row)

    def _run(self, way: Way, values: Mapping[str, Any]) -> tuple[_Form | None, _Answer | CursorResult[Any]]:
        if way.heard:
            return None, way.connection.execute(self._statement, values)
        form = self._form(values, way.connection.dialect)
        if way.sqlite is not None:
            try:
                return form, way.sqlite.execute(form.sql, form.parameters(values))
            except sqlite3.Error:
                pass  # it has done nothing: SQLAlchemy does it again, and says what is wrong as ever
        elif way.server is not None:
            straight = partial(way.server.straight, form.sql, form.parameters(values))
            return form, heard(way.connection, form.sql, straight)
        return None, way.connection.execute(self._statement, values)

    def _form(self, values: Iterable[str], dialect: Dialect) -> _Form:
        key = (dialect.statement_compiler, *values)
        found = self._forms.get(key)
        if found is None:
            found = self._forms[key] = self._made(tuple(values), dialect)
        return found

    def _made(self, names: tuple[str, ...], dialect: Dialect) -> _Form:
        made: Any = self._statement.compile(dialect=dialect, column_keys=names)
        if dialect.positional:
            sql, order = made.string, made.positiontup
        else:
            sql = made.string % (order := Numbered())
        bound = [made.binds[name] for name in order]
        stored = [one.type.dialect_impl(dialect).bind_processor(dialect) for one in bound]
        read = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in self._columns]
        return _Form(
            sql,
            {one.key: one.value for one in bound if one.key not in names},
            _in_order([one.key for one in bound]),
            [(place, one) for place, one in enumerate(stored) if one is not None],
            [(place, one) for place, one in enumerate(read) if one is not None],
        )


def _in_order(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Iterable[Any]]:
    return itemgetter(*names) if len(names) > 1 else lambda values: [values[name] for name in names]


def written(connection: Connection) -> None:
    """Nobody waited for what `Prepared.write` wrote: from now on it is there, or an error of SQLAlchemy's."""
    if (server := _server(connection)) is not None and not connection.dispatch.before_cursor_execute:
        heard(connection, "", server.send)


class Numbered(dict[str, str]):
    """Names of parameters in the order in which they are met: $1, $2 …"""

    def __missing__(self, name: str) -> str:
        self[name] = number = f"${len(self) + 1}"
        return number


def _way(session: Session) -> Way:
    """The session's way to the database, the same for all of its transaction."""
    given: Way | None = getattr(session, "way", None)
    if given is not None:
        return given
    known: Way | None = session.info.get("way")
    if known is None or known.transaction is None or known.transaction is not session.get_transaction():
        connection = session.connection()
        known = session.info["way"] = way_by(connection, session.get_transaction())
    return known


def way_by(connection: Connection, transaction: SessionTransaction | None = None) -> Way:
    """By this connection; without a transaction it is the session's for all of its life."""
    heard = bool(connection.dispatch.before_cursor_execute)
    return Way(transaction, connection, _sqlite(connection), _server(connection), heard)


def _sqlite(connection: Connection) -> sqlite3.Connection | None:
    driver = connection.connection.driver_connection
    return driver if isinstance(driver, sqlite3.Connection) else None


def _server(connection: Connection) -> Straight | None:
    """The straight way to a server."""
    driver: Any = connection.connection.driver_connection
    return driver if hasattr(driver, "straight") else None


def heard(connection: Connection, sql: str, run: Callable[[], Any]) -> Any:
    """SQLAlchemy hears what goes wrong there, and says it as ever."""
    try:
        return run()
    except Exception as error:
        connection._handle_dbapi_exception(error, sql, None, None, None)
        raise
