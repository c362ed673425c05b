"""Two people in a database on a real server, and somebody else who uses it too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url, text, update
from sqlalchemy.orm import Session

from bot.db import Database
from bot.db.postgresql import LOCKS
from bot.person.models import Person
from tests.templates import ServerTemplate

NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)


def database_on(template: ServerTemplate, folder: Path) -> Iterator[str]:
    """A migrated database of one test's own."""
    url = template.copy(folder)
    yield url
    template.remove(url)


def night_at(url: str) -> Iterator[Database]:
    """It with two people in it."""
    database = Database(url)
    database.write_here(joined, 1)
    database.write_here(joined, 2)
    yield database
    database.close()


def joined(session: Session, number: int) -> None:
    person = Person(telegram_id=number, name="Olga", language="ru", time_zone="UTC", joined_at=NOW)
    session.add(person)


def longer(session: Session, number: int) -> None:
    """The name grows by a sign each time this is done."""
    grow = update(Person).where(Person.telegram_id == number).values(name=Person.name + "!")
    session.execute(grow)


def names(night: Database) -> list[str]:
    ordered = text("SELECT name FROM people ORDER BY telegram_id")
    return list(night.read_here(lambda session: session.scalars(ordered).all()))


@contextmanager
def somebody_else(url: str) -> Iterator[psycopg.Connection[Any]]:
    """Another program on the same database."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(address)) as connection:
        yield connection


def take(other: psycopg.Connection[Any], lock: int) -> None:
    other.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCKS, lock))


def tried_again(caplog: pytest.LogCaptureFixture) -> int:
    return sum("action=write_again" in one.getMessage() for one in caplog.records)


def end_sessions(url: str, like: str) -> None:
    with somebody_else(url) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE %s",
            (like,),
        )
