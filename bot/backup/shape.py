"""Whether a file's tables are those of this program: what is missing, or acts by itself, would show later."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.pool import StaticPool

from bot.backup.paper import BackupMistake
from bot.db import sqlite_engine
from bot.migrating import upgrade
from bot.schema import REVISION

_LISTED = text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'")
_UNIMPORTANT = re.compile(r'[\s"]+')
_ACTS = ("trigger", "view")

Objects = dict[tuple[str, str], str]


def refuse_another(connection: Connection, backup: Path) -> None:
    """BackupMistake unless every table, index and trigger of ours is there and no other trigger or view is.

    Tables of others, like those of a program that copies the file as it grows, do nothing by themselves.
    """
    found, ours = _objects(connection), _made_anew()
    for what, name in ours:
        if found.get((what, name)) != ours[what, name]:
            raise _another(backup, f"the {what} {name} is not as this program makes it")
    for what, name in found:
        if what in _ACTS and (what, name) not in ours:
            raise _another(backup, f"it has a {what} that is none of this program's")
    if connection.scalar(text("SELECT version_num FROM alembic_version")) != REVISION:
        raise _another(backup, "it does not say which schema it has")


def _another(backup: Path, problem: str) -> BackupMistake:
    return BackupMistake(backup, problem, "Take another backup.")


def _made_anew() -> Objects:
    engine = sqlite_engine("sqlite://", begin="BEGIN", poolclass=StaticPool)
    try:
        with engine.begin() as connection:
            upgrade(connection)
            return _objects(connection)
    finally:
        engine.dispose()


def _objects(connection: Connection) -> Objects:
    rows = connection.execute(_LISTED)
    return {(row.type, row.name): _UNIMPORTANT.sub("", row.sql).lower() for row in rows}
