"""Reading threads: they keep a connection, and nothing of one query is another's."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from bot.db import Database
from bot.nursery import Nursery
from bot.person.models import Person
from bot.tables import once

pytestmark = pytest.mark.both_databases


def joined(session: Session, number: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    session.add(Person(telegram_id=number, name="Olga", language="ru", time_zone="UTC", joined_at=now))


def numbers(session: Session) -> set[int]:
    return set(session.connection().execute(select(Person.telegram_id)).scalars())


def olga(session: Session) -> Person:
    return session.scalars(select(Person).where(Person.telegram_id == 1)).one()


def broken(session: Session) -> None:
    session.connection().execute(text("SELECT nothing FROM nowhere"))


def refused(_: Session) -> None:
    raise LookupError("nobody")


async def test_each_query_sees_all_that_was_committed_when_it_was_asked(db: Database) -> None:
    for number in range(1, 40):
        await db.write(joined, number)
        seen = await asyncio.gather(*(db.read(numbers) for _ in range(4)), db.read_first(numbers))
        assert seen == [set(range(1, number + 1))] * 5


async def test_a_query_sees_one_moment_to_its_end_whatever_is_committed_meanwhile(db: Database) -> None:
    began, committed = threading.Event(), threading.Event()

    def twice(session: Session) -> tuple[set[int], set[int]]:
        before = numbers(session)
        began.set()
        committed.wait(10)
        return before, numbers(session)

    await db.read(numbers)  # the thread has read before: what it keeps must not be an old moment
    both = Nursery().start(db.read(twice), name="a question")
    await asyncio.to_thread(began.wait, 10)
    await db.write(joined, 1)
    committed.set()
    assert (await both, await db.read(numbers)) == ((set(), set()), {1})


async def test_whoever_asks_what_fails_hears_of_it_and_the_others_are_answered(db: Database) -> None:
    await db.write(joined, 1)
    asked = (numbers, refused, numbers, broken, numbers, refused, numbers)
    found = await asyncio.gather(*(db.read(one) for one in asked), return_exceptions=True)
    assert [one for one in found if isinstance(one, set)] == [{1}] * 4
    assert [type(one) for one in (found[1], found[5])] == [LookupError] * 2
    assert type(found[3]).__module__.startswith("sqlalchemy.")


async def test_a_query_that_stops_an_iteration_holds_up_no_answer(db: Database) -> None:
    def stops(_: Session) -> int:
        return next(iter(list[int]()))

    found = await asyncio.gather(db.read(stops), db.read(numbers), db.read(stops), return_exceptions=True)
    assert ([type(one) for one in found], found[1]) == ([RuntimeError, set, RuntimeError], set())


async def test_what_one_query_has_loaded_is_of_no_other(db: Database) -> None:
    await db.write(joined, 1)
    first, *others = [await db.read(olga) for _ in range(6)]
    first.name = "somebody else"
    assert {one.name for one in others} == {"Olga"}
    assert len({id(one) for one in (first, *others)}) == 6


async def test_what_a_query_reads_once_the_next_one_reads_anew(db: Database) -> None:
    def how_many(session: Session) -> int:
        return once(session, "how many", lambda: len(numbers(session)))

    await db.write(joined, 1)
    before = [await db.read(how_many) for _ in range(4)]
    await db.write(joined, 2)
    assert (before, [await db.read(how_many) for _ in range(4)]) == ([1] * 4, [2] * 4)


async def test_a_row_that_a_query_leaves_unwritten_is_not_there_for_the_next(db: Database) -> None:
    await asyncio.gather(*(db.read(joined, number) for number in range(1, 5)))
    found = await asyncio.gather(*(db.read(lambda session: len(list(session))) for _ in range(4)))
    assert (found, await db.read(numbers)) == ([0] * 4, set())


async def test_nobody_writes_where_only_is_read(db: Database) -> None:
    def writes(session: Session) -> None:
        joined(session, 1)
        session.flush()

    with pytest.raises(Exception, match=r"(?i)read.?only"):
        await db.read(writes)
    assert await db.read(numbers) == set()


async def test_a_long_query_holds_up_no_short_one(db: Database) -> None:
    go = threading.Event()
    long = Nursery().start(db.read(lambda _: go.wait(10)), name="a question")
    short = [await db.read(numbers) for _ in range(8)]
    assert (short, long.done()) == ([set()] * 8, False)
    go.set()
    assert await long


async def test_a_query_that_nobody_awaits_any_more_is_not_asked(db: Database) -> None:
    go, ran = threading.Event(), list[str]()
    stand_in_the_way = [Nursery().start(db.read(lambda _: go.wait(10)), name="a question") for _ in range(3)]
    given_up = Nursery().start(db.read(lambda _: ran.append("asked all the same")), name="a question")
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(*stand_in_the_way)
    await db.read(numbers)
    assert ran == []


async def test_what_is_asked_is_answered_before_the_end_and_nothing_is_asked_after_it(
    database_url: str,
) -> None:
    db = Database(database_url)
    asked = [Nursery().start(db.read(numbers), name="a question") for _ in range(20)]
    await asyncio.sleep(0)
    db.close()
    assert await asyncio.gather(*asked) == [set()] * 20
    with pytest.raises(RuntimeError, match="nothing is read any more"):
        await db.read(numbers)


def test_two_event_loops_one_after_the_other_are_both_answered(database_url: str) -> None:
    db = Database(database_url)

    async def look() -> set[int]:
        return await db.read(numbers)

    assert [asyncio.run(look()) for _ in range(2)] == [set()] * 2
    db.close()


@pytest.mark.sqlite
async def test_between_two_queries_no_moment_is_held_on_to(db: Database, database_url: str) -> None:
    await asyncio.gather(
        *(db.read(one) for one in (numbers, refused, broken, numbers)), return_exceptions=True
    )
    await db.write(joined, 1)
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as onlooker:
        busy, left, done = onlooker.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    onlooker.close()
    assert (busy, left, done) == (0, 0, 0)


@pytest.mark.sqlite
async def test_a_connection_is_opened_once_and_anew_after_a_failure(db: Database) -> None:
    engine, opened = db._keeper._reader, list[object]()  # type: ignore[attr-defined]
    event.listen(engine, "checkout", lambda connection, *_: opened.append(connection))
    for _ in range(4):
        await db.read_first(numbers)
    with pytest.raises(LookupError):
        await db.read_first(refused)
    for _ in range(4):
        await db.read_first(numbers)
    assert len(opened) == 2
