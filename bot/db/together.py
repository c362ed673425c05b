"""Actions that share a COMMIT. Why this way: docs/decisions/0135-done-again-where-one-fails.md."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection
from sqlalchemy.orm import Session
from sqlalchemy.orm.session import JoinTransactionMode

from bot.db.prepared import way_by
from bot.db.promise import Line, Promise
from bot.db.session import NightSession

_MOST = 256
_LONGEST = 0.025
"""Seconds of work behind one COMMIT: in a flood whoever came first is not answered only after the last."""


class OneFailed(Exception):
    """One of those that share a transaction failed: nothing of them is there, and each is done by itself."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(str(error))
        self.error = error


class Group:
    """Promises that share a COMMIT: the first, and all that wait by then, or as many as a moment allows."""

    def __init__(self, first: Promise) -> None:
        self.promises = [first]
        self.ended = False
        """The last promise of all has been in it."""

    def gathered(self, line: Line) -> Iterator[Promise]:
        """Each of them as soon as the one before it is done."""
        until = time.monotonic() + _LONGEST
        yield self.promises[0]
        while len(self.promises) < _MOST and time.monotonic() < until:
            try:
                waiting = line.get_nowait()
            except queue.Empty:
                return
            if waiting is None:
                self.ended = True
                return
            self.promises.append(waiting)
            yield waiting

    def keeps(self, failed: OneFailed) -> bool:
        """There is only one, so the error is its own, and the caller's to hear: it is not done again."""
        if len(self.promises) == 1:
            self.promises[0].error = failed.error
        return len(self.promises) == 1

    def fail(self, error: Exception) -> None:
        """Every caller who has not heard of an error of their own hears of this one."""
        for promise in self.promises:
            promise.error = promise.error or error


def do_all(connection: Connection, promises: Iterable[Promise]) -> None:
    """Run these in the transaction that is open. Raises OneFailed; then it has to be rolled back.

    They share a Session that is emptied between them: to begin and to end one costs as much as what it does.
    """
    with _session(connection, "rollback_only") as session:
        session.way = way_by(connection)
        for promise in promises:
            try:
                _act(session, promise)  # the transaction is everybody's
            except BaseException as error:
                raise OneFailed(error) from error
            session.expunge_all()


def do(connection: Connection, promise: Promise, *, apart: bool = False) -> None:
    """Run one action on a Session of its own. `apart`: in a savepoint, so that nothing else fails with it."""
    with _session(connection, "create_savepoint" if apart else "rollback_only") as session:
        try:
            _act(session, promise)
            if apart:
                session.commit()
        except BaseException:
            if apart:
                session.rollback()
            raise


def _act(session: Session, promise: Promise) -> None:
    """An action finds where it comes from, and nothing else. It leaves what it has woken."""
    session.info.clear()
    session.info["source"] = promise.source
    promise.result = promise.action(session)
    session.flush()
    promise.woken, promise.told = session.info.get("woken", {}), session.info.get("told", ())


def _session(connection: Connection, joins: JoinTransactionMode) -> NightSession:
    return NightSession(connection, expire_on_commit=False, join_transaction_mode=joins)
