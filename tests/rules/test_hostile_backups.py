"""A backup that somebody made as hurtful as they like is refused in words, and the night stays as it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.backup.making import make_backup
from bot.backup.paper import BackupMistake, checksum_beside
from bot.backup.restoring import restore
from bot.db import file_of
from bot.errors import Mistake
from tests.rules.hostile_backups import CRAFTED, Edit, changed

NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)

pytestmark = pytest.mark.sqlite


def crafted(url: str, folder: Path, edit: Edit) -> Path:
    file = make_backup(url, folder / "pictures", folder / "backups", now=NOW).file
    with closing(sqlite3.connect(file)) as connection, connection:
        edit(connection)
    checksum_beside(file).unlink()
    return file


@pytest.mark.parametrize("case", CRAFTED)
def test_a_crafted_backup_is_refused_and_nothing_is_changed(
    database_url: str, tmp_path: Path, case: str
) -> None:
    file = crafted(database_url, tmp_path, CRAFTED[case])
    before = file_of(database_url).read_bytes()
    with pytest.raises(Mistake):
        restore(file, database_url, tmp_path / "pictures", tmp_path, now=NOW)
    assert file_of(database_url).read_bytes() == before
    assert not list(file_of(database_url).parent.glob("*restor*"))


def test_a_checksum_that_is_no_text_is_not_its_own(database_url: str, tmp_path: Path) -> None:
    file = crafted(database_url, tmp_path, lambda _: None)
    checksum_beside(file).write_bytes(b"\xff\xff")
    with pytest.raises(BackupMistake, match="its bytes"):
        restore(file, database_url, tmp_path / "pictures", tmp_path, now=NOW)


@pytest.mark.parametrize(
    ("sha256", "mime"),
    [("../../secret", "image/jpeg"), ("/etc/passwd", "image/png"), ("a" * 5000, "image/png"),
     ("a" * 64, "text/html")],
)  # fmt: skip
def test_of_a_picture_that_cannot_be_no_path_is_made(
    database_url: str, tmp_path: Path, sha256: str, mime: str
) -> None:
    values = f"'{sha256}', '{mime}', 1, 1, 1, 1, NULL, NULL, NULL"
    file = crafted(database_url, tmp_path, changed(f"INSERT INTO pictures VALUES ({values})"))  # noqa: S608
    pictures = restore(file, database_url, tmp_path / "pictures", tmp_path, now=NOW).pictures
    assert (pictures.there, pictures.came, pictures.missing) == (0, 0, ())


def test_tables_of_whoever_copies_the_file_do_no_harm(database_url: str, tmp_path: Path) -> None:
    file = crafted(database_url, tmp_path, changed("CREATE TABLE _litestream_seq (id INTEGER)"))
    assert restore(file, database_url, tmp_path / "pictures", tmp_path, now=NOW).facts.made_at == NOW
