"""A database of many years: thousands of rows in every table that grows, nothing of them open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, create_engine

from bot.tables import Json, Moment, Table

BOUNDED = {
    "chat_pauses": "one a person",
    "editions": "one for each time that a runbook is changed",
    "grants": "some for each person",
    "holds": "one for each restore",
    "invitations": "one for each person who was let in",
    "leads_groups": "one, and those before it",
    "leases": "a few names",
    "marks": "a few names",
    "patterns": "one for each rule of the rota",
    "people": "as many as the centre has",
    "probe_results": "one for each software",
    "questions": "one a person",
    "replicas": "as many as run",
    "timers": "what is open now",
    "vouchings": "one for each person who was let in",
}
"""Tables that nights do not make longer. A table that is not among them does grow."""
GROWING = frozenset(Table.metadata.tables) - frozenset(BOUNDED)

_ROWS, _FROM = 5_000, 1_000_000
_LONG_AGO, _MINUTE, _SHIFT = 1_700_000_000_000, 60_000, 8 * 3_600_000
_PEOPLE, _WORDS = 40, 7


def grow(url: str) -> None:
    """Fill every growing table with what was over long ago. On a server it is analysed, as live ones are."""
    with _connected(url) as connection:
        server = connection.dialect.name == "postgresql"
        if server:
            connection.exec_driver_sql(
                "SET session_replication_role = replica"
            )  # what they point to may lack
        for name in sorted(GROWING):
            _fill(connection, name)
        if server:
            connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _fill(connection: Connection, name: str) -> None:
    table = Table.metadata.tables[name]
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    values = ", ".join(_value(column) for column in table.columns)
    connection.exec_driver_sql(
        f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {_ROWS}) "  # noqa: S608
        f"INSERT INTO {name} ({columns}) SELECT {values} FROM s"
    )


def _value(column: Column[object]) -> str:
    """SQL in which n counts the rows. Every moment has passed, also those that open rows do not have."""
    number = f"{_FROM} + n"
    if isinstance(column.type, Moment):
        begins = _LONG_AGO + (_SHIFT if column.name.startswith("end") else 0)
        return f"{begins} + n * CAST({_MINUTE} AS BIGINT)"
    if isinstance(column.type, Boolean):
        return "false"
    if isinstance(column.type, BigInteger | Integer):
        of_people = any(key.column.table.name == "people" for key in column.foreign_keys)
        return f"1 + n - n / {_PEOPLE} * {_PEOPLE}" if of_people else number
    if isinstance(column.type, type(Json)):
        return "'{}'"
    unique = column.primary_key or column.unique or column.name == "why"
    return "'was ' || n" if unique else f"'was ' || (n - n / {_WORDS} * {_WORDS})"


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
