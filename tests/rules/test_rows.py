"""A row of an action: loaded and written by prepared statements, in nothing else unlike the ORM's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import IntegrityError, NoResultFound, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.db import Database
from bot.db.session import rows_of
from bot.incident.models import Incident
from bot.outage.models import BoardView, Outage
from bot.person.actions import join
from bot.ticket.models import Ticket

pytestmark = pytest.mark.both_databases

AT = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)
COLUMNS = select(*Ticket.__table__.columns)


def _ticket(session: Session) -> None:
    join(session, telegram_id=1, name="Petro", language="en", time_zone="UTC", now=AT)
    session.add(Outage(id=1, opened_at=AT))
    session.flush()
    session.add(Ticket(id=1, outage_id=1, status="filed", filed_at=AT, next_sysadmin_id=7))


@pytest.fixture
def with_ticket(db: Database) -> Database:
    """A ticket of version 1, that is being handed over."""
    db.write_here(_ticket)
    return db


def _row(db: Database) -> dict[str, Any]:
    return db.read_here(lambda session: dict(session.execute(COLUMNS).mappings().one()))


def test_what_is_changed_is_written_what_is_not_stays_and_the_version_counts_up(
    with_ticket: Database,
) -> None:
    before = _row(with_ticket)

    def change(session: Session) -> None:
        ticket = session.get_one(Ticket, 1, with_for_update=True)
        assert {name: getattr(ticket, name) for name in before} == before
        session.execute(text("UPDATE tickets SET cannot_resolve_why = 'meanwhile'"))
        ticket.estimate_at = AT + timedelta(hours=1)

    with_ticket.write_here(change)
    new = {"estimate_at": AT + timedelta(hours=1), "version": 2, "cannot_resolve_why": "meanwhile"}
    assert _row(with_ticket) == before | new


def test_the_orm_neither_reads_nor_writes_it(with_ticket: Database) -> None:
    ran: list[str] = []

    def change(session: Session) -> None:
        event.listen(session, "do_orm_execute", lambda one: ran.append(str(one.statement)))
        event.listen(session, "before_flush", lambda *_: ran.append("flush"))
        session.get_one(Ticket, 1, with_for_update=True).estimate_at = AT
        session.get_one(Outage, 1).mass_at = AT
        session.flush()

    with_ticket.write_here(change)
    assert ran == []
    assert _row(with_ticket)["estimate_at"] == AT


def test_it_is_one_object_however_often_it_is_asked_for(with_ticket: Database) -> None:
    def look(session: Session) -> None:
        first = session.get_one(Ticket, 1, with_for_update=True)
        first.estimate_at = AT
        assert session.get(Ticket, 1) is first
        assert session.get(Ticket, 1, with_for_update=True) is first
        assert session.scalars(select(Ticket)).one() is first
        assert first.version == 2, "the question after it wrote it first"

    with_ticket.write_here(look)
    assert _row(with_ticket)["estimate_at"] == AT


def test_it_is_written_as_often_as_it_changes(with_ticket: Database) -> None:
    def change(session: Session) -> None:
        ticket = session.get_one(Ticket, 1)
        for hours in range(3):
            ticket.estimate_at = AT + timedelta(hours=hours)
            session.flush()

    with_ticket.write_here(change)
    row = _row(with_ticket)
    assert (row["version"], row["estimate_at"]) == (4, AT + timedelta(hours=2))


def test_what_comes_to_the_same_in_the_end_is_not_written(with_ticket: Database) -> None:
    def change(session: Session) -> None:
        ticket = session.get_one(Ticket, 1)
        ticket.status = "resolved"
        ticket.status = "filed"

    with_ticket.write_here(change)
    assert _row(with_ticket)["version"] == 1


def test_a_lost_race_is_noticed_and_nothing_is_written(with_ticket: Database) -> None:
    def change(session: Session) -> None:
        ticket = session.get_one(Ticket, 1)
        session.execute(text("UPDATE tickets SET version = version + 1"))
        ticket.status = "resolved"

    with pytest.raises(StaleDataError):
        with_ticket.write_here(change)
    assert (_row(with_ticket)["version"], _row(with_ticket)["status"]) == (1, "filed")


def test_a_row_that_is_gone_is_noticed_too(with_ticket: Database) -> None:
    def change(session: Session) -> None:
        outage = session.get_one(Outage, 1)
        session.execute(text("DELETE FROM tickets"))
        session.execute(text("DELETE FROM outages"))
        outage.mass_at = AT

    with pytest.raises(StaleDataError):
        with_ticket.write_here(change)
    assert _row(with_ticket)["id"] == 1


def test_a_validator_holds(with_ticket: Database) -> None:
    def change(session: Session) -> None:
        session.get_one(Ticket, 1).acknowledged_by = 1

    with_ticket.write_here(change)
    row = _row(with_ticket)
    assert (row["acknowledged_by"], row["next_sysadmin_id"]) == (1, None)


def test_a_naive_moment_is_refused_as_the_orm_refuses_it(with_ticket: Database) -> None:
    def change(session: Session) -> None:
        session.get_one(Ticket, 1).estimate_at = AT.replace(tzinfo=None)

    with pytest.raises(StatementError, match="naive moment"):
        with_ticket.write_here(change)
    assert _row(with_ticket)["version"] == 1


def test_what_the_database_refuses_is_said_as_sqlalchemy_says_it(with_ticket: Database) -> None:
    def change(session: Session) -> None:
        session.get_one(Ticket, 1).status = None  # type: ignore[assignment]

    with pytest.raises(IntegrityError):
        with_ticket.write_here(change)
    assert _row(with_ticket)["status"] == "filed"


def test_an_expression_is_left_to_the_orm(with_ticket: Database) -> None:
    def change(session: Session) -> int:
        session.get_one(Outage, 1).wave = 4
        session.flush()
        outage = session.get_one(Outage, 1)
        outage.wave = Outage.wave + 1
        session.flush()
        return outage.wave or 0

    assert with_ticket.write_here(change) == 5


def test_new_rows_and_changed_ones_are_written_together(with_ticket: Database) -> None:
    def change(session: Session) -> None:
        ticket = session.get_one(Ticket, 1)
        outage = Outage(opened_at=AT)
        session.add(outage)
        ticket.estimate_at = AT
        session.flush()
        ticket.outage_id = outage.id

    with_ticket.write_here(change)
    row = _row(with_ticket)
    assert (row["outage_id"], row["estimate_at"], row["version"]) == (2, AT, 3)


def test_what_was_undone_in_a_savepoint_is_read_anew(with_ticket: Database) -> None:
    def change(session: Session) -> str:
        ticket = session.get_one(Ticket, 1)
        inner = session.begin_nested()
        ticket.status = "resolved"
        session.flush()
        inner.rollback()
        return ticket.status

    assert with_ticket.write_here(change) == "filed"
    assert _row(with_ticket)["version"] == 1


def test_a_row_that_is_read_anew_after_it_was_written_behind_the_session(with_ticket: Database) -> None:
    def change(session: Session) -> str | None:
        ticket = session.get_one(Ticket, 1)
        session.connection().execute(update(Ticket).values(cannot_resolve_why="behind"))
        session.expire(ticket)
        ticket.estimate_at = AT
        session.flush()
        return ticket.cannot_resolve_why

    assert with_ticket.write_here(change) == "behind"
    assert _row(with_ticket)["estimate_at"] == AT


def test_nobody_there_is_none_and_an_error_of_sqlalchemys(with_ticket: Database) -> None:
    assert with_ticket.write_here(lambda session: session.get(Ticket, 2)) is None
    with pytest.raises(NoResultFound):
        with_ticket.write_here(lambda session: session.get_one(Ticket, 2, with_for_update=True))


def test_rows_of_two_keys_are_the_orms() -> None:
    assert rows_of(BoardView) is None
    assert rows_of(Incident) is not None
