"""Statements of every tap: quicker than SQLAlchemy's own execution, and in nothing else different from it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Table, bindparam, delete, event, insert, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db import Database
from bot.db.prepared import Prepared
from bot.outbox.rules import State
from bot.tables import fixed
from bot.timer.models import Timer

pytestmark = pytest.mark.both_databases

TIMERS: Table = Timer.__table__  # type: ignore[assignment]
ARM, BY_KEY = Prepared(insert(TIMERS)), TIMERS.c.key == bindparam("name")
AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ROW = {"key": "one", "kind": "kind", "due_at": AT, "data": {"turn": 3}}


def test_moments_and_data_come_back_as_they_went_in(db: Database) -> None:
    taken = Prepared(delete(TIMERS).where(BY_KEY).returning(TIMERS))

    def whole(session: Session) -> tuple[Any, Any]:
        ARM.change(session, ROW)
        return taken.named(session, name="one"), taken.named(session, name="one")

    row, again = db.write_here(whole)
    assert row == ROW | {"incident_id": None, "failing_since": None, "held_at": None}
    assert again is None


def test_it_says_how_many_rows_it_changed_whatever_names_it_is_given(db: Database) -> None:
    change = Prepared(update(TIMERS).where(BY_KEY))

    def whole(session: Session) -> list[Any]:
        ARM.write(session, ROW, ROW | {"key": "two"})
        counts = [
            change.change(session, {"name": "one", "kind": "other"}),
            change.change(session, {"name": "two", "due_at": AT, "kind": "third"}),
            change.change(session, {"name": "three", "kind": "other"}),
        ]
        return [*counts, *session.scalars(select(Timer.kind).order_by(Timer.key))]

    assert db.write_here(whole) == [1, 1, 0, "other", "third"]


def test_what_it_breaks_is_said_as_sqlalchemy_says_it_and_names_no_value(db: Database) -> None:
    with pytest.raises(IntegrityError) as found:
        db.write_here(lambda session: ARM.write(session, ROW, ROW))
    assert "03:00" not in str(found.value)
    assert db.read_here(lambda session: session.scalars(select(Timer.key)).all()) == []


def test_whoever_listens_to_the_engine_hears_it(db: Database) -> None:
    heard: list[str] = []

    def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
        heard.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        db.write_here(lambda session: ARM.change(session, ROW))
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert any(statement.startswith("INSERT INTO timers") for statement in heard)


def test_nothing_but_a_word_of_ours_stands_in_a_statement() -> None:
    assert str(fixed(State.PENDING)) == "'pending'"
    with pytest.raises(ValueError, match="no word of ours"):
        fixed("x' OR '1'='1")
