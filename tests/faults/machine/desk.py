"""The database of one example: the real tables in memory, written to as the writer thread writes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from bot.db import Database, Woken, sqlite_engine
from bot.db.session import NightSession
from bot.migrating import migrate

P = ParamSpec("P")
R = TypeVar("R")


class Killed(Exception):
    """The process died between the last statement of an action and its COMMIT."""


class Desk(Database):
    """`Database` on one connection and in one thread: an example is made and thrown away in milliseconds."""

    def __init__(self, contents: bytes | None = None) -> None:
        """`contents`: of another desk, to begin where that one was."""
        self.after_commit: list[Callable[[Woken], None]] = []
        self._engine = sqlite_engine("sqlite://", begin="BEGIN IMMEDIATE")
        self._connection = self._engine.connect()
        raw: Any = self._connection.connection.driver_connection
        raw.deserialize(contents or _template())
        raw.execute("PRAGMA foreign_keys=ON")
        self._loop = asyncio.Runner()
        self._sources = 0

    def contents(self) -> bytes:
        """The whole file as it is now."""
        raw: Any = self._connection.connection.driver_connection
        whole: bytes = raw.serialize()
        return whole

    def is_there(self, query: str, *values: object) -> bool:
        """Whether this SQL finds anything: asked of the driver, because it is asked at every moment."""
        raw: Any = self._connection.connection.driver_connection
        return raw.execute(query, values).fetchone() is not None

    def run(self, coroutine: Any) -> Any:
        """Run one coroutine of the real parts to its end."""
        return self._loop.run(coroutine)

    def source(self, what: str) -> str:
        """A cause that never comes twice."""
        self._sources += 1
        return f"{what} {self._sources}"

    def change(
        self,
        source: str,
        action: Callable[Concatenate[Session, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """One action in a savepoint of its own: all of it happens, or nothing."""
        with self._connection.begin():
            session = NightSession(
                self._connection,
                expire_on_commit=False,
                join_transaction_mode="create_savepoint",
                info={"source": source},
            )
            with session:
                result = action(session, *args, **kwargs)
                session.commit()
                return result

    def read_here(
        self, query: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        with self._connection.begin(), NightSession(self._connection, expire_on_commit=False) as session:
            return query(session, *args, **kwargs)

    async def read(
        self, query: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        return self.read_here(query, *args, **kwargs)

    def begin_from(
        self, source: str, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Future[R]:
        """At once. Only what the action itself raises waits in the future: whoever is killed is gone."""
        end: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        try:
            end.set_result(self.change(source, action, *args, **kwargs))
        except Killed:
            raise
        except Exception as error:  # noqa: BLE001  raised again where it is awaited
            end.set_exception(error)
        return end

    def begin_all(
        self, actions: Iterable[tuple[str, Callable[[Session], Any]]]
    ) -> asyncio.Future[list[BaseException | None]]:
        """At once, one after another."""
        ends = [self.begin_from(source, action) for source, action in actions]
        all_of_them: asyncio.Future[list[BaseException | None]] = asyncio.get_running_loop().create_future()
        all_of_them.set_result([end.exception() for end in ends])
        return all_of_them

    def close(self) -> None:
        self._loop.close()
        self._connection.close()
        self._engine.dispose()


@cache
def _template() -> bytes:
    """An empty database as the migrations make it. Its two marks of a log beside it are taken off."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "night.sqlite"
        migrate(f"sqlite:///{file}")
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        return file.read_bytes()
