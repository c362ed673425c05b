"""The proof of the history: whole as it is written, and broken exactly where somebody changed it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.db import Database, is_postgresql
from bot.timeline.actions import record
from bot.timeline.queries import Break, proof
from bot.timeline.rules import CHAIN_START, Event, Words

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)


def some_events(session: Session, count: int) -> None:
    for number in range(count):
        record(session, Event.REFUSED, by=None, at=NOW + timedelta(seconds=number), wanted=f"ack:{number}")


@pytest.fixture
def broken(db: Database, database_url: str) -> Database:
    """Six events of the house, and triggers that look away, as whoever owns the database can have them."""
    db.write_here(some_events, 6)
    free = ["DROP TRIGGER timeline_refuses_update", "DROP TRIGGER timeline_refuses_delete"]
    if is_postgresql(database_url):
        free = ["ALTER TABLE timeline DISABLE TRIGGER USER"]
    for one in free:
        change(db, one)
    return db


def change(db: Database, statement: str) -> None:
    db.write_here(lambda session: session.execute(text(statement)))


def breaks(db: Database) -> list[Break]:
    return db.read_here(proof).breaks


def test_a_history_as_it_was_written_is_whole(db: Database) -> None:
    empty = db.read_here(proof)
    assert (empty.events, empty.chains, empty.breaks) == (0, 0, [])
    db.write_here(some_events, 3)
    found = db.read_here(proof)
    assert (found.events, found.chains, found.breaks) == (3, 1, [])
    assert found.head != empty.head


@pytest.mark.parametrize(
    "change_of",
    [
        "kind = 'closed'",
        "at = at + 1",
        "part = 7",
        "why = 'update 1'",
        'data = \'{"wanted": "nothing"}\'',
        "data = '{}'",
    ],
)
def test_a_changed_row_is_named_with_what_it_should_be(broken: Database, change_of: str) -> None:
    change(broken, f"UPDATE timeline SET {change_of} WHERE id = 3")  # noqa: S608
    (one,) = breaks(broken)
    assert (one.event_id, one.incident_id, one.place) == (3, None, "hash")
    assert one.expected != one.found == hashes(broken)[3]


def test_a_row_whose_hash_was_made_anew_breaks_the_next_one(broken: Database) -> None:
    change(broken, f"UPDATE timeline SET hash = '{'a' * 64}' WHERE id = 3")  # noqa: S608
    first, second = breaks(broken)
    assert (first.event_id, first.place, first.found) == (3, "hash", "a" * 64)
    assert (second.event_id, second.place, second.expected) == (4, "previous_hash", "a" * 64)


def test_a_removed_row_is_missed_by_the_one_after_it(broken: Database) -> None:
    before = hashes(broken)
    change(broken, "DELETE FROM timeline WHERE id = 3")
    assert breaks(broken) == [Break(4, None, "previous_hash", before[2], before[3])]


def test_a_removed_beginning_is_missed(broken: Database) -> None:
    before = hashes(broken)
    change(broken, "DELETE FROM timeline WHERE id = 1")
    assert breaks(broken) == [Break(2, None, "previous_hash", CHAIN_START, before[1])]


def test_a_removed_end_shows_in_the_head_alone(broken: Database) -> None:
    known = broken.read_here(proof).head
    change(broken, "DELETE FROM timeline WHERE id = 6")
    found = broken.read_here(proof)
    assert found.breaks == []
    assert found.head != known


def test_changed_words_break_their_seal_and_forgotten_ones_break_nothing(db: Database) -> None:
    said = Words("call 7781")
    db.write_here(lambda session: record(session, Event.REFUSED, by=None, at=NOW, wanted=said))
    assert breaks(db) == []
    (seal,) = db.read_here(lambda session: session.scalars(text("SELECT seal FROM sealed_words")).all())
    change(db, "UPDATE sealed_words SET text = 'call 7782'")
    (one,) = breaks(db)
    assert (one.event_id, one.place, one.expected) == (None, "words", seal)
    change(db, "DELETE FROM sealed_words")
    assert breaks(db) == []


def hashes(db: Database) -> dict[int, str]:
    rows = db.read_here(lambda session: session.execute(text("SELECT id, hash FROM timeline")).all())
    return {row.id: row.hash for row in rows}
