"""A reading thread's own connection to a SQLite file: it stays open, and each query sees one snapshot.

A connection out of the pool, a transaction of SQLAlchemy's and a Session for every query cost twice what the
query of every tap costs. Why: docs/decisions/0151-readers-keep-what-they-have.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from bot.db.at_work import AtWork


class Snapshots:
    """For one thread. What goes wrong closes the connection, and the next query opens another."""

    def __init__(self, engine: Engine, at_work: AtWork) -> None:
        self._engine, self._at_work = engine, at_work
        self._connection: Connection | None = None
        self._session: Session | None = None

    def read(self, query: Callable[[Session], Any]) -> Any:
        """What the query finds among what is committed now."""
        with self._at_work.one():
            try:
                return self._read(query)
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Let go of everything."""
        session, self._session = self._session, None
        connection, self._connection = self._connection, None
        if session is not None:
            session.close()
        if connection is not None:
            connection.close()

    def _read(self, query: Callable[[Session], Any]) -> Any:
        connection = self._connection or self._connected()
        driver: Any = connection.connection.driver_connection
        session = self._session or Session(connection, expire_on_commit=False)
        self._session = session
        session.info["snapshot"] = {}
        driver.execute("BEGIN")
        found = query(session)
        driver.execute("COMMIT")
        session.info.clear()
        if list(session):  # what it holds is the caller's now, and of no other query
            self._session = None
            session.close()
        return found

    def _connected(self) -> Connection:
        """SQLAlchemy believes in one transaction for ever; the file sees those of `_read`."""
        self._connection = connection = self._engine.connect()
        connection.begin()
        driver: Any = connection.connection.driver_connection
        driver.execute("COMMIT")
        return connection
