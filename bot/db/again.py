"""Which failures of a PostgreSQL server are tried again here, and which the caller waits out."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Connection
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from bot.db.promise import StorageFailure
from bot.db.wire import FORGOTTEN

log = logging.getLogger(__name__)

_ATTEMPTS = 5
_LOST_A_RACE = {
    "40001",  # serialization_failure
    "40P01",  # deadlock_detected
    "55P03",  # lock_not_available: lock_timeout
    FORGOTTEN,
}


class CommitUnknown(StorageFailure):
    """The server was lost in the middle of a COMMIT."""


def commit(connection: Connection) -> None:
    """COMMIT. Raises CommitUnknown where nobody can know whether it was one."""
    try:
        connection.commit()
    except DBAPIError as error:
        if is_lost(error):
            raise CommitUnknown(f"the server was lost while it committed: {error.orig}") from error
        raise


def patiently(attempt: Callable[[], Any]) -> Any:
    """Try again what lost a race, and once what met a dead connection; StorageFailure when that is no use.

    Nothing of a failed attempt is there: it was rolled back, or its connection died before the COMMIT. A row
    that somebody else wrote first breaks a unique key, and the second look finds it.
    """
    for number in range(1, _ATTEMPTS + 1):
        try:
            return attempt()
        except (DBAPIError, StaleDataError) as error:
            if number >= _attempts_for(error):
                heard = as_heard(error)
                raise heard from heard.__cause__
            log.info("action=write_again attempt=%s why=%s", number, first_line(error))
            time.sleep(random.uniform(0, 0.01 * 2**number))  # noqa: S311  a pause, no secret
    raise AssertionError("the last attempt returned or raised")


def as_heard(error: BaseException) -> BaseException:
    """What the caller is told: a StorageFailure where not the action but the server is at fault."""
    if not (isinstance(error, DBAPIError) and _is_trouble(error)):
        return error
    failure = StorageFailure(first_line(error))
    failure.__cause__ = error
    return failure


def tried_again(error: BaseException) -> bool:
    """Whether `patiently` would try once more what raised this."""
    return isinstance(error, DBAPIError | StaleDataError) and _attempts_for(error) > 1


def _attempts_for(error: DBAPIError | StaleDataError) -> int:
    if isinstance(error, StaleDataError) or _state(error) in _LOST_A_RACE:
        return _ATTEMPTS
    return 2 if isinstance(error, IntegrityError) or is_lost(error) else 1


def is_lost(error: DBAPIError) -> bool:
    """The connection is gone: the server died, was stopped, or ended this session."""
    return error.connection_invalidated or (_state(error)[:2] in {"08", "57"} and _state(error) != "57014")


def _is_trouble(error: DBAPIError) -> bool:
    """The server's state is at fault and not the statement: it is away, full, busy, or read-only."""
    return (
        is_lost(error)
        or isinstance(error.orig, psycopg.OperationalError | psycopg.InterfaceError)
        or _state(error) in {"25006", "25P03"}
    )


def _state(error: DBAPIError) -> str:
    """The five characters by which PostgreSQL names an error; empty where the client made it."""
    return getattr(error.orig, "sqlstate", None) or ""


def first_line(error: BaseException) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(cause).partition("\n")[0]


def forget_values(context: ExceptionContext) -> None:
    """The server quotes rows in the second line of what it says; the first one names only tables and keys."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])
