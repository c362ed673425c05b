"""A file of this machine for updates that the server cannot take: durable before anybody is told of them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.db import StorageFailure
from bot.intake.rules import Entry

R = TypeVar("R")

_TABLE = """
CREATE TABLE IF NOT EXISTS spool
(update_id INTEGER PRIMARY KEY, telegram_id INTEGER, body TEXT NOT NULL, at TEXT NOT NULL)
"""


class Spool:
    """One thread, one connection. Raises StorageFailure when the disk takes nothing."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        self._file = file
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spool")
        self._connection: sqlite3.Connection | None = None
        with sqlite3.connect(file) as connection:
            connection.execute(_TABLE)
            self.count = int(connection.execute("SELECT count(*) FROM spool").fetchone()[0])
            """How many wait. What a killed process left counts."""
        connection.close()

    async def keep(self, entries: Sequence[Entry]) -> None:
        """Answers when they are on the disk. A known one stays as it is."""
        rows = [(one.update_id, one.telegram_id, one.body, one.at.isoformat()) for one in entries]

        def kept(connection: sqlite3.Connection) -> int:
            return connection.executemany("INSERT OR IGNORE INTO spool VALUES (?, ?, ?, ?)", rows).rowcount

        await self._do(lambda: self._count(self._here(kept)))

    async def waiting(self, most: int) -> list[Entry]:
        """The oldest ones, in their order."""
        query = "SELECT update_id, telegram_id, body, at FROM spool ORDER BY update_id LIMIT ?"

        def oldest(connection: sqlite3.Connection) -> list[tuple[int, int | None, str, str]]:
            return connection.execute(query, (most,)).fetchall()

        rows = await self._do(lambda: self._here(oldest))
        return [Entry(number, who, body, datetime.fromisoformat(at)) for number, who, body, at in rows]

    async def drop(self, entries: Sequence[Entry]) -> None:
        """They are in the database."""
        numbers = [(one.update_id,) for one in entries]

        def dropped(connection: sqlite3.Connection) -> int:
            return connection.executemany("DELETE FROM spool WHERE update_id = ?", numbers).rowcount

        await self._do(lambda: self._count(-self._here(dropped)))

    def _count(self, more: int) -> None:
        """In the spool's thread: also when whoever waited for the answer has gone."""
        self.count += more

    async def _do(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _here(self, work: Callable[[sqlite3.Connection], R]) -> R:
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(self._file)
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute("PRAGMA synchronous=FULL")
            with self._connection:
                return work(self._connection)
        except sqlite3.Error as error:
            raise StorageFailure(f"the spool: {error}") from error

    def _closed(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def close(self) -> None:
        """What waits stays in the file."""
        self._thread.submit(self._closed).result()
        self._thread.shutdown()
