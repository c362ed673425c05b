"""A backup into which somebody put something by hand, or took something out of it, is not put in place."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.backup.making import Made, make_backup
from bot.backup.paper import BackupMistake, checksum_beside, proved, write_facts
from bot.backup.restoring import restore
from bot.backup.shape import stranger_in
from bot.cli import main
from bot.db import Database, file_of
from bot.migrating import migration_engine, upgrade
from bot.person.actions import join
from bot.schema import REVISION

NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)
TRIGGER = "CREATE TRIGGER quiet AFTER INSERT ON outbox BEGIN DELETE FROM outbox; END"
UPDATE = "TRIGGER timeline_refuses_update"
BY_HAND = {
    "a trigger of theirs": (TRIGGER, "the trigger quiet in it is none of ours"),
    "a trigger on a table of theirs": (
        "CREATE TABLE notes (words); CREATE TRIGGER note AFTER INSERT ON notes BEGIN DELETE FROM people; END",
        "the trigger note in it is none of ours",
    ),
    "a view": ("CREATE VIEW everybody AS SELECT * FROM people", "the view everybody in it is none of ours"),
    "an index": (
        "CREATE UNIQUE INDEX one_each ON outbox (person_id)",
        "the index one_each in it is none of ours",
    ),
    "no protection": ("DROP TRIGGER timeline_refuses_delete", "our trigger timeline_refuses_delete is not"),
    "protection in name only": (
        f"DROP {UPDATE}; CREATE {UPDATE} BEFORE UPDATE ON timeline BEGIN SELECT 1; END",
        "the trigger timeline_refuses_update in it is not as we make it",
    ),
    "an index that is another one": (
        "DROP INDEX ix_replicas_name; CREATE INDEX ix_replicas_name ON replicas (name)",
        "the index ix_replicas_name in it is not as we make it",
    ),
    "a column of theirs": (
        "ALTER TABLE people ADD COLUMN note TEXT DEFAULT 'x'",
        "the table people in it is not as we make it",
    ),
}


@pytest.fixture
def made(db: Database, database_url: str, tmp_path: Path) -> Made:
    db.write_here(join, telegram_id=1, name="P", language="ru", time_zone="UTC", now=NOW)
    return make_backup(database_url, tmp_path / "pictures", tmp_path / "backups", now=NOW)


def changed_by_hand(made: Made, sql: str) -> Path:
    """As somebody does who knows of the checksum and of what the file says of itself."""
    checksum_beside(made.file).unlink()
    with closing(sqlite3.connect(made.file)) as opened, opened:
        opened.executescript(sql)
        opened.execute("DROP TABLE backup_facts")
        notes = "CREATE TABLE notes" in sql
    write_facts(
        made.file, type(made.facts)(NOW, REVISION, {**made.facts.rows} | ({"notes": 0} if notes else {}))
    )
    return made.file


@pytest.mark.both_databases
@pytest.mark.parametrize("what", BY_HAND)
def test_what_somebody_changed_by_hand_is_refused_in_a_sentence_and_nothing_is_replaced(
    made: Made, db: Database, database_url: str, tmp_path: Path, what: str
) -> None:
    sql, said = BY_HAND[what]
    file = changed_by_hand(made, sql)
    assert proved(file)[1].breaks == []
    db.write_here(join, telegram_id=2, name="Q", language="ru", time_zone="UTC", now=NOW)
    db.close()
    with pytest.raises(BackupMistake, match=re.escape(said)) as caught:
        restore(file, database_url, tmp_path / "pictures", tmp_path, now=NOW)
    assert "Take another backup" in str(caught.value)
    there = Database(database_url)
    assert there.read_here(lambda session: session.scalar(text("SELECT count(*) FROM people"))) == 2
    there.close()


def test_verify_says_so_before_it_is_needed(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    file = changed_by_hand(made, TRIGGER)
    assert main(["verify", str(file)]) != 0
    assert "the trigger quiet in it is none of ours" in capsys.readouterr().err


@pytest.mark.sqlite
def test_a_backup_of_a_database_that_was_changed_by_hand_says_so_when_it_is_made(
    made: Made,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with closing(sqlite3.connect(file_of(database_url))) as opened, opened:
        opened.execute(TRIGGER)
    for name, value in (
        ("DATABASE_URL", database_url),
        ("DATA_DIR", tmp_path),
        ("BACKUP_DIR", tmp_path / "b"),
    ):
        monkeypatch.setenv(name, str(value))
    assert main(["backup"]) != 0
    told = capsys.readouterr()
    assert "the trigger quiet in it is none of ours" in told.err
    assert len(list((tmp_path / "b").glob("*.sqlite"))) == 1, told.out


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", REVISION])
def test_a_backup_of_any_version_is_as_that_version_made_it(revision: str) -> None:
    engine = migration_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection, revision)
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        assert stranger_in(raw, revision) is None
        raw.execute("DROP TRIGGER timeline_refuses_delete")
        assert stranger_in(raw, revision) == "our trigger timeline_refuses_delete is not in it"
        assert stranger_in(raw, "9999") is None, "of a version to come nothing is known"
    engine.dispose()
