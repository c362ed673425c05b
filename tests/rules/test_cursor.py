"""On a real server: the cursor that SQLAlchemy is given, which remembers what it has run."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, bindparam, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from bot.db import Database
from bot.db.postgresql import LOCKS
from bot.db.straight import _KNOWN
from bot.person.models import Person
from tests.rules.on_server import NOW, database_on, names, night_at, somebody_else, take, tried_again
from tests.rules.test_straight import ARM, ONE, TIMERS, straight_of
from tests.templates import ServerTemplate

SOMETHING = 99
OUGHT_TO_KNOW = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE :like"


@pytest.fixture
def night(server_template: ServerTemplate, tmp_path: Path) -> Iterator[Database]:
    for url in database_on(server_template, tmp_path):
        for night in night_at(url):
            night.url = url  # type: ignore[attr-defined]
            yield night


def prepared(session: Session, like: str) -> int:
    return int(session.scalar(text(OUGHT_TO_KNOW), {"like": like}) or 0)


def cursor_of(session: Session) -> Any:
    return session.connection().connection.cursor()


def test_who_comes_again_is_prepared_and_who_comes_once_is_not(night: Database) -> None:
    def whole(session: Session) -> tuple[int, int]:
        for number in (1, 2, 70_000, 2**40):
            session.scalars(select(Person.name).where(Person.telegram_id == number)).all()
        session.scalars(select(Person.language)).all()
        return prepared(session, "SELECT people.name%"), prepared(session, "SELECT people.language%")

    assert night.write_here(whole) == (1, 0)


def test_it_is_prepared_once_for_all_of_a_connections_life_though_a_transaction_fails(
    night: Database,
) -> None:
    def looks(session: Session) -> list[str]:
        session.scalars(select(Person.name)).all()
        return list(session.scalars(text("SELECT name FROM pg_prepared_statements ORDER BY name")))

    def fails(session: Session) -> None:
        session.execute(text("SELECT 1 / 0"))

    night.write_here(looks)
    before = night.write_here(looks)
    with pytest.raises(Exception, match="division by zero"):
        night.write_here(fails)
    assert before
    assert set(before) <= set(night.write_here(looks))


def test_a_connection_forgets_what_it_has_not_run_for_long_and_so_does_the_server(night: Database) -> None:
    def whole(session: Session) -> tuple[int, int]:
        connection = session.connection()
        for number in range(_KNOWN + 50):
            for _ in range(2):
                connection.execute(text(f"SELECT {number} AS one_of_many"))
        return prepared(session, "SELECT 0 AS one_of_many"), prepared(session, "%one_of_many")

    first, many = night.write_here(whole)
    assert (first, many <= _KNOWN) == (0, True)
    assert names(night) == ["Olga", "Olga"]


def test_a_statement_that_names_hundreds_of_rows_is_not_remembered(night: Database) -> None:
    many = select(Person.telegram_id).where(Person.telegram_id.in_(range(2, 2000)))

    def whole(session: Session) -> tuple[list[int], int, bool]:
        found = [*session.scalars(many), *session.scalars(many), *session.scalars(many)]
        known = [one for one in straight_of(session)._texts if "people.telegram_id" in one]
        return found, prepared(session, "SELECT people.telegram_id%"), bool(known)

    assert night.write_here(whole) == ([2, 2, 2], 0, False)


def test_values_of_which_the_sql_does_not_say_the_type_keep_their_own(night: Database) -> None:
    def whole(session: Session) -> list[Any]:
        asked = text("SELECT :number, :words, :truth, :nothing, '100%', pg_typeof(:number)::text")
        values = {"number": 7, "words": "а%s", "truth": True, "nothing": None}
        return [tuple(session.execute(asked, values).one()) for _ in range(2)]

    once = (7, "а%s", True, None, "100%", "smallint")
    assert night.read_here(whole) == [once, once]


def test_many_rows_are_written_at_once_and_counted(night: Database) -> None:
    changes = update(Person).where(Person.telegram_id == bindparam("who")).values(name=bindparam("now"))

    def whole(session: Session) -> int:
        rows = [{"who": number % 3, "now": f"name {number}"} for number in range(70)]
        return session.connection().execute(changes, rows).rowcount

    assert night.write_here(whole) == 46
    assert names(night) == ["name 67", "name 68"]


def test_rows_are_read_one_by_one_a_few_at_a_time_and_all_that_are_left(night: Database) -> None:
    def whole(session: Session) -> list[Any]:
        cursor = cursor_of(session)
        cursor.execute("SELECT generate_series(1, %(most)s::INTEGER)", {"most": 5})
        return [cursor.fetchone(), cursor.fetchmany(2), cursor.fetchall(), cursor.fetchone()]

    assert night.read_here(whole) == [(1,), [(2,), (3,)], [(4,), (5,)], None]


def test_what_it_does_not_know_is_psycopgs(night: Database) -> None:
    def whole(session: Session) -> list[Any]:
        cursor = cursor_of(session)
        cursor.execute("SHOW transaction_isolation")
        found = [cursor.fetchone()]
        cursor.execute("SELECT %s + 1", (41,))
        found.append(cursor.fetchone())
        driver: Any = session.connection().connection.driver_connection
        with driver.cursor(row_factory=psycopg.rows.dict_row) as named:
            return [*found, named.execute("SELECT 1 AS one").fetchone()]

    assert night.write_here(whole) == [("read committed",), (42,), {"one": 1}]


def test_columns_that_a_table_was_given_meanwhile_are_seen(night: Database) -> None:
    def whole(session: Session) -> list[int]:
        connection: Connection = session.connection()
        looks = text("SELECT * FROM people")
        found = [len(connection.execute(looks).keys()) for _ in range(3)]
        connection.execute(text("ALTER TABLE people ADD COLUMN later INTEGER"))
        return [*found, *(len(connection.execute(looks).keys()) for _ in range(3))]

    before, *_, after = found = night.write_here(whole)
    assert found == [before] * 3 + [before + 1] * 3
    assert after == before + 1


def test_what_the_server_refuses_is_said_by_sqlalchemy_and_the_next_one_is_well(night: Database) -> None:
    again = Person(telegram_id=1, name="Olga", language="ru", time_zone="UTC", joined_at=NOW)
    with pytest.raises(IntegrityError):
        night.write_here(lambda session: session.add(again))
    with pytest.raises(ProgrammingError):
        night.write_here(lambda session: session.execute(text("SELECT none FROM nowhere")))
    assert night.write_here(lambda session: session.scalar(select(func.count(Person.id)))) == 2


def test_while_one_waits_for_the_server_the_others_go_on(
    night: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where several statements are one way: libpq by itself would let no other thread run."""
    caplog.set_level(logging.INFO, "bot.db")

    def waits(session: Session) -> None:
        ARM.write(session, ONE)
        session.execute(text("SELECT pg_advisory_xact_lock(:one, :two)"), {"one": LOCKS, "two": SOMETHING})

    url: str = night.url  # type: ignore[attr-defined]
    with ThreadPoolExecutor(1) as thread, somebody_else(url) as holder, somebody_else(url) as onlooker:
        onlooker.autocommit = True
        take(holder, SOMETHING)
        writing = thread.submit(night.write_here, waits)
        while not onlooker.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall():
            assert not writing.done()
        holder.rollback()
        writing.result()
    assert tried_again(caplog) == 0


def test_of_many_at_once_each_is_counted_the_first_time_too(night: Database) -> None:
    def whole(session: Session) -> list[int]:
        ARM.write(session, *(ONE | {"key": str(number)} for number in range(80)))
        some, keys = delete(TIMERS).where(TIMERS.c.key == bindparam("name")), range(80)
        run = session.connection().execute
        return [run(some, [{"name": str(key)} for key in part]).rowcount for part in (keys[:40], keys[30:])]

    assert night.write_here(whole) == [40, 40]
