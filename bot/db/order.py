"""The order of actions on a server: who begins takes its lock, without a way to the server for that alone."""

from __future__ import annotations

from functools import partial
from typing import cast

from sqlalchemy import Connection

from bot.db.prepared import heard
from bot.db.straight import Straight

_TAKE = "SELECT pg_advisory_xact_lock($1, $2)"
_SEAT = "SELECT 1 FROM replicas WHERE token = $1"


def take(connection: Connection, locks: int, lock: int) -> None:
    """Until the COMMIT it is ours. It goes with the next statement, which begins when it is given."""
    heard(connection, _TAKE, partial(_straight(connection).later, _TAKE, (locks, lock)))


def has_seat(connection: Connection, token: str) -> bool:
    """Whether the process of this token is among the replicas still."""
    found = heard(connection, _SEAT, partial(_straight(connection).straight, _SEAT, (token,)))
    return bool(found.fetchall())


def _straight(connection: Connection) -> Straight:
    return cast(Straight, connection.connection.driver_connection)
