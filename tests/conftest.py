"""What most tests need: a database as the migrations make it, and a clock that stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.migrating import migrate


@pytest.fixture(scope="session")
def migrated_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database made by the real migrations, once; tests get copies, because that is quick."""
    file = tmp_path_factory.mktemp("template") / "night.sqlite"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def database_file(migrated_template: Path, tmp_path: Path) -> Path:
    """An empty, migrated SQLite file of this test's own."""
    return Path(shutil.copy(migrated_template, tmp_path / "night.sqlite"))


@pytest.fixture
def db(database_file: Path) -> Iterator[Database]:
    """The database open, and closed when the test is over."""
    database = Database(f"sqlite:///{database_file}")
    yield database
    database.close()


@pytest.fixture
def clock() -> WoundClock:
    """A clock that stands at midnight UTC of a Sunday until the test winds it."""
    return WoundClock(datetime(2026, 11, 22, tzinfo=UTC))
