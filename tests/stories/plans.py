"""What the bot asks while a story is played, and what a database does to answer it."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import Engine

from bot.tables import Table
from tests.stories.grown import GROWING

_ROOT = Path(__file__).parents[2]
_BOT, _TESTS, _DB = f"{_ROOT}/bot/", f"{_ROOT}/tests/", f"{_ROOT}/bot/db/"
PARTIAL = {
    str(index.name)
    for table in Table.metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
"""These hold only what is open, waiting or due, so reading one from end to end is reading what is wanted."""
_STEP = re.compile(r"(?P<how>SCAN|SEARCH) (?P<table>\w+)(?:.* USING (?:COVERING )?INDEX (?P<index>\w+))?")
"""A line of a file's plan."""


class Asked(NamedTuple):
    """`by`: the file in bot/ and its function, as "outbox/queries.py waiting"."""

    by: str
    statement: str


Heard = dict[Asked, Any]
"""What was asked, with the last parameters it had."""


@contextmanager
def listened() -> Iterator[Heard]:
    """Every statement that looks for rows meanwhile. What a story itself looks up or breaks is not heard."""
    heard: Heard = {}

    def hear(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: bool) -> None:
        if threading.current_thread() is threading.main_thread():
            return
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")) and (by := _asking()):
            heard[Asked(by, statement)] = parameters[0] if many else parameters

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def _asking() -> str | None:
    """The bot's innermost function that is not about databases; None where a test asks."""
    frame: FrameType | None = sys._getframe(2)
    by = None
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_TESTS):
            return None
        if by is None and file.startswith(_BOT) and not file.startswith(_DB):
            by = f"{file.removeprefix(_BOT)} {frame.f_code.co_name}"
        frame = frame.f_back
    return by or "db"


def scans(url: str, heard: Heard) -> dict[Asked, list[str]]:
    """What this database reads from end to end of tables that grow, to answer each of them."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            look = _scans_of_server if engine.dialect.name == "postgresql" else _scans_of_file
            found = {asked: look(connection, asked.statement, values) for asked, values in heard.items()}
    finally:
        engine.dispose()
    return {asked: scanned for asked, scanned in found.items() if scanned}


def _scans_of_file(connection: Connection, statement: str, parameters: Any) -> list[str]:
    """An index that SQLite makes for one statement alone costs as much as reading the whole table."""
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(parameters)).all()
    named = {alias: table for table, alias in re.findall(r"(\w+) AS (\w+)", statement)}
    lines = [
        (row[3], re.match(r"(SCAN|SEARCH) (\w+)(?:.* USING (?:COVERING )?INDEX (\w+))?", row[3]))
        for row in plan
    ]
    return [
        line
        for line, found in lines
        if found is not None
        and named.get(found[2], found[2]) in GROWING
        and ((found[1] == "SCAN" and found[3] not in PARTIAL) or "AUTOMATIC" in line)
    ]


def _scans_of_server(connection: Connection, statement: str, parameters: Any) -> list[str]:
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).one()
    return list(_ends_to_ends((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))


def _ends_to_ends(node: Mapping[str, Any]) -> Iterator[str]:
    table, index = node.get("Relation Name"), node.get("Index Name")
    whole = node["Node Type"] == "Seq Scan" or (index and "Index Cond" not in node and index not in PARTIAL)
    if table in GROWING and whole:
        yield f"{node['Node Type']} of {table} {index or ''}".rstrip()
    for inner in node.get("Plans", ()):
        yield from _ends_to_ends(inner)
