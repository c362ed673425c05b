"""What a database consists of besides its rows, compared with what our migrations make.

A trigger, a view or an index that somebody put into a file would work on in the restored database, and the
triggers that keep the history append-only may have been taken out of it.
"""

from __future__ import annotations

import sqlite3
from functools import cache

from bot.migrating import is_known, migration_engine, upgrade

Shape = dict[str, str]
"""By kind and name ("trigger timeline_refuses_update"): what it is, written the same for the same."""


def stranger_in(connection: sqlite3.Connection, revision: str) -> str | None:
    """What is there and not ours, ours and not there, or not as we make it, in half a sentence.

    None where there is no such thing, and for a revision that this program does not know. A table that is
    not ours holds nothing that acts, and stays where it is.
    """
    if not is_known(revision):
        return None
    found, ours = _shape_of(connection.cursor()), _ours(revision)
    for name in sorted(found.keys() | ours.keys()):
        if name not in ours and not name.startswith("table "):
            return f"the {name} in it is none of ours"
        if name not in found:
            return f"our {name} is not in it"
        if name in ours and found[name] != ours[name]:
            return f"the {name} in it is not as we make it"
    return None


@cache
def _ours(revision: str) -> Shape:
    engine = migration_engine("sqlite://")
    try:
        with engine.begin() as connection:
            upgrade(connection, revision)
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)  # noqa: S101  the engine was made for SQLite
            return _shape_of(raw.cursor())
    finally:
        engine.dispose()


def _shape_of(cursor: sqlite3.Cursor) -> Shape:
    shape: Shape = {}
    listed = cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    for kind, name, table, sql in listed.fetchall():
        if kind == "table":
            said = str(cursor.execute("SELECT * FROM pragma_table_xinfo(?)", (name,)).fetchall())
        elif kind == "index":
            said = f"{_index(cursor, table, name)} {_plain(sql.partition(' WHERE ')[2])}"
        else:
            said = _plain(sql)
        shape[f"{kind} {name}"] = said
    return shape


def _index(cursor: sqlite3.Cursor, table: str, name: str) -> str:
    """Its table, whether it is unique, and its columns in order."""
    unique = cursor.execute('SELECT "unique" FROM pragma_index_list(?) WHERE name = ?', (table, name))
    columns = 'SELECT name, "desc" FROM pragma_index_xinfo(?) WHERE key'
    return f"{table} {unique.fetchone()} {cursor.execute(columns, (name,)).fetchall()}"


def _plain(sql: str) -> str:
    """Without what makes no difference: line ends, quotes around names, big and small letters."""
    return " ".join(sql.replace('"', "").replace("`", "").split()).casefold()
