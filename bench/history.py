"""A long life put there by SQL, on either database: events of closed incidents, and open incidents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine

from bot.tables import Table

_CLOSED = 20_000
"""Closed incidents among which a long history is shared."""
_NUMBERED = ("people", "outages", "incidents", "shifts")
_ELSEWHERE = {"software": "'telephony'"}
"""What those have who are put there: whoever reports later has something else, and no part in theirs."""


def age(url: str, events: int) -> None:
    """Until there are so many events: those that are put there are of incidents that are closed."""
    with _connected(url) as connection:
        _quickly(connection)
        last = _number(connection, "SELECT max(id) FROM incidents")
        more = events - _number(connection, "SELECT count(*) FROM timeline")
        olds = min(_CLOSED, more // 10)
        closed = {"id": f"{last} + n", "closed_at": "opened_at", "closed_as": "'self_help'", **_ELSEWHERE}
        _copies(connection, "incidents", olds, closed, where="id = 1")
        _run(
            connection,
            f"{_count_to(more)} INSERT INTO timeline "  # noqa: S608  our own numbers
            "(incident_id, kind, by_id, at, why, part, data, previous_hash, hash) "
            f"SELECT {last} + 1 + n - n / {olds} * {olds}, 'step_entered', 1, 1790000000000 + n, "
            f"""'old ' || n, 0, '{{"step":"reboot","passed":[]}}', {_hash("n")}, {_hash("n + 1")} FROM s""",
        )
        _count_on(connection)
        connection.commit()
        _rest(connection)


def fill(url: str, incident: int, open_in_all: int) -> None:
    """Until so many incidents are open: copies of this one, each with an operator, an outage and timers."""
    with _connected(url) as connection:
        _quickly(connection)
        many = open_in_all - _number(connection, "SELECT count(*) FROM incidents WHERE closed_at IS NULL")
        operator, outage = (
            _number(connection, f"SELECT {one} FROM incidents WHERE id = {incident}")  # noqa: S608
            for one in ("operator_id", "outage_id")
        )
        new = f"{max(_number(connection, f'SELECT max(id) FROM {one}') for one in _NUMBERED)} + n"  # noqa: S608
        own, of_operator = {"id": new, **_ELSEWHERE}, f"person_id = {operator}"
        for table, changed, where in (
            ("people", {"id": new, "telegram_id": "900000 + n"}, f"id = {operator}"),
            ("outages", own, f"id = {outage}"),
            ("incidents", {**own, "operator_id": new, "outage_id": new}, f"id = {incident}"),
            ("grants", {"person_id": new}, of_operator),
            ("shifts", {"id": new, "person_id": new}, of_operator),
            ("check_ins", {"person_id": new}, of_operator),
        ):
            _copies(connection, table, many, changed, where)
        key = f"""replace("key", ':{incident}', ':' || ({new}))"""
        timers = {"key": key, "incident_id": new}
        _copies(connection, "timers", many, timers, where=f"incident_id = {incident}")
        _count_on(connection)
        connection.commit()
        _rest(connection)


def counted(url: str, *queries: str) -> list[int]:
    """The number that each of them finds."""
    with _connected(url) as connection:
        return [_number(connection, query) for query in queries]


def _copies(connection: Connection, table: str, number: int, changed: Mapping[str, str], where: str) -> None:
    """So many copies of these rows with other values, given as SQL in which n counts from 1."""
    columns = [column.name for column in Table.metadata.tables[table].columns]
    values = [changed.get(column, f'"{column}"') for column in columns]
    if "id" in columns and "id" not in changed:
        columns, values = columns[1:], values[1:]
    names = ", ".join(f'"{column}"' for column in columns)
    sql = f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table}, s WHERE {where}"  # noqa: S608
    _run(connection, f"{_count_to(number)} {sql}")


def _count_to(number: int) -> str:
    return f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {number})"  # noqa: S608


def _hash(number: str) -> str:
    """As long as one."""
    return f"'{'0' * 56}' || (10000000 + {number})"


def _quickly(connection: Connection) -> None:
    """A server looks up nobody's foreign keys here: all are copied from rows that have theirs."""
    if connection.dialect.name == "postgresql":
        _run(connection, "SET session_replication_role = replica")


def _count_on(connection: Connection) -> None:
    """A server counts its keys up from the last one."""
    if connection.dialect.name == "postgresql":
        for table in _NUMBERED:
            _run(connection, f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608


def _rest(connection: Connection) -> None:
    """What a server does by itself once so much has come in."""
    connection.execution_options(isolation_level="AUTOCOMMIT")
    server = connection.dialect.name == "postgresql"
    _run(connection, "VACUUM ANALYZE" if server else "PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _run(connection: Connection, sql: str) -> None:
    connection.exec_driver_sql(sql)


def _number(connection: Connection, query: str) -> int:
    return int(connection.exec_driver_sql(query).scalar_one())
