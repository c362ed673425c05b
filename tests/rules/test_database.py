"""The writer: actions that share a commit do not share their mistakes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, object_session

from bot.db import Database, StorageFailure, Woken, wake
from bot.intake.journal import journal, settle
from bot.intake.rules import Entry, State
from bot.nursery import Nursery
from bot.person.models import Person

pytestmark = pytest.mark.both_databases


def joined(session: Session, number: int, name: str = "Olga") -> str:
    session.add(
        Person(
            telegram_id=number,
            name=name,
            language="ru",
            time_zone="UTC",
            joined_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
    )
    session.flush()
    wake(session, "people")
    return name


def fails_late(session: Session, number: int) -> None:
    joined(session, number)
    raise ValueError(number)


def known(db: Database) -> set[int]:
    return set(db.read_here(lambda session: list(session.scalars(select(Person.telegram_id)))))


async def test_one_that_breaks_a_constraint_takes_nobody_with_it(db: Database) -> None:
    results = await asyncio.gather(
        db.write(joined, 1), db.write(joined, 1), db.write(joined, 2), return_exceptions=True
    )
    assert [type(result) for result in results] == [str, IntegrityError, str]
    assert known(db) == {1, 2}


async def test_one_that_fails_late_leaves_nothing_of_itself_and_wakes_nobody(db: Database) -> None:
    woken: list[Woken] = []
    db.after_commit.append(woken.append)
    with pytest.raises(ValueError, match="1"):
        await db.write(fails_late, 1)
    assert (known(db), woken) == (set(), [])
    await db.write(joined, 2)
    assert (known(db), woken) == ({2}, [{"people": None}])


async def test_only_those_that_shared_a_transaction_with_one_that_fails_are_done_again(db: Database) -> None:
    attempts: list[int] = []

    def counted(session: Session, number: int, *, fails: bool = False) -> None:
        attempts.append(number)
        joined(session, number)
        if fails:
            raise LookupError(number)

    with pytest.raises(LookupError):
        await db.write(counted, 1, fails=True)
    assert attempts == [1]
    others = (db.write(counted, 3, fails=True), db.write(counted, 4))
    results = await asyncio.gather(db.write(counted, 2), *others, return_exceptions=True)
    assert [type(result) for result in results] == [type(None), LookupError, type(None)]
    assert known(db) == {2, 4}


async def test_actions_that_share_a_commit_find_nothing_of_each_other_in_their_session(db: Database) -> None:
    all_wait, found, sessions = threading.Event(), [], set[int]()

    def looks(session: Session, number: int) -> Person:
        all_wait.wait(5)
        sessions.add(id(session))
        found.append((session.info["source"], set(session.info), len(session.identity_map)))
        joined(session, number, f"Olga {number}")
        return session.scalars(select(Person).where(Person.telegram_id == number)).one()

    waiting = [db.begin_from(f"update {number}", looks, number) for number in range(1, 5)]
    all_wait.set()
    people = await asyncio.gather(*waiting)
    assert len(sessions) < len(people), "none of them shared a commit"
    assert found == [(f"update {number}", {"source"}, 0) for number in range(1, 5)]
    assert [one.name for one in people] == [f"Olga {number}" for number in range(1, 5)]
    assert [object_session(one) for one in people] == [None] * 4


async def test_what_shares_a_commit_that_fails_is_undone_together_and_told(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(boundary: str) -> None:
        if boundary.startswith("before"):
            raise OSError("disk full")

    monkeypatch.setattr(db, "_boundary", full)
    results = await asyncio.gather(db.write(joined, 1), db.write(joined, 2), return_exceptions=True)
    assert [type(result) for result in results] == [StorageFailure, StorageFailure]
    monkeypatch.setattr(db, "_boundary", None)
    assert known(db) == set()
    assert await db.write(joined, 1) == "Olga"


async def test_the_one_whose_caller_is_gone_is_written_all_the_same(db: Database) -> None:
    task = Nursery().start(db.write(joined, 1), name="caller")
    await asyncio.sleep(0)
    task.cancel()
    await db.write(joined, 2)
    assert known(db) == {1, 2}


async def test_readers_see_only_what_is_committed(db: Database) -> None:
    def looked(session: Session) -> int:
        joined(session, 1)
        return len(known(db))

    assert await db.write(looked) == 0
    assert await db.read(lambda session: session.scalar(select(func.count()).select_from(Person))) == 1


async def test_what_fails_names_no_value(db: Database) -> None:
    await db.write(joined, 1)
    with pytest.raises(IntegrityError) as failure:
        await db.write(joined, 1, "the client is Ivanov")
    assert "Ivanov" not in str(failure.value)
    assert "(1)" not in str(failure.value.orig)


async def test_an_update_kept_by_a_commit_that_nobody_heard_of_is_handed_over_once_more(db: Database) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    entries = [Entry(number, 7, "{}", now) for number in (1, 2)]
    assert await db.write_beside("intake", journal, entries, now=now) == entries
    await db.write(settle, 1, State.APPLIED, now=now)
    assert await db.write_beside("intake", journal, entries, now=now) == entries[1:]


async def test_what_goes_in_front_overtakes_what_waits(db: Database) -> None:
    order, gate = list[str](), threading.Event()

    def held_up(_: Session) -> None:
        gate.wait(10)

    def noted(_: Session, what: str) -> None:
        order.append(what)

    async with asyncio.TaskGroup() as group:
        group.create_task(db.write(held_up))
        for number in range(5):
            group.create_task(db.write(noted, f"tap {number}"))
        group.create_task(db.write_first("delivery", noted, "page"))
        await asyncio.sleep(0)
        gate.set()
    assert order == ["page", *(f"tap {number}" for number in range(5))]


async def test_what_an_action_has_loaded_or_written_down_is_unknown_to_the_next_of_its_commit(
    db: Database,
) -> None:
    await db.write(joined, 1)
    gate, seen, kept = threading.Event(), list[tuple[int, set[str], str]](), list[Person]()

    def looks(session: Session) -> None:
        known_before = (len(session.identity_map), set(session.info))
        found = session.scalars(select(Person)).one()
        seen.append((*known_before, found.name))
        kept.append(found)
        session.execute(update(Person).values(name=f"Olga {len(seen)}"), {}, execution_options=_PAST_THE_ORM)
        session.info["tickets"] = {}

    async with asyncio.TaskGroup() as group:
        group.create_task(db.write(lambda _: gate.wait(10)))
        await asyncio.sleep(0)
        end = db.begin_all([("one", looks), ("two", looks), ("three", looks)])
        gate.set()
    assert await end == [None] * 3
    assert seen == [(0, {"source"}, "Olga"), (0, {"source"}, "Olga 1"), (0, {"source"}, "Olga 2")]


_PAST_THE_ORM = {"synchronize_session": False}


async def test_of_many_that_came_together_each_ends_by_itself(db: Database) -> None:
    await db.write(joined, 7)
    ones: list[Callable[[Session], object]]
    ones = [partial(joined, number=1), partial(joined, number=1), partial(leaves, number=7)]
    ones += [partial(fails_late, number=3), partial(joined, number=2)]
    errors = await db.begin_all([(f"one {n}", one) for n, one in enumerate(ones)])
    none = type(None)
    assert [type(error) for error in errors] == [none, IntegrityError, none, ValueError, none]
    assert known(db) == {1, 2}


def leaves(session: Session, number: int) -> None:
    session.delete(session.scalars(select(Person).where(Person.telegram_id == number)).one())


async def test_whoever_comes_while_hundreds_wait_that_came_together_waits_for_one_of_them(
    db: Database,
) -> None:
    order, began, gate = list[str](), threading.Event(), threading.Event()

    def noted(_: Session, what: str) -> None:
        began.set()
        gate.wait(10)
        order.append(what)

    async with asyncio.TaskGroup() as group:
        end = db.begin_all([(f"{n}", partial(noted, what="timer")) for n in range(600)])
        await asyncio.to_thread(began.wait)
        group.create_task(db.write(noted, "tap"))
        group.create_task(db.write(noted, "tap"))
        group.create_task(db.write_first("delivery", noted, "delivery"))
        await asyncio.sleep(0)
        gate.set()
    await end
    assert (order.index("delivery"), order.count("timer")) == (1, 600)
    assert order[:7].count("tap") == 2


async def test_what_came_together_is_written_before_the_end(db: Database) -> None:
    gate = threading.Event()
    held_up = db.begin_from("gate", lambda _: gate.wait(10))
    end = db.begin_all([(f"{n}", partial(joined, number=n)) for n in range(300)])
    gate.set()
    await asyncio.to_thread(db.close)
    await held_up
    assert (await end, len(known(db))) == ([None] * 300, 300)


async def test_an_action_that_stops_an_iteration_holds_up_no_answer(db: Database) -> None:
    stops = [begun("stops", lambda _: next(iter(()))) for begun in (db.write_first, db.write_beside)]
    many = (db.write(lambda _: next(iter(()))), db.write(joined, 1), *stops, db.write(joined, 2))
    found = await asyncio.wait_for(asyncio.gather(*many, return_exceptions=True), 10)
    assert [type(one) for one in found] == [RuntimeError, str, RuntimeError, RuntimeError, str]
