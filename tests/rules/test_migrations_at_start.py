"""A start brings the database up to date by itself, and refuses what it cannot be sure of."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot import schema
from bot.migrating import (
    SchemaMistake,
    check,
    current_revision,
    migrate,
)

ROOT = Path(schema.__file__).parent.parent
MOONS = "0998"
"""The revision after ours."""


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


def test_a_missing_database_is_made_with_its_folder(tmp_path: Path) -> None:
    url = url_of(tmp_path / "data" / "night.sqlite")
    with pytest.raises(SchemaMistake, match="no database yet"):
        check(url)
    migration = migrate(url)
    assert (migration.before, migration.after, migration.copy) == (None, schema.REVISION, None)
    check(url)
    assert current_revision(url) == schema.REVISION
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["night.sqlite"]


def test_an_up_to_date_database_is_left_alone(database_file: Path) -> None:
    written_at = database_file.stat().st_mtime_ns
    assert migrate(url_of(database_file)).before == schema.REVISION
    assert database_file.stat().st_mtime_ns == written_at
    assert not [*database_file.parent.glob("*.before-*")]


def test_a_start_without_a_change_does_not_import_alembic(database_file: Path) -> None:
    program = f"import sys; from bot.migrating import migrate; migrate({url_of(database_file)!r}); "
    program += "sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("step", [check, migrate])
def test_a_newer_schema_is_refused_and_left_as_it_is(
    database_file: Path, step: Callable[[str], object]
) -> None:
    set_revision(database_file, "0999")
    with pytest.raises(SchemaMistake, match=r"newer version of the program \(schema 0999"):
        step(url_of(database_file))
    assert current_revision(url_of(database_file)) == "0999"


def test_an_older_database_is_copied_before_it_is_changed(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revisions = one_more_revision(tmp_path)
    monkeypatch.setattr("bot.migrating.MIGRATIONS", revisions)
    monkeypatch.setattr("bot.migrating.REVISION", MOONS)
    with closing(sqlite3.connect(database_file)) as raw:
        raw.execute("INSERT INTO outages (software, opened_at) VALUES ('telephony', 1)")
        raw.commit()
    copied = tmp_path / f"night.sqlite.before-{schema.REVISION}"
    copied.write_text("a copy of an earlier try")
    with pytest.raises(SchemaMistake, match=f"older schema {schema.REVISION}"):
        check(url_of(database_file))

    migration = migrate(url_of(database_file))

    assert (migration.before, migration.after) == (schema.REVISION, MOONS)
    assert copied.read_text() == "a copy of an earlier try"
    assert migration.copy is not None
    assert migration.copy.name == f"night.sqlite.before-{schema.REVISION}.2"
    assert current_revision(url_of(migration.copy)) == schema.REVISION
    for file in (database_file, migration.copy):
        with closing(sqlite3.connect(file)) as raw:
            assert raw.execute("SELECT software FROM outages").fetchall() == [("telephony",)]


def test_a_migration_that_fails_changes_nothing(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.migrating.MIGRATIONS", one_more_revision(tmp_path, then="    1 / 0\n"))
    monkeypatch.setattr("bot.migrating.REVISION", MOONS)
    with pytest.raises(ZeroDivisionError):
        migrate(url_of(database_file))
    assert current_revision(url_of(database_file)) == schema.REVISION
    with closing(sqlite3.connect(database_file)) as raw:
        assert raw.execute("SELECT name FROM sqlite_master WHERE name = 'moons'").fetchall() == []


def one_more_revision(tmp_path: Path, then: str = "") -> Path:
    """Our migrations with one more that adds a table."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for path in [ROOT / "migrations" / "env.py", *(ROOT / "migrations" / "versions").glob("*.py")]:
        (folder / path.relative_to(ROOT / "migrations")).write_text(path.read_text())
    (folder / "versions" / f"{MOONS}_moons.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = {MOONS!r}\ndown_revision = {schema.REVISION!r}\n"
        "def upgrade():\n    op.create_table('moons', sa.Column('id', sa.Integer()))\n" + then
    )
    return folder


def set_revision(file: Path, revision: str) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        raw.commit()


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE letters (id)")
    with pytest.raises(SchemaMistake, match="belongs to another program"):
        migrate(url_of(file))


def test_what_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "letter.sqlite"
    file.write_text("Dear colleagues, " * 100)
    with pytest.raises(SchemaMistake, match="file is not a database"):
        migrate(url_of(file))
    assert file.read_text().startswith("Dear colleagues")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(SchemaMistake, match="the folder cannot be used"):
        migrate(url_of(tmp_path / "data" / "night.sqlite"))


def test_of_two_who_migrate_at_once_one_waits_for_the_other(tmp_path: Path) -> None:
    url, found = url_of(tmp_path / "night.sqlite"), []
    threads = [threading.Thread(target=lambda: found.append(migrate(url))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(str(one.before) for one in found) == [schema.REVISION, schema.REVISION, "None"]
