"""One bot, one folder: a second one on the same files is refused before it touches anything.

On a server several may work, each with a DATA_DIR of its own, unless somebody wants the database alone.
"""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.db import file_of, is_postgresql, place_of
from bot.errors import Mistake
from bot.settings import Settings, SettingsMistake

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_UNTIL_THE_DEAD_ARE_GONE = 5.0
"""Seconds in which a server notices that the process before us was killed."""


class AlreadyRunning(Mistake):
    """Another process holds the lock. Values: `file` (or server), `process` (its id, or `?`)."""

    key = "already-running"

    def __str__(self) -> str:
        return (
            f"{self.values['file']}: a bot is running here already (process {self.values['process']}). "
            "Stop that one first, or give this one a database of its own."
        )


@contextmanager
def only_here(url: str) -> Iterator[None]:
    """Be the one bot on this database while the block runs; AlreadyRunning when another process is."""
    with _hold_on_server(url, "") if is_postgresql(url) else hold(lock_beside(file_of(url))):
        yield


@contextmanager
def among_others(url: str, data_dir: Path) -> Iterator[None]:
    """Be a bot on this database: the only one on a file, one of several on a server.

    AlreadyRunning: one runs on this file, or in this folder; or somebody wants the server's for themselves.
    """
    if not is_postgresql(url):
        with only_here(url):
            yield
        return
    with hold(data_dir / "replica.lock"), _hold_on_server(url, "_shared"):
        yield


@contextmanager
def _hold_on_server(url: str, how: str) -> Iterator[None]:
    """A lock of the server that lasts as long as one connection of ours, which the machine ends with us."""
    from sqlalchemy import text

    from bot.db.postgresql import LOCKS, THE_BOT, postgresql_engine

    me = f"nightshift {os.getpid()} on {socket.gethostname()}"[:63]
    engine = postgresql_engine(url, size=1, idle_in_transaction_session_timeout="0")
    lock = {"locks": LOCKS, "lock": THE_BOT}
    take = text(f"SELECT pg_try_advisory_lock{how}(:locks, :lock)")
    deadline = time.monotonic() + _UNTIL_THE_DEAD_ARE_GONE
    try:
        with _reached(engine, url) as connection:
            connection.execute(text("SELECT set_config('application_name', :me, false)"), {"me": me})
            while not connection.scalar(take, lock):
                if time.monotonic() > deadline:
                    holder = connection.scalar(text(_HOLDER), lock) or "?"
                    raise AlreadyRunning(file=place_of(url), process=str(holder).removeprefix("nightshift "))
                time.sleep(0.05)
            yield
    finally:
        engine.dispose()


def _reached(engine: Engine, url: str) -> Connection:
    """SchemaMistake, a sentence, where the server is away."""
    from sqlalchemy.exc import DBAPIError

    try:
        return engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    except DBAPIError as error:
        from bot.migrating_server import refused

        raise refused(url, error) from error


def name_in(data_dir: Path) -> str:
    """What this folder's bot is called among its like: made once, kept in the folder."""
    file = data_dir / "replica"
    if not file.exists():
        fresh = file.with_suffix(".new")
        fresh.write_text(f"{socket.gethostname()[:32]}-{token_hex(3)}\n", encoding="utf-8")
        fresh.replace(file)
    return file.read_text(encoding="utf-8").strip()


_HOLDER = """
SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid)
WHERE locktype = 'advisory' AND granted AND classid = :locks AND objid = :lock
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def folder_is_there(settings: Settings) -> None:
    """A disk that is not mounted must not look like a first start: only DATA_DIR itself is ever made."""
    url = settings.database_url
    if is_postgresql(url):
        return
    folder = file_of(url).parent
    if not folder.is_dir() and folder != settings.data_dir:
        raise SettingsMistake(
            [f"DATABASE_URL: {place_of(url)}: there is no folder {folder}. Mount or make it."]
        )


def lock_beside(database: Path) -> Path:
    """The lock file of a database: whoever opens the file under another DATA_DIR meets it too."""
    return database.with_name(f"{database.name}.lock")


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold this lock file while the block runs; AlreadyRunning when another process does.

    The machine lets go of it by itself when the process dies, however it dies, so nothing is ever left to
    be cleaned up. The file stays where it is: removing it would let two processes hold two files of one name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii", errors="replace") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyRunning(file=str(path), process=file.read(20).strip() or "?") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
