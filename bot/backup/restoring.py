"""Back to a backup: put in place whole or not at all, and on hold. What was there before is set aside."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlalchemy.orm import Session

from bot.backup.copying import fill_server
from bot.backup.paper import FACTS, BackupMistake, Facts, on_the_disk, proved, refuse_strangers, session_on
from bot.backup.shelves import Mirrored, give_back
from bot.db import Database, StorageFailure, file_of, is_postgresql, place_of
from bot.errors import Mistake
from bot.forgetting.erasing import erase, erased_people, is_erased, open_work
from bot.hold.actions import hold
from bot.hold.queries import Held
from bot.migrating import check, migration_engine, refuse_unknown, upgrade
from bot.person.models import Person
from bot.picture.actions import mark_dropped
from bot.schema import REVISION
from bot.single import only_here
from bot.timeline.queries import first_hash

_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Restored:
    """What came of it. `aside`: where the database is that was there before; None when there was none."""

    facts: Facts
    held: Held
    pictures: Mirrored
    aside: str | None
    erased_again: list[int]
    """People who were erased after this backup was made."""
    back_again: list[int]
    """Those of them who cannot be erased in it, because in it something of theirs is open."""


def restore(backup: Path, url: str, pictures: Path, workshop: Path, *, now: datetime) -> Restored:
    """Put this backup in the database's place, on hold. Not under a running bot: AlreadyRunning.

    `pictures`: the shelf; `workshop`: a folder for the copy that is worked on, if it is for a server. Until
    the last moment the database stays as it is; BackupMistake, SchemaMistake say why nothing was changed.
    """
    facts, proof = proved(backup)
    if proof.breaks:
        remedy = f"`nightshift verify {backup}` says where. Take another backup."
        raise BackupMistake(backup, "its history was changed after it was written", remedy)
    refuse_unknown(backup, facts.revision)
    refuse_strangers(backup, facts)
    with only_here(url):
        forgotten = _erased_since(backup, url)
        folder = workshop if is_postgresql(url) else file_of(url).parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = folder / f"{backup.name}.restoring"
        try:
            held, again = _prepared(backup, fresh, facts, forgotten, now)
            returned = give_back(fresh, backup.parent / "pictures", pictures)
            aside = _on_server(fresh, url, now) if is_postgresql(url) else _in_place(fresh, file_of(url), now)
        finally:
            _remove(fresh)
    return Restored(facts, held, returned, aside, again, [one for one in forgotten if one not in again])


def _erased_since(backup: Path, url: str) -> list[int]:
    """Who was erased in the database that is to be replaced, as far as it can still be read.

    Nobody, where it is another night's: its numbers are other people.
    """
    with session_on(backup) as session:
        beginning = first_hash(session)
    with _looked_at(url) as place:
        try:
            check(place)
            db = Database(place)
        except Mistake:
            return []
        try:
            same = db.read_here(first_hash) == beginning
            return db.read_here(erased_people) if same else []
        except (DatabaseError, StorageFailure):
            return []
        finally:
            db.close()


@contextmanager
def _looked_at(url: str) -> Iterator[str]:
    """Where to read it without changing it: SQLite tidies up beside a file that it opens, also an ill one."""
    if is_postgresql(url):
        yield url
        return
    file = file_of(url)
    look = file.with_name(f"{file.name}.looked-at")
    try:
        for path in (file, *_beside(file)):
            if path.exists():
                beside = look.with_name(look.name + path.name.removeprefix(file.name))
                beside.touch(mode=0o600)
                shutil.copyfile(path, beside)
        yield f"sqlite:///{look}"
    finally:
        _remove(look)


def _prepared(
    backup: Path, fresh: Path, facts: Facts, forgotten: list[int], now: datetime
) -> tuple[Held, list[int]]:
    """A copy with the newest schema, in which everything promised waits, and nobody erased is back."""
    _remove(fresh)
    fresh.touch(mode=0o600)
    shutil.copyfile(backup, fresh)
    engine = migration_engine(f"sqlite:///{fresh}")
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP TABLE {FACTS}")
            if facts.revision != REVISION:
                upgrade(connection)
            with Session(connection, info={"source": f"restore {now:{_STAMP}}"}) as session:
                held = hold(session, made_at=facts.made_at, now=now)
                again = [one for one in forgotten if _erased(session, one, now)]
                session.flush()
    finally:
        engine.dispose()
    with closing(sqlite3.connect(fresh)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    on_the_disk(fresh)
    return held, again


def _erased(session: Session, person_id: int, now: datetime) -> bool:
    """Whether they are erased in this copy, from before or from now on."""
    person = session.get(Person, person_id)
    if person is None or is_erased(person):
        return True
    if open_work(session, person_id):
        return False
    for sha256 in erase(session, person_id, by=None, now=now).pictures:
        mark_dropped(session, sha256, now=now)
    return True


def _in_place(fresh: Path, file: Path, now: datetime) -> str | None:
    """The old file keeps a second name before the new one takes its first: there is always one of them.

    Its log goes with it, unopened: SQLite would play it into whatever file has the old name.
    """
    aside = None
    if file.exists():
        aside = file.with_name(f"{file.name}.before-restore-{now:{_STAMP}}")
        aside.unlink(missing_ok=True)
        os.link(file, aside)
    for beside in _beside(file):
        if beside.exists() and aside is not None:
            beside.replace(aside.with_name(aside.name + beside.name.removeprefix(file.name)))
        beside.unlink(missing_ok=True)
    _same_owner(fresh, file.parent)
    fresh.replace(file)
    on_the_disk(file.parent)
    return None if aside is None else str(aside)


def _beside(file: Path) -> list[Path]:
    return [file.with_name(file.name + ending) for ending in ("-wal", "-shm", "-journal")]


def _same_owner(fresh: Path, folder: Path) -> None:
    """Restored by root, it belongs to whoever the folder belongs to: the bot has to open it."""
    if os.geteuid() == 0:
        os.chown(fresh, folder.stat().st_uid, folder.stat().st_gid)


def _on_server(fresh: Path, url: str, now: datetime) -> str | None:
    """In one transaction: what is there goes into a schema of its own, and the backup takes its place."""
    from bot.migrating_server import server_engine, take_the_schema

    engine = server_engine(url)
    try:
        with engine.begin() as connection:
            take_the_schema(connection)
            aside = _set_aside(connection, now)
            upgrade(connection)
            fill_server(fresh, connection)
            return aside and f"{place_of(url)}, schema {aside}"
    except DBAPIError as error:
        cause = str(error.orig).strip().partition("\n")[0]
        remedy = "Nothing was changed. The user of DATABASE_URL has to own the database."
        raise BackupMistake(place_of(url), f"the server refuses ({cause})", remedy) from error
    finally:
        engine.dispose()


def _set_aside(connection: Connection, now: datetime) -> str | None:
    here = connection.scalar(text("SELECT current_schema()"))
    tables = text("SELECT count(*) FROM information_schema.tables WHERE table_schema = :here")
    if not connection.scalar(tables, {"here": here}):
        return None
    aside = f"before_restore_{now:{_STAMP}}".lower()
    connection.exec_driver_sql(f'ALTER SCHEMA "{here}" RENAME TO "{aside}"')
    connection.exec_driver_sql(f'CREATE SCHEMA "{here}"')
    return aside


def _remove(fresh: Path) -> None:
    for path in (fresh, *_beside(fresh)):
        path.unlink(missing_ok=True)
