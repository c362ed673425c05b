"""The schema on a PostgreSQL server: one migrator at a time, and all of a migration or nothing of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.burying import BURIALS
from bot.db import place_of
from bot.db.postgresql import LOCKS, THE_NIGHT, THE_SCHEMA, postgresql_engine
from bot.migrating import Migration, SchemaMistake, refuse_unknown, upgrade
from bot.replica.actions import end_all
from bot.replica.models import Replica
from bot.schema import REVISION

_PATIENCE = "60s"


def server_engine(url: str) -> Engine:
    """An engine for migrations: they may take long, and wait for whoever migrates already."""
    return postgresql_engine(url, size=1, lock_timeout=_PATIENCE, statement_timeout="0")


def revision_on_server(url: str) -> str | None:
    """The revision that the server has; None for a database without a table."""
    with _connected(url) as connection:
        return _revision(connection, url)


def migrate_server(url: str) -> Migration:
    """Bring it up to date under a lock: of two that start at once, one waits and finds it done."""
    with _connected(url) as connection:
        take_the_schema(connection)
        before = _revision(connection, url)
        if before == REVISION:
            return Migration(before, before)
        ended: list[str] = []
        if before is not None:
            refuse_unknown(place_of(url), before)
            ended = end_older_bots(connection)
        upgrade(connection)
        give_back(connection, ended)
        return Migration(before, REVISION)


def take_the_schema(connection: Connection) -> None:
    """Until the end of this transaction nobody else migrates."""
    connection.execute(
        text("SELECT pg_advisory_xact_lock(:locks, :lock)"), {"locks": LOCKS, "lock": THE_SCHEMA}
    )


def end_older_bots(connection: Connection) -> list[str]:
    """From this commit on no bot of the version before writes anything: it has no seat. Their tokens."""
    night = {"locks": LOCKS, "lock": THE_NIGHT}
    connection.execute(text("SELECT pg_advisory_xact_lock(:locks, :lock)"), night)
    if not inspect(connection).has_table(Replica.__tablename__):
        return []
    with Session(connection) as session:
        return end_all(session)


def give_back(connection: Connection, tokens: Iterable[str]) -> None:
    """What those bots had in hand is anybody's: nobody else would ever look after it."""
    with Session(connection) as session:
        for token in tokens:
            for bury in BURIALS:
                bury(session, token)


def _revision(connection: Connection, url: str) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            remedy = "Set DATABASE_URL to a database of its own."
            raise SchemaMistake(place_of(url), "this database belongs to another program", remedy)
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """One transaction. What the server refuses is said as a sentence."""
    engine = server_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise refused(url, error) from error
    finally:
        engine.dispose()


def refused(url: str, error: DBAPIError) -> SchemaMistake:
    """What the server said, or that it is not there, as a sentence with a remedy."""
    cause = str(error.orig).strip().partition("\n")[0].rstrip(".")
    return SchemaMistake(place_of(url), f"the database cannot be used ({cause})", _remedy(error))


def _remedy(error: DBAPIError) -> str:
    state = getattr(error.orig, "sqlstate", None) or ""
    if state == "55P03":
        return "Another process holds it: end that one, or wait until it has migrated."
    if state == "42501":
        return "Give the user of DATABASE_URL the right to make tables in this database."
    if state.startswith("53"):
        return "Make room on the server; nothing was changed."
    return "Look whether the server runs, and whether DATABASE_URL names it, its database, user and password."
