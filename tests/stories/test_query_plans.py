"""Every statement of a night finds its rows by an index, on both databases: a year costs nothing."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from bot.db import Database, is_postgresql
from bot.schema import MODELS
from bot.tables import Table
from tests.stories.beginnings import team
from tests.stories.night import Night

pytestmark = pytest.mark.both_databases

GROW = {
    "cards", "check_ins", "escalations", "inbox", "incidents", "outages", "outbox", "pages", "pictures",
    "redirects", "report_parts", "sounds", "tickets", "timeline", "words",
}  # fmt: skip
"""Tables that are longer after every night. The others are as long as the centre has people and shifts, or,
like the timers, as what is open now."""
PARTIAL = {
    str(index.name)
    for table in Table.metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
"""These hold only what is open, waiting or due, so reading one from end to end is reading what is wanted."""


@contextmanager
def listened() -> Iterator[dict[str, Any]]:
    """Every statement that looks for rows meanwhile, with the last parameters it had."""
    heard: dict[str, Any] = {}

    def hear(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: bool) -> None:
        ours = threading.current_thread() is not threading.main_thread()  # the story itself looks there
        if ours and statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            heard[statement] = parameters[0] if many else parameters

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


async def test_no_statement_of_a_night_reads_a_growing_table_from_end_to_end(
    night: Night, db: Database, database_url: str
) -> None:
    assert MODELS
    with listened() as heard:
        await _a_night(night)
    look = _scans_of_server if is_postgresql(database_url) else _scans_of_file
    with db._keeper._writer.connect() as connection:  # type: ignore[attr-defined]
        bad = {
            " ".join(statement.split())[-330:]: scans
            for statement, parameters in heard.items()
            if (scans := look(connection, statement, parameters))
        }
    assert len(heard) > 100
    assert not bad, "\n".join(f"{scans}: {statement}" for statement, scans in bad.items())


async def _a_night(night: Night) -> None:
    """From the report over the page, the ticket and the rechecks to the way back."""
    olga, lev, semyon = await team(night)
    await olga.writes("/settings")
    await olga.taps("Мой VPN")
    await olga.writes("Office")
    await olga.reports(customer="Звонок")
    await olga.writes("48213")
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    await lev.taps("Статус выставлен")
    await olga.sends_photo()
    await olga.writes("Не пускает в софтфон, ошибка 503")
    await semyon.taps("Принять")
    await semyon.taps("30 мин")
    await olga.taps("Да, работает")
    await night.forward(minutes=10)
    await olga.taps("Ещё нет")
    await semyon.taps("Исправлено")
    await olga.taps("Всё работает")
    await night.forward(minutes=2)


def _scans_of_file(connection: Connection, statement: str, parameters: Any) -> list[str]:
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(parameters)).all()
    found = [re.match(r"SCAN (\w+)(?:.* USING (?:COVERING )?INDEX (\w+))?", row[3]) for row in plan]
    aliased = dict(re.findall(r"(\w+) AS (\w+)", statement))
    named = {alias: table for table, alias in aliased.items()}
    return [
        one[0]
        for one in found
        if one is not None and named.get(one[1], one[1]) in GROW and one[2] not in PARTIAL
    ]


def _scans_of_server(connection: Connection, statement: str, parameters: Any) -> list[str]:
    """What it does where reading from end to end is no choice of its own: a table here has a few rows.

    Of the auditor's twenty questions in one it would begin some with either of two such tables.
    """
    if statement.count("UNION ALL") > 10:
        return []
    for choice in ("seqscan", "mergejoin", "hashjoin"):
        connection.exec_driver_sql(f"SET enable_{choice} = off")
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).one()
    return list(_ends_to_ends((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))


def _ends_to_ends(node: dict[str, Any]) -> Iterator[str]:
    table, index = node.get("Relation Name"), node.get("Index Name")
    whole = node["Node Type"] == "Seq Scan" or (index and "Index Cond" not in node and index not in PARTIAL)
    if table in GROW and whole:
        yield f"{node['Node Type']} of {table} {index or ''}"
    for inner in node.get("Plans", ()):
        yield from _ends_to_ends(inner)
