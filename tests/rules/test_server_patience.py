"""On a real server: who waits and for how long, what is tried again, and what is given back to the caller."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot import migrating_server
from bot.db import Database, StorageFailure
from bot.db import postgresql as keeper
from bot.db.postgresql import LOCKS, THE_NIGHT, THE_SCHEMA
from bot.migrating import SchemaMistake, migrate
from bot.person.models import Person
from bot.schema import REVISION
from tests.templates import ServerTemplate

NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)
SOON = "200ms"


@pytest.fixture
def url(server_template: ServerTemplate, tmp_path: Path) -> Iterator[str]:
    """A migrated database of this test's own."""
    url = server_template.copy(tmp_path)
    yield url
    server_template.remove(url)


@pytest.fixture
def night(url: str) -> Iterator[Database]:
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


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience is over sooner than in earnest, in the same order."""
    soon = {
        "lock_timeout": SOON,
        "statement_timeout": "400ms",
        "idle_in_transaction_session_timeout": "400ms",
    }
    for limit, value in soon.items():
        monkeypatch.setitem(keeper._LIMITS, limit, value)


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "bot.db")
    return caplog


LIMITS = {
    "lock_timeout": "3s",
    "statement_timeout": "5s",
    "idle_in_transaction_session_timeout": "5s",
    "synchronous_commit": "on",
}


async def test_every_session_that_writes_or_reads_gives_up_in_seconds(night: Database) -> None:
    def limits(session: Session) -> dict[str, str]:
        return {name: str(session.scalar(text(f"SHOW {name}"))) for name in LIMITS}

    assert await night.write(limits) == LIMITS
    assert await night.write_beside("intake", limits) == LIMITS
    assert await night.read(limits) == LIMITS
    assert await night.read(lambda session: session.scalar(text("SHOW transaction_read_only"))) == "on"


@pytest.mark.usefixtures("hurried")
async def test_a_statement_that_does_not_end_is_ended_and_leaves_nothing(night: Database) -> None:
    def endless(session: Session) -> None:
        longer(session, 1)
        session.execute(text("SELECT pg_sleep(600)"))

    with pytest.raises(StorageFailure, match="statement timeout"):
        await night.write(endless)
    with pytest.raises(StorageFailure, match="statement timeout"):
        await night.read(lambda session: session.execute(text("SELECT pg_sleep(600)")))
    await night.write(longer, 2)
    assert names(night) == ["Olga", "Olga!"]


@pytest.mark.usefixtures("hurried")
async def test_whoever_waits_for_the_order_tries_again_and_does_it_once(
    url: str, night: Database, heard: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, again = asyncio.get_running_loop(), asyncio.Event()
    told = logging.Handler()
    monkeypatch.setattr(told, "emit", lambda _: loop.call_soon_threadsafe(again.set))
    monkeypatch.setattr(logging.getLogger("bot.db.again"), "handlers", [told])
    with somebody_else(url) as other:
        take(other, THE_NIGHT)
        async with asyncio.timeout(30), asyncio.TaskGroup() as group:
            group.create_task(night.write(longer, 1))
            await again.wait()
            assert names(night) == ["Olga", "Olga"], "whoever only looks waits for nobody"
            other.rollback()
    assert tried_again(heard)
    assert names(night) == ["Olga!", "Olga"]


@pytest.mark.usefixtures("hurried")
async def test_an_order_that_nobody_gives_back_is_told_and_nothing_is_done(
    url: str, night: Database, heard: pytest.LogCaptureFixture
) -> None:
    with somebody_else(url) as other:
        take(other, THE_NIGHT)
        with pytest.raises(StorageFailure, match="lock timeout"):
            await night.write(longer, 1)
        await night.write_beside("intake", longer, 2)
    assert tried_again(heard) >= 2
    assert names(night) == ["Olga", "Olga!"]


@pytest.mark.usefixtures("hurried")
async def test_whoever_falls_asleep_in_a_transaction_loses_it_and_the_night_goes_on(
    url: str, night: Database
) -> None:
    engine = keeper.postgresql_engine(url, size=1)
    with engine.connect() as asleep:
        asleep.execute(
            text("SELECT pg_advisory_xact_lock(:locks, :lock)"), {"locks": LOCKS, "lock": THE_NIGHT}
        )
        asleep.execute(text("UPDATE people SET name = 'Nobody'"))
        await night.write(longer, 1)
        with pytest.raises(DBAPIError):
            asleep.commit()
    engine.dispose()
    assert names(night) == ["Olga!", "Olga"]


async def test_what_lost_to_somebody_elses_write_is_done_again_from_the_same_source(
    url: str, night: Database, heard: pytest.LogCaptureFixture
) -> None:
    """A serialisation failure of the server's own making: the row changed under the action's snapshot."""
    sources = list[str]()

    def overtaken(session: Session) -> None:
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        session.execute(text("SELECT count(*) FROM people"))
        if not sources:
            with somebody_else(url) as other:
                other.execute("UPDATE people SET name = 'Olha' WHERE telegram_id = 1")
                other.commit()
        sources.append(session.info["source"])
        longer(session, 1)

    await night.write_beside("update 17", overtaken)
    assert sources == ["update 17"] * 2
    assert [one for one in heard.messages if "write_again" in one and "concurrent update" in one]
    assert names(night) == ["Olha!", "Olga"]


async def test_who_always_loses_is_told_at_last_and_nothing_is_done(
    night: Database, heard: pytest.LogCaptureFixture
) -> None:
    sources = list[str]()

    def unlucky(session: Session) -> None:
        sources.append(session.info["source"])
        longer(session, 1)
        session.execute(text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'serialization_failure'; END $$"))

    with pytest.raises(StorageFailure):
        await night.write_from("tap 5", unlucky)
    assert sources == ["tap 5"] * 5
    assert tried_again(heard) == 4
    assert names(night) == ["Olga", "Olga"]


async def test_of_two_that_wait_for_each_other_both_are_done_once(
    night: Database, heard: pytest.LogCaptureFixture
) -> None:
    meet = asyncio.Barrier(2)
    loop = asyncio.get_running_loop()

    def crosswise(session: Session, first: int, second: int) -> None:
        longer(session, first)
        if not tried_again(heard):
            asyncio.run_coroutine_threadsafe(meet.wait(), loop).result(10)
        longer(session, second)

    async with asyncio.timeout(30):
        await asyncio.gather(
            night.write_beside("intake", crosswise, 1, 2), night.write_beside("intake", crosswise, 2, 1)
        )
    assert [one for one in heard.messages if "deadlock detected" in one]
    assert names(night) == ["Olga!!", "Olga!!"]


def end_sessions(url: str, like: str) -> None:
    with somebody_else(url) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE %s",
            (like,),
        )


async def test_a_connection_that_dies_in_an_action_costs_one_more_attempt(url: str, night: Database) -> None:
    sources = list[str]()

    def cut_off(session: Session) -> None:
        sources.append(session.info["source"])
        longer(session, 1)
        if len(sources) == 1:
            end_sessions(url, "idle in transaction")
        longer(session, 2)

    await night.write_from("tap 5", cut_off)
    assert sources == ["tap 5"] * 2
    assert names(night) == ["Olga!", "Olga!"]


async def test_a_connection_that_dies_in_a_commit_is_not_guessed_about(url: str) -> None:
    lost = list[str]()

    def boundary(what: str) -> None:
        if what.startswith("before commit of tap") and not lost:
            lost.append(what)
            end_sessions(url, "idle in transaction")

    night = Database(url, boundary=boundary)
    await night.write(joined, 1)
    with pytest.raises(StorageFailure, match="lost while it committed"):
        await night.write_from("tap 5", longer, 1)
    assert lost == ["before commit of tap 5"]
    await night.write_from("tap 5", longer, 1)
    assert names(night) == ["Olga!"]
    night.close()


async def test_a_server_that_takes_no_writes_is_trouble_of_its_own_and_reading_goes_on(
    url: str, night: Database
) -> None:
    with somebody_else(url) as other:
        name = make_url(url).database
        other.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        other.commit()
    end_sessions(url, "idle%")
    with pytest.raises(StorageFailure, match="read-only"):
        await night.write(longer, 1)
    assert names(night) == ["Olga", "Olga"]


def test_a_migration_waits_for_another_one_and_says_so_when_it_never_ends(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating_server, "_PATIENCE", SOON)
    with somebody_else(url) as other:
        take(other, THE_SCHEMA)
        with pytest.raises(SchemaMistake, match="Another process holds it"):
            migrate(url)
        other.rollback()
        assert migrate(url).after == REVISION
