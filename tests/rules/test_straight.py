"""On a real server: statements that go straight to it, and those for which nobody waits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, bindparam, delete, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError, InternalError
from sqlalchemy.orm import Session

from bot.db import Database
from bot.db.prepared import Prepared
from bot.db.straight import Straight
from bot.timer.models import Timer
from tests.rules.on_server import database_on, end_sessions, night_at, somebody_else
from tests.templates import ServerTemplate

TIMERS: Table = Timer.__table__  # type: ignore[assignment]
ARM, KEYS = Prepared(insert(TIMERS)), Prepared(select(TIMERS.c.key).order_by(TIMERS.c.key))
OF_KIND = Prepared(select(TIMERS.c.key).where(TIMERS.c.kind == bindparam("name")).order_by(TIMERS.c.key))
DISARM = Prepared(delete(TIMERS).where(TIMERS.c.key == bindparam("name")))
AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ONE = {"key": "one", "kind": "kind", "due_at": AT, "data": {"turn": 3}}
TWO, THREE = ONE | {"key": "two"}, ONE | {"key": "three"}


@pytest.fixture
def url(server_template: ServerTemplate, tmp_path: Path) -> Iterator[str]:
    yield from database_on(server_template, tmp_path)


@pytest.fixture
def night(url: str) -> Iterator[Database]:
    yield from night_at(url)


def kept(night: Database) -> list[str]:
    return night.read_here(lambda session: list(session.scalars(select(Timer.key).order_by(Timer.key))))


def look(session: Session) -> list[str]:
    return KEYS.column(session)


def straight_of(session: Session) -> Straight:
    driver: Any = session.connection().connection.driver_connection
    assert isinstance(driver, Straight)
    return driver


def test_what_nobody_waits_for_is_there_for_whatever_comes_next(night: Database) -> None:
    def whole(session: Session) -> list[list[str]]:
        ARM.write(session, ONE, TWO)
        by_itself = KEYS.column(session)
        ARM.write(session, THREE)
        by_sqlalchemy = list(session.scalars(select(Timer.key).order_by(Timer.key)))
        DISARM.write(session, {"name": "two"})
        return [by_itself, by_sqlalchemy]

    assert night.write_here(whole) == [["one", "two"], ["one", "three", "two"]]
    assert kept(night) == ["one", "three"]


def test_it_waits_in_its_order_and_nobody_else_sees_it_before_the_commit(url: str, night: Database) -> None:
    def whole(session: Session) -> tuple[int, int]:
        ARM.write(session, ONE)
        DISARM.write(session, {"name": "one"})
        ARM.write(session, ONE | {"kind": "later"})
        waiting = len(straight_of(session)._waiting)
        assert OF_KIND.column(session, name="later") == ["one"]
        with somebody_else(url) as other:
            (seen,) = other.execute("SELECT count(*) FROM timers").fetchone() or (0,)
        return waiting, seen

    the_order = 1
    assert night.write_here(whole) == (the_order + 3, 0)
    assert kept(night) == ["one"]


def test_hundreds_of_them_do_not_wait_for_ever(night: Database) -> None:
    rows = [ONE | {"key": f"{number:03}", "data": {"long": "x" * 4000}} for number in range(300)]

    def whole(session: Session) -> int:
        ARM.write(session, *rows)
        return len(straight_of(session)._waiting)

    assert night.write_here(whole) < 32
    assert kept(night) == [row["key"] for row in rows]


@pytest.mark.parametrize("then", [lambda _: None, KEYS.column, lambda session: session.get(Timer, "x")])
def test_what_one_of_them_breaks_undoes_all_of_it_whatever_hears_of_it_first(
    night: Database, then: Any
) -> None:
    def whole(session: Session) -> None:
        ARM.write(session, ONE, ONE)
        then(session)

    with pytest.raises(IntegrityError) as found:
        night.write_here(whole)
    assert "03:00" not in str(found.value)
    night.write_here(lambda session: ARM.write(session, TWO))
    assert kept(night) == ["two"]


async def test_only_who_broke_something_hears_of_it_though_another_ones_statement_met_it(
    night: Database,
) -> None:
    def breaks(session: Session) -> None:
        ARM.write(session, ONE, ONE)

    def looks(session: Session) -> list[str]:
        ARM.write(session, TWO)
        return KEYS.column(session)

    def busy(session: Session) -> None:
        session.execute(text("SELECT pg_sleep(0.01)"))

    writes = (night.write(action) for action in (busy, breaks, looks))
    ends = await asyncio.gather(*writes, return_exceptions=True)
    assert isinstance(ends[1], IntegrityError)
    assert ends[2] == ["two"]


def test_a_value_that_no_column_can_hold_is_refused_as_ever(night: Database) -> None:
    with pytest.raises(DataError):
        night.write_here(lambda session: OF_KIND.column(session, name="a\0b"))
    with pytest.raises(DataError):
        night.write_here(lambda session: ARM.write(session, ONE | {"kind": "a\0b"}))
    assert kept(night) == []


def test_what_was_prepared_in_a_transaction_that_failed_is_prepared_again(night: Database) -> None:
    def fails(session: Session) -> None:
        look(session)
        raise ValueError("on purpose")

    for _ in range(3):
        with pytest.raises(ValueError, match="on purpose"):
            night.write_here(fails)
        night.write_here(look)
    assert night.write_here(look) == []


def test_a_server_that_has_forgotten_a_statement_is_told_it_again(night: Database) -> None:
    """A pooler between us may hand us another session, and a command may drop them all."""

    def forget(session: Session) -> None:
        session.execute(text("DEALLOCATE ALL"))

    night.write_here(look)
    night.write_here(forget)
    assert night.write_here(look) == []
    assert night.read_here(look) == []


def test_a_connection_that_dies_with_what_waits_loses_nothing(url: str, night: Database) -> None:
    attempts = list[str]()

    def whole(session: Session) -> None:
        ARM.write(session, ONE)
        attempts.append(session.info["source"])
        if len(attempts) == 1:
            end_sessions(url, "idle%")

    night.write_here(whole)
    assert len(attempts) == 2
    assert kept(night) == ["one"]


def test_a_query_is_read_on_one_snapshot_and_leaves_its_statements_with_the_server(night: Database) -> None:
    def whole(session: Session) -> tuple[list[str], str]:
        return look(session), str(session.scalar(text("SHOW transaction_isolation")))

    names = set[bytes]()
    for _ in range(3):
        assert night.read_here(whole) == ([], "repeatable read")
        names |= night.read_here(lambda session: {*straight_of(session)._wire.names.values()})
    assert len(names) == 1


def test_what_is_longer_than_the_way_to_the_server_takes_at_once_arrives(night: Database) -> None:
    rows = [ONE | {"key": f"{number:02}", "data": {"long": "ы" * 400_000}} for number in range(20)]

    def whole(session: Session) -> None:
        ARM.write(session, *rows)

    night.write_here(whole)
    assert len(kept(night)) == 20


async def test_what_has_failed_is_not_told_as_committed_though_an_action_keeps_it_to_itself(
    night: Database,
) -> None:
    def keeps_it_to_itself(session: Session) -> None:
        ARM.write(session, TWO)
        with suppress(IntegrityError):
            session.execute(text("UPDATE timers SET due_at = NULL"))

    found = await asyncio.gather(
        night.write(lambda session: ARM.write(session, ONE)),
        night.write(keeps_it_to_itself),
        return_exceptions=True,
    )
    assert [type(one) for one in found] == [type(None), InternalError]
    assert await night.read(look) == ["one"]
