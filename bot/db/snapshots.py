"""A reading thread's own connection to the database: it stays open, and each query sees one snapshot.

A connection out of the pool, a transaction of SQLAlchemy's and a Session for every query cost twice what the
query of every tap costs. Why: docs/decisions/0151-readers-keep-what-they-have.md.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.db.at_work import AtWork

log = logging.getLogger(__name__)

Turn = Callable[[Any], object]


class Snapshots:
    """For one thread. What goes wrong closes the connection, and the next query opens another.

    `begin` and `end` are given the driver's connection before and after each query.
    """

    def __init__(self, engine: Engine, at_work: AtWork, begin: Turn, end: Turn) -> None:
        self._engine, self._at_work = engine, at_work
        self._begin, self._end = begin, end
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
        try:
            if session is not None:
                session.close()
            if connection is not None:
                connection.close()
        except DBAPIError as error:
            log.info("action=rollback_failed why=%s", str(error.orig).partition("\n")[0])

    def _read(self, query: Callable[[Session], Any]) -> Any:
        connection = self._connection or self._connected()
        driver: Any = connection.connection.driver_connection
        session = self._session or Session(connection, expire_on_commit=False)
        self._session = session
        session.info["snapshot"] = {}
        self._begin(driver)
        found = query(session)
        self._end(driver)
        session.info.clear()
        if list(session):  # what it holds is the caller's now, and of no other query
            self._session = None
            session.close()
        return found

    def _connected(self) -> Connection:
        """SQLAlchemy believes in one transaction for ever; the database sees those of `_read`."""
        self._connection = connection = self._engine.connect()
        connection.begin()
        driver: Any = connection.connection.driver_connection
        self._end(driver)
        return connection
