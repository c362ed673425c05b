"""How a command ends when something is wrong: an exit code and sentences, never a traceback.

0 all is well; 1 a mistake in what was given (a file, a setting, a number); 2 wrong usage; 3 it cannot start
(no such file, the database is not ours, is newer, is locked, a bot is running); 130 stopped by Ctrl-C.
What is none of these is a fault of the program and is raised, so that it can be reported.
"""

from __future__ import annotations

import errno
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DatabaseError

from bot.backup.paper import BackupMistake
from bot.db import StorageFailure
from bot.errors import Mistake
from bot.migrating import SchemaMistake
from bot.single import AlreadyRunning

WRONG, CANNOT_START = 1, 3
_CLOSED_TO_US = (errno.EACCES, errno.EPERM, errno.EROFS)


class CannotStart(Mistake):
    """What the command works on is not there. Values: `sentence`."""

    key = "cannot-start"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence=sentence)

    def __str__(self) -> str:
        return str(self.values["sentence"])


_NOT_THERE = (
    CannotStart,
    BackupMistake,
    SchemaMistake,
    AlreadyRunning,
    StorageFailure,
    DatabaseError,
    OSError,
)


def exit_code(error: Exception) -> int:
    """3, 1, or 0 for what is not a person's doing."""
    if isinstance(error, _NOT_THERE):
        return CANNOT_START
    return WRONG if isinstance(error, Mistake) else 0


def sentences(error: Exception) -> list[str]:
    """What is wrong, a sentence a line."""
    if isinstance(error, OSError):
        return [_of_files(error)]
    if isinstance(error, DatabaseError):
        return [_of_database(error)]
    if isinstance(error, Mistake) and type(error).__str__ is Mistake.__str__:
        from bot.telegram.texts import Texts

        return [Texts("en", ZoneInfo("UTC"))(error.key, **error.values)]
    return str(error).splitlines() or [type(error).__name__]


def _of_files(error: OSError) -> str:
    said = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    ours = "Let whoever runs this write there, or name another place."
    return f"{said}. {ours}" if error.errno in _CLOSED_TO_US else said


def _of_database(error: DatabaseError) -> str:
    cause = str(error.orig)
    if "locked" in cause:
        return "the database is locked by another process that is writing. Try again in a moment."
    return f"the database cannot be used ({cause})."
