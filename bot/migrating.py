"""The database's schema: brought up to date at a start, refused where it is newer than the program.

Alembic is imported only when there is something to change, because a start is quick otherwise.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DatabaseError

from bot.db import file_of, is_postgresql, place_of, sqlite_engine
from bot.errors import Mistake
from bot.schema import REVISION

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
_PATIENCE_MS = 60_000


class SchemaMistake(Mistake):
    """This database cannot be used as it is. Values: `file` (or server), `problem`, `remedy`."""

    key = "schema-mistake"

    def __init__(self, file: Path | str, problem: str, remedy: str) -> None:
        super().__init__(file=str(file), problem=problem, remedy=remedy)

    def __str__(self) -> str:
        return "{file}: {problem}. {remedy}".format(**self.values)


@dataclass(frozen=True)
class Migration:
    """What happened: revisions before and after (None: there was no database), and the copy made before."""

    before: str | None
    after: str
    copy: Path | None = None


def current_revision(url: str) -> str | None:
    """The revision of the database; None where there is no file, or no table yet."""
    if is_postgresql(url):
        from bot.migrating_server import revision_on_server

        return revision_on_server(url)
    file = file_of(url)
    if not file.exists():
        return None
    with (
        _plainly(file),
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as connection,
    ):
        return _revision(connection.cursor(), file)


def check(url: str) -> None:
    """Refuse a database that is not exactly what this program works with; change nothing."""
    place, revision = place_of(url), current_revision(url)
    if revision is None:
        remedy = "Run: nightshift migrate. Or go to the folder with the bot's .env, if it is not this one."
        raise SchemaMistake(place, "there is no database yet", remedy)
    if revision in _older():
        raise SchemaMistake(place, f"it has the older schema {revision}", "Run: nightshift migrate.")
    refuse_unknown(place, revision)


def migrate(url: str) -> Migration:
    """Bring the database up to date, making it where there is none; SchemaMistake says why it cannot be.

    An existing file is copied first, beside itself; a server has backups of its own. Nobody else migrates
    meanwhile, and a migration that fails leaves everything as it was. A new file is for its owner's eyes
    only: people's words and phones are in it.
    """
    if is_postgresql(url):
        from bot.migrating_server import migrate_server

        return migrate_server(url)
    file, before = file_of(url), current_revision(url)
    if before == REVISION:
        return Migration(before, before)
    with _plainly(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        engine = migration_engine(url)
        try:
            with engine.begin() as connection:
                return _migrate(connection, file)
        finally:
            engine.dispose()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the revisions up to this one on a connection of `migration_engine`, in its transaction."""
    from alembic import command

    command.upgrade(alembic_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Undo the revisions after this one ("base": all)."""
    from alembic import command

    command.downgrade(alembic_config(connection), revision)


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our migrations, on this connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migration_engine(url: str) -> Engine:
    """An engine whose one transaction has the write lock from its beginning, with foreign keys not enforced.

    SQLite changes a table by making it anew, and dropping the old one would empty what refers to it. The
    pragma does nothing inside a transaction, so it is set when the connection is made.
    """
    if is_postgresql(url):
        from bot.migrating_server import server_engine

        return server_engine(url)
    engine = sqlite_engine(url, begin="BEGIN IMMEDIATE")

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")

    return engine


def _migrate(connection: Connection, file: Path) -> Migration:
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - the engine was made for SQLite
    before = _revision(raw.cursor(), file)
    if before == REVISION:
        return Migration(before, before)
    copy = None
    if before is not None:
        refuse_unknown(file, before)
        copy = _copy(file, before)
    upgrade(connection)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise SchemaMistake(
            file, f"after the change a row of {broken[0]} would refer to nothing", "Nothing was changed."
        )
    return Migration(before, REVISION, copy)


def _revision(cursor: sqlite3.Cursor, file: Path) -> str | None:
    tables = {name for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "alembic_version" not in tables:
        if tables:
            raise SchemaMistake(
                file, "this database belongs to another program", "Set DATABASE_URL to a file of its own."
            )
        return None
    row = cursor.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def refuse_unknown(place: Path | str, revision: str) -> None:
    """SchemaMistake for a revision that this program does not know."""
    if not is_known(revision):
        raise SchemaMistake(
            place,
            f"it was made by a newer version of the program (schema {revision}, this one knows {REVISION})",
            "Start that version again, or restore a copy from before the change.",
        )


def is_known(revision: str) -> bool:
    """Whether it is ours, or one that came before."""
    return revision == REVISION or revision in _older()


def _older() -> set[str]:
    names = {path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}
    return {name for name in names if name < REVISION}


def _copy(file: Path, revision: str) -> Path:
    """A whole copy beside the file; the writer's lock is ours, so nothing changes while it is read."""
    copy = _free(file.with_name(f"{file.name}.before-{revision}"))
    half = copy.with_name(f"{copy.name}.half")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(half)) as target:
        source.backup(target)
    half.replace(copy)
    return copy


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}.{number}")
    return free


@contextmanager
def _plainly(file: Path) -> Iterator[None]:
    """Say what the machine refuses as a sentence."""
    try:
        yield
    except (sqlite3.DatabaseError, DatabaseError) as error:
        cause = str(error.orig) if isinstance(error, DatabaseError) else str(error)
        raise SchemaMistake(file, f"the database cannot be used ({cause})", _remedy(cause)) from error
    except OSError as error:
        remedy = "Give the folder to whoever runs the bot, or set DATA_DIR to another one."
        raise SchemaMistake(file, f"the folder cannot be used ({error.strerror})", remedy) from error


def _remedy(cause: str) -> str:
    if "locked" in cause:
        return "Another process holds it: end that one, or wait until it has migrated."
    if "full" in cause:
        return "Make room on the disk; nothing was changed."
    if "readonly" in cause or "unable to open" in cause:
        return "Let whoever runs the bot write the file and its folder."
    return "Restore a copy, or set DATABASE_URL to another file."
