"""Make a backup: copied beside its place, proved there, and only then given its name."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.backup.copying import copy_night
from bot.backup.paper import (
    BackupMistake,
    Facts,
    checksum_beside,
    on_the_disk,
    proved,
    sha256_of,
    write_facts,
)
from bot.backup.rules import kept, moment_of, name_at
from bot.backup.shelves import Mirrored, mirror
from bot.timeline.queries import Proof

_HALF = ".half"


@dataclass(frozen=True)
class Made:
    """What came of it. `removed`: older backups that were no longer to be kept."""

    file: Path
    facts: Facts
    proof: Proof
    pictures: Mirrored
    removed: int


def make_backup(url: str, pictures: Path, folder: Path, *, now: datetime) -> Made:
    """One more backup in this folder, with the pictures it speaks of. Nothing half made is ever left.

    BackupMistake says what is wrong, with the copy or with the folder; the older backups stay as they are.
    """
    with _alone_in(folder):
        _remove_halves(folder)
        file = folder / name_at(now)
        facts, found = _make(url, file, now)
        mirrored = mirror(file, pictures, folder / "pictures")
        return Made(file, facts, found, mirrored, _rotate(folder, keep=file))


def _make(url: str, file: Path, now: datetime) -> tuple[Facts, Proof]:
    half = file.with_name(file.name + _HALF)
    try:
        half.touch(mode=0o600)
        revision, rows = copy_night(url, half)
        write_facts(half, Facts(now, revision, rows))
        facts, found = proved(half)
        on_the_disk(half)
        _write_checksum(file, half)
        half.replace(file)
        on_the_disk(file.parent)
    except (sqlite3.DatabaseError, OSError) as error:
        folder = file.parent
        raise BackupMistake(folder, f"no backup could be made ({_cause(error)})", _remedy(error)) from error
    finally:
        half.unlink(missing_ok=True)
    return facts, found


def backups_in(folder: Path) -> list[Path]:
    """The oldest first."""
    return sorted(path for path in folder.glob("nightshift-*.sqlite") if moment_of(path.name) is not None)


def _rotate(folder: Path, *, keep: Path) -> int:
    """A clock that was set back must not cost the one just made."""
    moments = {moment: path for path in backups_in(folder) if (moment := moment_of(path.name)) is not None}
    gone = [path for moment, path in moments.items() if moment not in kept(moments) and path != keep]
    for path in gone:
        path.unlink(missing_ok=True)
        checksum_beside(path).unlink(missing_ok=True)
    return len(gone)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One backup at a time in one folder, which only we may read."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / ".lock").open("a", encoding="ascii")
    except OSError as error:
        remedy = "Let whoever runs this write there, or set BACKUP_DIR to another folder."
        raise BackupMistake(folder, f"the folder cannot be used ({error.strerror})", remedy) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupMistake(
                folder, "another backup is being made here", "Wait until it has ended."
            ) from None
        yield


def _remove_halves(folder: Path) -> None:
    """What a crash left: a half, or a checksum whose backup never got its name."""
    for path in folder.glob(f"nightshift-*{_HALF}*"):
        path.unlink(missing_ok=True)
    for path in folder.glob("nightshift-*.sqlite.sha256"):
        if not path.with_suffix("").exists():
            path.unlink(missing_ok=True)


def _write_checksum(file: Path, half: Path) -> None:
    beside = checksum_beside(file)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(f"{sha256_of(half)}  {file.name}\n")
        opened.flush()
        os.fsync(opened.fileno())


def _cause(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _remedy(error: Exception) -> str:
    if "full" in str(error) or getattr(error, "errno", None) == errno.ENOSPC:
        return "Make room on that disk, or set BACKUP_DIR to another one; the older backups are untouched."
    if isinstance(error, sqlite3.DatabaseError):
        return "Keep the last backup, and look at docs/OPERATIONS.md, “When the database is ill”."
    return "Let whoever runs this read the database and write the folder."
