"""On a real server: what is done again by itself, from the same source, and what the caller has to repeat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.db import Database, StorageFailure
from tests.rules.on_server import (
    database_on,
    end_sessions,
    joined,
    longer,
    names,
    night_at,
    somebody_else,
    tried_again,
)
from tests.templates import ServerTemplate


@pytest.fixture
def url(server_template: ServerTemplate, tmp_path: Path) -> Iterator[str]:
    yield from database_on(server_template, tmp_path)


@pytest.fixture
def night(url: str) -> Iterator[Database]:
    yield from night_at(url)


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "bot.db")
    return caplog


async def test_what_lost_to_somebody_elses_write_is_done_again_from_the_same_source(
    url: str, night: Database
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
    assert {*sources} == {"tap 5"}
    assert len(sources) > tried_again(heard) == 4
    assert names(night) == ["Olga", "Olga"]


async def test_of_two_that_wait_for_each_other_both_are_done_once(night: Database) -> None:
    meet, attempts = asyncio.Barrier(2), list[int]()
    loop = asyncio.get_running_loop()

    def crosswise(session: Session, first: int, second: int) -> None:
        longer(session, first)
        attempts.append(first)
        if len(attempts) <= 2:
            asyncio.run_coroutine_threadsafe(meet.wait(), loop).result(10)
        longer(session, second)

    async with asyncio.timeout(30):
        await asyncio.gather(
            night.write_beside("intake", crosswise, 1, 2), night.write_beside("intake", crosswise, 2, 1)
        )
    assert len(attempts) > 2, "one of them had to give way"
    assert names(night) == ["Olga!!", "Olga!!"]


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


def _names(session: Session) -> list[str]:
    return list(session.scalars(text("SELECT name FROM people")).all())


async def test_a_reader_whose_connection_died_between_two_queries_answers_all_the_same(
    url: str, night: Database, heard: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        assert await asyncio.gather(*(night.read(_names) for _ in range(6))) == [["Olga", "Olga"]] * 6
        end_sessions(url, "idle")
    assert await night.read_first(_names) == ["Olga", "Olga"]
    assert tried_again(heard) >= 2


async def test_a_reader_whose_connection_dies_in_a_query_asks_once_more(url: str, night: Database) -> None:
    asked = list[int]()

    def cut_off(session: Session) -> list[str]:
        session.connection()
        asked.append(len(asked))
        found = _names(session)
        if len(asked) == 1:
            end_sessions(url, "idle in transaction")
            found = _names(session)
        return found

    assert await night.read(cut_off) == ["Olga", "Olga"]
    assert asked == [0, 1]


async def test_between_two_queries_a_reader_keeps_no_transaction_open(url: str, night: Database) -> None:
    await asyncio.gather(*(night.read(_names) for _ in range(6)))
    with somebody_else(url) as other:
        kept = other.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
        ).fetchone()
    assert kept == (0,)
