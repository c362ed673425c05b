"""On a real server: who waits, for how long, and what is said when that is over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot import migrating_server
from bot.db import Database, StorageFailure
from bot.db import postgresql as keeper
from bot.db.postgresql import LOCKS, THE_NIGHT, THE_SCHEMA
from bot.migrating import SchemaMistake, migrate
from bot.schema import REVISION
from tests.rules.on_server import (
    database_on,
    end_sessions,
    longer,
    names,
    night_at,
    somebody_else,
    take,
    tried_again,
)
from tests.templates import ServerTemplate

SOON = "200ms"


@pytest.fixture
def url(server_template: ServerTemplate, tmp_path: Path) -> Iterator[str]:
    yield from database_on(server_template, tmp_path)


@pytest.fixture
def night(url: str) -> Iterator[Database]:
    yield from night_at(url)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience is over sooner than in earnest, in the same order."""
    soon = {"lock_timeout": SOON, "statement_timeout": "1s"}
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


async def test_whoever_falls_asleep_in_a_transaction_loses_it_and_the_night_goes_on(
    url: str, night: Database
) -> None:
    engine = keeper.postgresql_engine(url, size=1, idle_in_transaction_session_timeout=SOON)
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
