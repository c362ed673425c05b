"""A backup's file: a SQLite database with one table more, in which stands what the file is."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from bot.backup.shape import stranger_in
from bot.errors import Mistake
from bot.timeline.queries import Proof, proof

FACTS = "backup_facts"
_CHECKSUM = ".sha256"
_SCHEMA = "SELECT version_num FROM alembic_version"


class BackupMistake(Mistake):
    """This backup cannot be made, or not be used. Values: `file`, `problem`, `remedy`."""

    key = "backup-mistake"

    def __init__(self, file: Path | str, problem: str, remedy: str) -> None:
        super().__init__(file=str(file), problem=problem, remedy=remedy)

    def __str__(self) -> str:
        return "{file}: {problem}. {remedy}".format(**self.values)


@dataclass(frozen=True)
class Facts:
    """What a backup says of itself. `rows`: how many each table had at that moment."""

    made_at: datetime
    revision: str
    rows: Mapping[str, int]


def write_facts(file: Path, facts: Facts) -> None:
    """Into a file that is still being made."""
    told = {"made_at": facts.made_at.isoformat(), "revision": facts.revision, "rows": dict(facts.rows)}
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"CREATE TABLE {FACTS} (told TEXT NOT NULL)")
        connection.execute(f"INSERT INTO {FACTS} VALUES (?)", (json.dumps(told, sort_keys=True),))  # noqa: S608


def read_facts(file: Path) -> Facts:
    """BackupMistake for what is no backup."""
    try:
        with closing(_read_only(file)) as connection:
            return _facts(json.loads(_told_in(connection)))
    except (sqlite3.DatabaseError, TypeError, ValueError, KeyError, RecursionError) as error:
        remedy = "Name a file that `nightshift backup` made: nightshift-….sqlite."
        raise BackupMistake(file, f"this is no backup of ours ({error})", remedy) from error


def _told_in(connection: sqlite3.Connection) -> str | bytes:
    """TypeError where nothing is told. A view of that name may be a question without an end."""
    (kind,) = connection.execute("SELECT type FROM sqlite_master WHERE name = ?", (FACTS,)).fetchone()
    if kind != "table":
        raise ValueError(f"{FACTS} is a {kind}")
    (told,) = connection.execute(f"SELECT told FROM {FACTS}").fetchone()  # noqa: S608
    return told  # type: ignore[no-any-return]


def _facts(known: Mapping[str, Any]) -> Facts:
    made_at, rows = datetime.fromisoformat(known["made_at"]), known["rows"]
    if made_at.tzinfo is None or not isinstance(known["revision"], str):
        raise ValueError("it does not say when and by what it was made")
    if not isinstance(rows, dict) or not all(isinstance(count, int) for count in rows.values()):
        raise ValueError("it does not say what was in it")
    return Facts(made_at, known["revision"], rows)


def proved(file: Path) -> tuple[Facts, Proof]:
    """The file as it was made: its bytes, its pages, its references, its rows; and what its history says.

    BackupMistake for all but the history, whose breaks are in the proof.
    """
    if not file.is_file():
        raise BackupMistake(file, "there is no such file", "`nightshift backup` prints what it makes.")
    _check_sum(file)
    facts = read_facts(file)
    with closing(_read_only(file)) as connection:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if said != ["ok"]:
            raise _damaged(file, f"SQLite says: {said[0]}")
        lost = connection.execute("PRAGMA foreign_key_check").fetchone()
        if lost is not None:
            raise _damaged(file, f"a row of {lost[0]} refers to nothing")
        rows = rows_of(connection)
    if rows != dict(facts.rows):
        other = sorted(name for name in {*rows, *facts.rows} if rows.get(name) != facts.rows.get(name))
        raise _damaged(file, f"{other[0]} has other rows than when it was made")
    with session_on(file) as session:
        return facts, proof(session)


def refuse_strangers(file: Path, facts: Facts) -> None:
    """BackupMistake where there is more in it than our tables and what belongs to them, or less."""
    with closing(_read_only(file)) as connection:
        strange = stranger_in(connection, facts.revision)
        if strange is None and connection.execute(_SCHEMA).fetchall() != [(facts.revision,)]:
            strange = "its schema is not the one that it names"
    if strange is not None:
        remedy = "Take another backup; if the database that it is a copy of has it too, put it right there."
        raise BackupMistake(file, f"{strange}: somebody changed it by hand", remedy)


def rows_of(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each of the night's tables has."""
    listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    names = [name for (name,) in listed if name != FACTS and not name.startswith("sqlite_")]
    return {name: connection.execute(f"SELECT count(*) FROM {_quoted(name)}").fetchone()[0] for name in names}  # noqa: S608


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def session_on(file: Path) -> Iterator[Session]:
    """To read a file that nobody changes; nothing is made beside it."""
    engine: Engine = create_engine("sqlite://", creator=lambda: _read_only(file), hide_parameters=True)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def checksum_beside(file: Path) -> Path:
    """Where its checksum stands, as `sha256sum --check` reads it."""
    return file.with_name(file.name + _CHECKSUM)


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def on_the_disk(path: Path) -> None:
    """Answers when a power cut cannot take it away any more: a file's bytes, or a folder's names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check_sum(file: Path) -> None:
    beside = checksum_beside(file)
    if beside.exists() and beside.read_bytes().split()[:1] != [sha256_of(file).encode()]:
        raise _damaged(file, f"its bytes are not those of {beside.name}")


def _damaged(file: Path, problem: str) -> BackupMistake:
    return BackupMistake(file, f"the file is damaged: {problem}", "Take another backup.")


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
