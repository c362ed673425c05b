"""Backups: which are kept, what is proved when one is made, and what a damaged one says."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.backup.making import Made, make_backup
from bot.backup.paper import BackupMistake, checksum_beside, proved
from bot.backup.restoring import restore
from bot.db import Database, file_of
from bot.person.actions import grant, join
from bot.person.rules import Role
from bot.picture.actions import mark_dropped, note_picture
from bot.picture.keeping import Shelf
from bot.timeline.queries import proof
from tests.faults.pictures import png

NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)


def people(session: Session, first: int, count: int) -> None:
    for number in range(first, first + count):
        person = join(session, telegram_id=number, name=f"P{number}", language="ru", time_zone="UTC", now=NOW)
        grant(session, person.id, Role.OPERATOR, by=None, now=NOW)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def backup(url: str, place: Path, *, minutes: float = 0) -> Made:
    return make_backup(url, place.parent / "pictures", place, now=NOW + timedelta(minutes=minutes))


@pytest.mark.both_databases
async def test_a_backup_has_every_row_and_a_whole_history(
    db: Database, database_url: str, place: Path
) -> None:
    await db.write(people, 1, 3)
    made = await asyncio.to_thread(backup, database_url, place)
    assert made.facts.rows["people"] == made.facts.rows["grants"] == 3
    assert (made.proof.events, made.proof.breaks) == (6, [])
    assert made.proof.head == db.read_here(proof).head
    assert proved(made.file)[0] == made.facts
    with closing(sqlite3.connect(made.file)) as opened:
        assert opened.execute("SELECT name FROM people ORDER BY id").fetchall() == [("P1",), ("P2",), ("P3",)]


@pytest.mark.both_databases
async def test_a_backup_beside_a_busy_bot_is_one_moment_of_it(
    db: Database, database_url: str, place: Path
) -> None:
    busy = threading.Event()

    async def write_on() -> int:
        written = 0
        while not busy.is_set():
            await db.write(people, 1 + written, 1)
            written += 1
        return written

    writing = asyncio.create_task(write_on())  # noqa: TID251
    made = [await asyncio.to_thread(backup, database_url, place, minutes=one) for one in range(3)]
    busy.set()
    assert await writing >= made[-1].facts.rows["people"] > 0
    for one in made:
        assert one.facts.rows["people"] == one.facts.rows["grants"] == one.proof.events / 2
        assert one.proof.breaks == []


def test_nobody_else_may_read_it_and_sha256sum_finds_it_right(
    db: Database, database_url: str, place: Path
) -> None:
    made = backup(database_url, place)
    modes = [path.stat().st_mode & 0o777 for path in (place, made.file, checksum_beside(made.file))]
    assert modes == [0o700, 0o600, 0o600]
    checked = subprocess.run(
        ["sha256sum", "--check", checksum_beside(made.file).name], cwd=place, capture_output=True, check=False
    )
    assert checked.returncode == 0


@pytest.mark.sqlite
def test_what_was_deleted_is_in_no_backup(db: Database, database_url: str, place: Path) -> None:
    db.write_here(lambda session: session.execute(text("CREATE TABLE notes (words TEXT)")))
    db.write_here(lambda session: session.execute(text("INSERT INTO notes VALUES ('a customer''s name')")))
    assert b"a customer's name" in backup(database_url, place).file.read_bytes()
    db.write_here(lambda session: session.execute(text("DELETE FROM notes")))
    assert b"a customer's name" not in backup(database_url, place, minutes=1).file.read_bytes()


def test_older_ones_go_with_their_checksums(db: Database, database_url: str, place: Path) -> None:
    for minutes in (0, 10, 80, 90):
        backup(database_url, place, minutes=minutes)
    names = [path.name for path in sorted(place.glob("nightshift-*"))]
    times = ("032600", "043600", "044600")
    assert names == [f"nightshift-20261122T{at}Z.sqlite{end}" for at in times for end in ("", ".sha256")]


def test_what_a_crash_left_is_gone_with_the_next_one(db: Database, database_url: str, place: Path) -> None:
    place.mkdir()
    for left in ("nightshift-20261122T000000Z.sqlite.half", "nightshift-20261122T000000Z.sqlite.sha256"):
        (place / left).write_text("half")
    made = backup(database_url, place)
    assert sorted(place.glob("nightshift-*")) == [made.file, checksum_beside(made.file)]


@pytest.mark.sqlite
def test_an_ill_database_makes_no_backup_and_costs_none(database_url: str, place: Path) -> None:
    database = Database(database_url)
    database.write_here(people, 1, 500)
    database.close()
    before = backup(database_url, place)
    file = file_of(database_url)
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size - 3 * 4096)
        opened.write(b"\x00\xff" * 4096)
    with pytest.raises(BackupMistake):
        backup(database_url, place, minutes=5)
    assert sorted(place.glob("nightshift-*")) == [before.file, checksum_beside(before.file)]
    assert proved(before.file)[1].breaks == []


def test_a_folder_that_is_none_is_named_with_a_remedy(
    db: Database, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BackupMistake, match=r"the folder cannot be used .* set BACKUP_DIR"):
        backup(database_url, tmp_path / "file" / "inside")


async def test_pictures_are_kept_once_and_go_when_the_shelf_drops_them(
    db: Database, database_url: str, place: Path
) -> None:
    shelf = Shelf(place.parent / "pictures")
    first, second = [await kept_picture(shelf, db, number) for number in (1, 2)]
    made = await asyncio.to_thread(backup, database_url, place)
    assert (made.pictures.there, made.pictures.came) == (2, 2)
    await shelf.drop(first)
    await db.write(_dropped, first)
    again = await asyncio.to_thread(backup, database_url, place, minutes=1)
    assert (again.pictures.there, again.pictures.came, again.pictures.went) == (1, 0, 1)
    assert pictures_in(place) == [second]


async def test_a_picture_that_is_not_what_its_name_says_is_told_of(
    db: Database, database_url: str, place: Path
) -> None:
    shelf = Shelf(place.parent / "pictures")
    sha256 = await kept_picture(shelf, db, 1)
    shelf.path(sha256, "image/png").write_bytes(b"something else")
    made = await asyncio.to_thread(backup, database_url, place)
    assert made.pictures.missing == (sha256,)
    assert pictures_in(place) == []


def pictures_in(place: Path) -> list[str]:
    return [path.stem for path in place.glob("pictures/??/*")]


async def kept_picture(shelf: Shelf, db: Database, number: int) -> str:
    async def chunks() -> AsyncIterator[bytes]:
        yield png(10 + number, 10)

    found = await shelf.keep(chunks())
    await db.write(note_picture, found, now=NOW)
    return found.sha256


def _dropped(session: Session, sha256: str) -> None:
    mark_dropped(session, sha256, now=NOW)


@pytest.mark.both_databases
def test_a_backup_of_either_database_is_a_file_that_can_be_put_in_place(
    db: Database, database_url: str, place: Path, tmp_path: Path
) -> None:
    db.write_here(people, 1, 3)
    made, elsewhere = backup(database_url, place), tmp_path / "elsewhere"
    url = f"sqlite:///{elsewhere / 'night.sqlite'}"
    elsewhere.mkdir()
    done = restore(made.file, url, elsewhere / "pictures", elsewhere, now=NOW)
    assert (done.held, done.aside) == ((0, 0), None)
    other = Database(url)
    assert other.read_here(proof).events == made.proof.events + 1
    assert other.read_here(proof).breaks == []
    other.write_here(people, 4, 1)
    other.close()
    assert [path.name for path in elsewhere.glob("*.restoring*")] == []


# a damaged one


@pytest.fixture
def made(db: Database, database_url: str, place: Path) -> Made:
    db.write_here(people, 1, 3)
    return backup(database_url, place)


def test_a_changed_byte_is_noticed(made: Made) -> None:
    whole = bytearray(made.file.read_bytes())
    whole[-1] ^= 1
    made.file.write_bytes(whole)
    with pytest.raises(BackupMistake, match="its bytes are not those of"):
        proved(made.file)


def test_a_row_that_is_gone_is_noticed_without_the_checksum(made: Made) -> None:
    checksum_beside(made.file).unlink()
    with closing(sqlite3.connect(made.file)) as opened, opened:
        opened.execute("DELETE FROM grants WHERE person_id = 2")
    with pytest.raises(BackupMistake, match="grants has other rows than when it was made"):
        proved(made.file)


def test_what_is_no_backup_is_refused_in_words(tmp_path: Path, database_file: Path) -> None:
    (tmp_path / "words.sqlite").write_text("words")
    for other in (tmp_path / "words.sqlite", database_file, tmp_path / "nothing"):
        with pytest.raises(BackupMistake, match=r"no backup of ours|no such file"):
            proved(other)
