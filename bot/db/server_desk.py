"""Where a thread reads on a server: a lost connection does not end it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from bot.db.again import patiently
from bot.db.at_work import AtWork
from bot.db.readers import Query
from bot.db.snapshots import Snapshots
from bot.db.straight import Straight


class ServerDesk:
    """`Snapshots` whose queries are asked once more where the server has ended the connection."""

    def __init__(self, engine: Engine, at_work: AtWork) -> None:
        self._snapshots = Snapshots(engine, at_work, begin=_by_itself, end=_commit)
        self.close = self._snapshots.close

    def read(self, query: Query) -> Any:
        """What the query finds. Raises StorageFailure where the server stays away."""
        return patiently(lambda: self._snapshots.read(query))


def _by_itself(_: Straight) -> None:
    """The first statement begins."""


def _commit(driver: Straight) -> None:
    """After a rollback psycopg has the server forget how its statements are done."""
    driver.commit()
