"""One bot, one database: a second one on the same files is refused before it touches anything."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import Mistake


class AlreadyRunning(Mistake):
    """Another process holds the lock file. Values: `file`, `process` (its id, or `?`)."""

    key = "already-running"

    def __str__(self) -> str:
        return (
            f"{self.values['file']}: a bot is running here already (process {self.values['process']}). "
            "Stop that one first, or give this one a database of its own."
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
