"""Files that say they are backups, and what is wrong with each: a working night is never replaced by one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from bot.backup.paper import rows_of

Edit = Callable[[sqlite3.Connection], object]


def _told(**facts: Any) -> Edit:
    return lambda connection: _say(connection, json.dumps(_said(connection) | facts))


def _said(connection: sqlite3.Connection) -> dict[str, Any]:
    (told,) = connection.execute("SELECT told FROM backup_facts").fetchone()
    known: dict[str, Any] = json.loads(told)
    return known


def _say(connection: sqlite3.Connection, told: str | bytes) -> None:
    connection.execute("UPDATE backup_facts SET told = ?", (told,))


def _raw(told: str | bytes) -> Edit:
    return lambda connection: _say(connection, told)


def changed(*statements: str) -> Edit:
    """Its tables are changed, and what it says of itself agrees."""

    def edit(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)
        if "facts" not in (rows := rows_of(connection)):
            _say(connection, json.dumps(_said(connection) | {"rows": rows}))

    return edit


CRAFTED: Mapping[str, Edit] = {
    "rows in a list": _told(rows=[1, 2]),
    "no rows": _told(rows=None),
    "rows in a word": _told(rows="abc"),
    "rows in pairs": _told(rows=[["people", 1]]),
    "rows that are no numbers": _told(rows={"people": "many"}),
    "a moment without a zone": _told(made_at="2026-11-22T03:00:00"),
    "a day for a moment": _told(made_at="2026-11-22"),
    "a number for a moment": _told(made_at=5),
    "a revision in a list": _told(revision=["0001"]),
    "a revision that is a path": _told(revision="../../x"),
    "facts nested without end": _raw("[" * 100_000),
    "facts that are no text": _raw(b"\xff\xfe"),
    "a number without end": _raw('{"made_at": ' + "9" * 5000 + "}"),
    "a question without an end": changed(
        "ALTER TABLE backup_facts RENAME TO facts",
        "CREATE VIEW backup_facts AS WITH RECURSIVE n(told) AS (SELECT 1 UNION ALL SELECT told FROM n)"
        " SELECT max(told) AS told FROM n",
    ),
    "a view": changed("CREATE VIEW endless AS SELECT 1"),
    "a trigger that makes an administrator of whoever comes": changed(
        "CREATE TRIGGER helps AFTER INSERT ON people BEGIN UPDATE people SET name = 'x'; END"
    ),
    "a history that may be changed": changed("DROP TRIGGER timeline_refuses_update"),
    "a table that is not there": changed("DROP TABLE duties"),
    "a table with another column": changed("ALTER TABLE people ADD COLUMN more"),
    "an index that is not there": changed("DROP INDEX ix_inbox_new"),
    "a schema of nobody's": changed("UPDATE alembic_version SET version_num = '../x'"),
    "an older schema than it says": changed("UPDATE alembic_version SET version_num = '0001'"),
    "no schema at all": changed("DELETE FROM alembic_version"),
}
