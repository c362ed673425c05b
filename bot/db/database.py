"""The one face of both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from uuid import uuid4

from sqlalchemy.orm import Session

from bot.db.address import is_postgresql
from bot.db.at_work import AtWork
from bot.db.promise import Boundary, Company, Handful, Listener, Promise
from bot.db.readers import Readers
from bot.db.sqlite import SqliteKeeper

P = ParamSpec("P")
R = TypeVar("R")


class Keeper(Protocol):
    """What differs between databases: how actions become durable, and how queries see what is committed."""

    def submit(self, promise: Promise, *, first: bool = False, together: bool = False) -> None:
        """Run it after those submitted before, or in front of them, and answer it after its COMMIT.

        `together`: it is one of many of one caller, and whoever else waits need not wait for all of them.
        """

    def submit_beside(self, promise: Promise) -> None:
        """Run it now, beside the order, where the database can."""

    def read(self, query: Callable[[Session], Any]) -> Any:
        """Run it in the calling thread, on one snapshot."""

    def close(self) -> None:
        """Commit what waits, then let go of everything."""

    @property
    def at_work(self) -> AtWork:
        """What its threads are busy with."""

    @property
    def readers(self) -> Readers:
        """Whose threads read."""

    @property
    def first_reader(self) -> Readers:
        """Whose thread reads in front of whatever waits."""


class Database:
    """A SQLite file or a PostgreSQL database, with the threads that write and read it."""

    def __init__(self, url: str, *, boundary: Boundary | None = None) -> None:
        """`boundary` is called in the writing thread right before and after each COMMIT, to die there.

        A COMMIT of nothing is none: before and after it the database is the same.
        """
        self.after_commit: list[Listener] = []
        self.company = Company()
        self._boundary = boundary
        self._keeper = self._kept_by(url)

    def _kept_by(self, url: str) -> Keeper:
        if is_postgresql(url):
            from bot.db.postgresql import PostgresqlKeeper

            return PostgresqlKeeper(url, self.after_commit, self.company, lambda: self._boundary)
        return SqliteKeeper(url, self.after_commit, lambda: self._boundary)

    async def write(
        self, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run the action and answer after its COMMIT. What it raises is raised here, and undoes all of it."""
        return await self.write_from(f"command {uuid4().hex[:16]}", action, *args, **kwargs)

    async def write_from(
        self, source: str, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`write`, saying where the change comes from: it stands in the history as the event's `why`."""
        return await self.begin_from(source, action, *args, **kwargs)

    def begin_from(
        self, source: str, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Future[R]:
        """`write_from`, on its way: for whoever waits for many at once."""
        promise = _promise(source, partial(_call, action, args, kwargs))
        self._keeper.submit(promise)
        return promise.future

    def begin_all(
        self, actions: Iterable[tuple[str, Callable[[Session], Any]]]
    ) -> asyncio.Future[list[BaseException | None]]:
        """`begin_from` for many, at least one, each with its source: how each ended, in their order."""
        handful = Handful(actions)
        for promise in handful.promises:
            self._keeper.submit(promise, together=True)
        return handful.future

    async def write_first(
        self, source: str, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`write_from` in front of whatever waits: for deliveries, so that no flood holds up a page."""
        promise = _promise(source, partial(_call, action, args, kwargs))
        self._keeper.submit(promise, first=True)
        result: R = await promise.future
        return result

    async def write_beside(
        self, source: str, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`write_from` for what decides nothing by other rows than its own: it need not wait for its turn."""
        promise = _promise(source, partial(_call, action, args, kwargs))
        self._keeper.submit_beside(promise)
        result: R = await promise.future
        return result

    async def read(
        self, query: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run the query on a snapshot of what is committed."""
        result: R = await self._keeper.readers.ask(partial(_call, query, args, kwargs))
        return result

    async def read_first(
        self, query: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`read` that does not stand behind hundreds of taps: for deliveries."""
        result: R = await self._keeper.first_reader.ask(partial(_call, query, args, kwargs))
        return result

    def read_here(
        self, query: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`read` in the calling thread: for the command line and tests."""
        result: R = self._keeper.read(partial(_call, query, args, kwargs))
        return result

    def write_here(
        self, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`write` without an event loop: for the command line and tests."""
        return asyncio.run(self.write(action, *args, **kwargs))

    def stands_for(self) -> float:
        """Seconds that the oldest write or read lasts. Each ends in seconds, well or badly, or never."""
        return self._keeper.at_work.longest()

    def oldest_work(self) -> int | None:
        """Which write or read has lasted longest, by a number that only it has; None: nothing is done."""
        return self._keeper.at_work.oldest()

    def close(self) -> None:
        """Commit what waits, then end the threads."""
        self._keeper.close()


def _promise(source: str, action: Callable[[Session], Any]) -> Promise:
    loop = asyncio.get_running_loop()
    return Promise(action, source, loop, loop.create_future())


def _call(action: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], session: Session) -> Any:
    return action(session, *args, **kwargs)
