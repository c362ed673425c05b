"""What every table shares: names of constraints, and how a moment is stored."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import JSON, BigInteger, Dialect, Integer, MetaData, String, bindparam, cast, literal_column
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.expression import Cast, ColumnClause
from sqlalchemy.types import TypeDecorator

R = TypeVar("R")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

BigId = BigInteger().with_variant(Integer, "sqlite")
"""A key that counts up by itself. SQLite only counts up an INTEGER."""

Json = JSON(none_as_null=True)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, stored as whole milliseconds since 1970: both databases order it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive moment {value!r}: give it a zone before it is stored")
        return (value - _EPOCH) // _MILLISECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MILLISECOND


def fixed(value: str) -> ColumnClause[str]:
    """A state or a kind as part of the statement: only so a partial index is known to fit beforehand.

    SQLite looks at a bound value while it plans, where a partial index speaks of its column, and then plans
    anew at every execution: 10 to 40 µs each.
    """
    if not value.isidentifier():
        raise ValueError(f"{value!r} is no word of ours")
    return literal_column(f"'{value}'", String)


def unseen(name: str) -> Cast[str]:
    """A bound value at which SQLite does not look while it plans, for the reason `fixed` gives."""
    return cast(bindparam(name), String)


class Table(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, str: String, dict[str, Any]: Json, list[Any]: Json}


def flush_of(session: Session, *kinds: type[Table]) -> None:
    """Before a statement of Core asks these tables: what the session has changed there is written first.

    Changes elsewhere wait, so that a row changed in three places is written once.
    """
    for states in (session._new, session._deleted, session.identity_map._modified):
        for state in states:
            if issubclass(state.class_, kinds):
                session.flush()
                return


def once(session: Session, what: Hashable, read: Callable[[], R]) -> R:
    """What is read, on a snapshot read once: it stays so to its end. Where anything is written: read anew."""
    snapshot: dict[Hashable, R] | None = session.info.get("snapshot")
    if snapshot is None:
        return read()
    if what not in snapshot:
        snapshot[what] = read()
    return snapshot[what]
