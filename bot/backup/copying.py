"""The night as it is at one moment, copied into a new SQLite file while everything goes on.

From SQLite: its own online backup. From PostgreSQL: every row, read in one snapshot, by our own table
definitions, which make the same schema on both.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select, text

from bot.backup.paper import rows_of
from bot.db import file_of, is_postgresql
from bot.migrating import check, current_revision, migration_engine, refuse_unknown, upgrade
from bot.schema import REVISION, metadata

_AT_ONCE = 1000


def copy_night(url: str, target: Path) -> tuple[str, dict[str, int]]:
    """Copy it into `target`, which is not there yet. Returns its revision and how many rows each table has.

    SchemaMistake when the database is not ours, or newer than the program.
    """
    if is_postgresql(url):
        return _from_server(url, target)
    return _from_file(url, target)


def _from_file(url: str, target: Path) -> tuple[str, dict[str, int]]:
    """The rows are counted in the same snapshot. What was deleted is not carried along in free pages."""
    file, revision = file_of(url), current_revision(url)
    if revision is None:
        check(url)
    refuse_unknown(file, str(revision))
    with (
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=60)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.isolation_level = copy.isolation_level = None
        source.execute("BEGIN")
        rows = rows_of(source)
        source.backup(copy)
        source.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("VACUUM")
    return str(revision), rows


def _from_server(url: str, target: Path) -> tuple[str, dict[str, int]]:
    from bot.db.postgresql import postgresql_engine

    check(url)
    server = postgresql_engine(
        url, size=1, isolation="REPEATABLE READ", default_transaction_read_only="on", statement_timeout="0",
        idle_in_transaction_session_timeout="0",
    )  # fmt: skip
    local = migration_engine(f"sqlite:///{target}")
    try:
        with server.connect() as source, local.begin() as copy:
            upgrade(copy)
            rows = {table.name: _copy_table(source, copy, table) for table in metadata.sorted_tables}
    finally:
        server.dispose()
        local.dispose()
    with closing(sqlite3.connect(target)) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")
    return REVISION, rows | {"alembic_version": 1}


def _copy_table(source: Connection, copy: Connection, table: Table) -> int:
    streamed = source.execute(select(table), execution_options={"yield_per": _AT_ONCE})
    for part in streamed.mappings().partitions():
        copy.execute(insert(table), [dict(row) for row in part])
    return source.scalar(select(func.count()).select_from(table)) or 0


def fill_server(file: Path, server: Connection) -> None:
    """The other way: all rows of a backup with our revision into empty tables on the server."""
    local = migration_engine(f"sqlite:///{file}")
    try:
        with local.connect() as source:
            for table in metadata.sorted_tables:
                _copy_table(source, server, table)
                _count_on(server, table)
    finally:
        local.dispose()


def _count_on(server: Connection, table: Table) -> None:
    """The next row gets the number after the last one."""
    key = table.autoincrement_column
    if key is not None:
        largest = f'(SELECT max("{key.name}") FROM "{table.name}")'  # noqa: S608  names of our own tables
        sequence = f"pg_get_serial_sequence('\"{table.name}\"', '{key.name}')"
        server.execute(text(f"SELECT setval({sequence}, {largest}) WHERE {largest} IS NOT NULL"))
