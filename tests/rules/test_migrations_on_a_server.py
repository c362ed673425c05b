"""The schema on a real PostgreSQL server: equal to the models, append-only, and made by one at a time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot import schema
from bot.db import Database, place_of
from bot.migrating import (
    SchemaMistake,
    check,
    current_revision,
    migrate,
    migration_engine,
)
from bot.replica.listening import Listening
from bot.single import AlreadyRunning, only_here
from bot.timeline.actions import record
from bot.timeline.rules import Event
from tests import postgresql
from tests.rules.test_migrations import REVISIONS, shape, up_down_up, value_for
from tests.templates import ServerTemplate

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def empty(server: postgresql.Server) -> Iterator[str]:
    """A database without a table."""
    url = server.new()
    yield url
    postgresql.drop(url)


@pytest.fixture
def migrated(server: postgresql.Server, server_template: ServerTemplate) -> Iterator[str]:
    url = postgresql.made(server.folder, server_template.name)
    yield url
    postgresql.drop(url)


@pytest.fixture
def connection(empty: str) -> Iterator[Connection]:
    """A connection as migrations get it."""
    engine = migration_engine(empty)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_the_migrations_and_the_models_say_the_same(migrated: str) -> None:
    engine = migration_engine(migrated)
    with engine.connect() as opened:
        context = MigrationContext.configure(opened, opts={"compare_server_default": True})
        found = compare_metadata(context, schema.metadata)
    engine.dispose()
    assert found == []


def test_constraints_and_partial_indexes_are_those_of_the_models(migrated: str, empty: str) -> None:
    one, other = migration_engine(migrated), migration_engine(empty)
    schema.metadata.create_all(other)
    with one.connect() as made, other.connect() as modelled:
        shapes = shape(made), shape(modelled)
    one.dispose()
    other.dispose()
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_revision_goes_up_down_and_up_again_with_rows_in_every_table(
    connection: Connection, revision: str
) -> None:
    with connection.begin():
        up_down_up(connection, revision, fill, rows)
        assert triggers(connection) == {"timeline_refuses_change", "timeline_refuses_truncate"}


def fill(connection: Connection) -> None:
    """One row in each table, every column with a value, and every reference to a row that is there."""
    tables = MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        if table.name != "alembic_version":
            row = {column.name: value_for(column.name, column.type) for column in table.columns}
            connection.execute(table.insert().values(row))


def rows(connection: Connection) -> dict[str, list[str]]:
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return {
        name: [str(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]  # noqa: S608
        for name in names
    }


def triggers(connection: Connection) -> set[str]:
    found = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    return set(found.scalars())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE timeline SET at = 0",
        "DELETE FROM timeline",
        "TRUNCATE timeline",
        "INSERT INTO timeline SELECT * FROM timeline ON CONFLICT (id) DO UPDATE SET at = 0",
    ],
)
def test_the_history_refuses_to_be_rewritten(migrated: str, statement: str) -> None:
    db = Database(migrated)
    db.write_here(lambda session: record(session, Event.REFUSED, by=None, at=NOW))
    with pytest.raises(DBAPIError, match="the history is append-only"):
        db.write_here(lambda session: execute(session, statement))
    assert db.read_here(lambda session: session.scalar(text("SELECT at FROM timeline"))) != 0
    db.close()


def execute(session: Session, statement: str) -> None:
    session.execute(text(statement))


def test_of_several_who_migrate_at_once_all_but_one_find_it_done(empty: str) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(str(migrate(empty).before))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [schema.REVISION, schema.REVISION, "None"]


def test_an_empty_a_newer_and_a_foreign_database_are_refused(empty: str) -> None:
    with pytest.raises(SchemaMistake, match="no database yet"):
        check(empty)
    migrate(empty)
    db = Database(empty)
    db.write_here(lambda session: execute(session, "UPDATE alembic_version SET version_num = '0999'"))
    for step in (check, migrate):
        with pytest.raises(SchemaMistake, match="newer version of the program"):
            step(empty)
    assert current_revision(empty) == "0999"
    db.write_here(lambda session: execute(session, "DROP TABLE alembic_version"))
    with pytest.raises(SchemaMistake, match="belongs to another program"):
        migrate(empty)
    db.close()


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(SchemaMistake, match="Look whether the server runs") as refused:
        migrate("postgresql+psycopg://night:very-secret@127.0.0.1:1/night")
    assert "very-secret" not in str(refused.value)
    assert (
        place_of("postgresql+psycopg://night:very-secret@host/night") == "postgresql://night:***@host/night"
    )


async def test_a_bot_still_has_its_database_when_the_server_was_started_anew_under_it(
    migrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every connection is ended, also the one that keeps others out: a restore is refused all the same."""
    monkeypatch.setattr("bot.single._UNTIL_THE_DEAD_ARE_GONE", 0.0)
    monkeypatch.setattr("bot.replica.listening._AGAIN", 0.01)
    db, back = Database(migrated), asyncio.Queue[None]()
    db.after_commit.append(lambda _: back.put_nowait(None))
    engine = migration_engine(migrated)
    async with asyncio.TaskGroup() as group:
        listening = group.create_task(Listening(db, migrated, "token").run())
        await asyncio.wait_for(back.get(), 10)
        for _ in range(2):
            with pytest.raises(AlreadyRunning), only_here(migrated):
                pass
            with engine.connect() as opened:
                opened.execute(text(_END_ALL))
            await asyncio.wait_for(back.get(), 10)
        listening.cancel()
    engine.dispose()
    db.close()


_END_ALL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def test_a_second_bot_on_the_same_database_is_refused(
    migrated: str, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.single._UNTIL_THE_DEAD_ARE_GONE", 0.0)
    refused = pytest.raises(AlreadyRunning, match="a bot is running here already")
    with only_here(migrated), only_here(empty), refused, only_here(migrated):
        pass
    with only_here(migrated):
        pass
