"""The schema: made by migrations only, equal to the models, and the history in it cannot be rewritten."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import JSON, Boolean, String

from bot import schema
from bot.db import Database
from bot.migrating import (
    alembic_config,
    downgrade,
    migration_engine,
    upgrade,
)
from bot.timeline.actions import record
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ROOT = Path(schema.__file__).parent.parent
REVISIONS = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()][
    ::-1
]
TRIGGERS = {"timeline_refuses_update", "timeline_refuses_delete", "timeline_refuses_replace"}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A connection as migrations get it, to a file that does not exist yet."""
    engine = migration_engine(url_of(tmp_path / "stairs.sqlite"))
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


def test_every_table_of_the_program_is_in_the_schema() -> None:
    known = {model.__name__ for model in schema.MODELS}
    assert known == {f"bot.{path.parent.name}.models" for path in (ROOT / "bot").glob("*/models.py")}


def test_the_program_works_with_the_newest_revision() -> None:
    assert REVISIONS[-1] == schema.REVISION
    assert sorted(REVISIONS) == REVISIONS


def test_the_migrations_and_the_models_say_the_same(database_file: Path) -> None:
    with migration_engine(url_of(database_file)).connect() as opened:
        context = MigrationContext.configure(opened, opts={"compare_server_default": True})
        assert compare_metadata(context, schema.metadata) == []


def test_constraints_and_partial_indexes_are_those_of_the_models(database_file: Path, tmp_path: Path) -> None:
    fresh = create_engine(url_of(tmp_path / "models.sqlite"))
    schema.metadata.create_all(fresh)
    with migration_engine(url_of(database_file)).connect() as migrated, fresh.connect() as modelled:
        assert shape(migrated) == shape(modelled)
    fresh.dispose()


def test_everything_that_can_be_named_is_named(database_file: Path) -> None:
    with migration_engine(url_of(database_file)).connect() as opened:
        nameless = [line for line in shape(opened) if "('name', None)" in line]
    assert nameless == []


def shape(connection: Connection) -> list[str]:
    """Every column, key, check and index of the tables that are ours, one line each."""
    lines = []
    inspector = inspect(connection)
    for table in set(inspector.get_table_names()) - {"alembic_version"}:
        found: list[Any] = [
            *inspector.get_foreign_keys(table),
            *inspector.get_unique_constraints(table),
            *inspector.get_check_constraints(table),
            *(plain(index) for index in inspector.get_indexes(table)),
            inspector.get_pk_constraint(table),
        ]
        columns = [{**column, "type": repr(column["type"])} for column in inspector.get_columns(table)]
        lines += [f"{table}: {sorted(one.items(), key=str)}" for one in (*found, *columns)]
    return sorted(lines)


def plain(index: Any) -> dict[str, Any]:
    """The index with its condition as text: two of the same words are never equal as objects."""
    return {**index, "dialect_options": {key: str(on) for key, on in index["dialect_options"].items()}}


def up_down_up(
    connection: Connection,
    revision: str,
    fill: Callable[[Connection], None],
    rows: Callable[[Connection], dict[str, list[str]]],
) -> None:
    """Each step keeps what is in every table. `rows`: what `fill` left there."""
    before = REVISIONS[REVISIONS.index(revision) - 1] if revision != REVISIONS[0] else "base"
    if before != "base":
        upgrade(connection, before)
        fill(connection)
    low = rows(connection)
    upgrade(connection, revision)
    if before == "base":
        fill(connection)
    high = rows(connection)
    downgrade(connection, before)
    assert rows(connection) == low
    upgrade(connection, revision)
    assert rows(connection) == (high if before != "base" else {table: [] for table in high})


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_revision_goes_up_down_and_up_again_with_rows_in_every_table(
    connection: Connection, revision: str
) -> None:
    with connection.begin():
        up_down_up(connection, revision, fill, rows)
        assert triggers(connection) >= TRIGGERS


def test_rows_survive_when_there_is_nothing_to_change(connection: Connection) -> None:
    with connection.begin():
        upgrade(connection)
        fill(connection)
        filled = rows(connection)
        upgrade(connection)
        assert rows(connection) == filled
        assert all(filled.values())


def test_a_downgrade_to_nothing_leaves_nothing(connection: Connection) -> None:
    with connection.begin():
        upgrade(connection)
        downgrade(connection, "base")
        left = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        assert set(left.scalars()) <= {"alembic_version"}


def fill(connection: Connection) -> None:
    """One row in each table, every column with a value, and every reference to a row that is there."""
    tables = MetaData()
    tables.reflect(connection, resolve_fks=False)
    for name, table in tables.tables.items():
        if name != "alembic_version":
            row = {column.name: value_for(column.name, column.type) for column in table.columns}
            connection.execute(table.insert().values(row))
    assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def value_for(column: str, kind: object) -> object:
    if isinstance(kind, JSON):
        return {"words": "ночь"}
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, String):
        return "x"
    return 2 if column == "ends_at" else 1


def rows(connection: Connection) -> dict[str, list[str]]:
    """What stands in every table but alembic's own."""
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).scalars()
    return {
        name: [str(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]  # noqa: S608
        for name in names.all()
        if name != "alembic_version"
    }


def triggers(connection: Connection) -> set[str]:
    return set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars())


SAME_EVENT = "incident_id, kind, by_id, 0, why, part, data, previous_hash, hash FROM timeline"


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE timeline SET at = 0",
        "UPDATE timeline SET data = '{}' WHERE id = 1",
        "DELETE FROM timeline",
        f"INSERT OR REPLACE INTO timeline SELECT id, {SAME_EVENT}",
        f"INSERT OR REPLACE INTO timeline SELECT 99, {SAME_EVENT}",
    ],
)
def test_the_history_refuses_to_be_rewritten(db: Database, database_file: Path, statement: str) -> None:
    db.write_here(happen)
    with closing(sqlite3.connect(database_file)) as raw:
        written = raw.execute("SELECT * FROM timeline").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="the history is append-only"):
            raw.execute(statement)
        assert raw.execute("SELECT * FROM timeline").fetchall() == written != []


def happen(session: Session) -> None:
    record(session, Event.REFUSED, by=None, at=NOW)


def test_the_program_itself_cannot_change_an_event_either(db: Database) -> None:
    db.write_here(happen)

    def rewrite(session: Session) -> None:
        session.get_one(TimelineEvent, 1).kind = "opened"
        session.flush()

    with pytest.raises(DBAPIError, match="append-only"):
        db.write_here(rewrite)


def test_postgresql_would_refuse_it_too() -> None:
    written = io.StringIO()
    config = alembic_config()
    config.attributes["dialect"] = "postgresql"
    config.output_buffer = written
    command.upgrade(config, schema.REVISION, sql=True)
    assert "BEFORE UPDATE OR DELETE ON timeline" in written.getvalue()
    assert "BEFORE TRUNCATE ON timeline" in written.getvalue()
    assert "RAISE(ABORT" not in written.getvalue()
    assert "WHERE state = 'pending'" in written.getvalue()
