"""What most tests need: a database as the migrations make it, and a clock that stands.

On which database: SQLite, or with `--database=postgresql` the real server of tests/postgresql.py; then only
what uses a database is run, and each test once. Otherwise a test marked `both_databases` runs on both.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.migrating import migrate
from tests import postgresql
from tests.templates import FileTemplate, ServerTemplate, Template, template_at

KINDS = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=KINDS, help="the one database on which to run what uses one")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked `both_databases` is two, unless one database is asked for."""
    if "database_kind" in metafunc.fixturenames:
        marked, only = metafunc.definition.get_closest_marker, metafunc.config.getoption("--database")
        both = marked("both_databases") is not None and only is None
        kinds = KINDS if both else (only or KINDS[0],)
        kinds = kinds if marked("sqlite") is None else KINDS[:1]
        metafunc.parametrize("database_kind", kinds, ids=kinds if both else [""], scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What looks into no database, or into a file itself, comes to the same on every server."""
    if config.getoption("--database") == "postgresql":
        unlike = [one for one in items if not _on_server(one)]
        config.hook.pytest_deselected(items=unlike)
        items[:] = [one for one in items if _on_server(one)]


def _on_server(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("sqlite") is None and bool({"database_kind", "server"} & {*fixtures})


@pytest.fixture(scope="session")
def migrated_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database made by the real migrations, once; tests get copies, because that is quick."""
    file = tmp_path_factory.mktemp("template") / "night.sqlite"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def server() -> Iterator[postgresql.Server]:
    """A PostgreSQL server for all tests of this process."""
    with postgresql.running() as running:
        yield running


@pytest.fixture(scope="session")
def server_template(server: postgresql.Server) -> ServerTemplate:
    """An empty database on it, made by the real migrations."""
    url = server.new()
    migrate(url)
    return template_at(url, server)


@pytest.fixture
def template(database_kind: str, request: pytest.FixtureRequest) -> Template:
    """What to copy for a database of one's own, of the kind that this run is about."""
    if database_kind == "sqlite":
        return FileTemplate(request.getfixturevalue("migrated_template"))
    found: Template = request.getfixturevalue("server_template")
    return found


@pytest.fixture
def night_place(
    database_kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Path | postgresql.Server:
    """Where a template of a test's own can be made: a file that is not there yet, or the server."""
    if database_kind == "sqlite":
        return tmp_path / "template.sqlite"
    found: postgresql.Server = request.getfixturevalue("server")
    return found


@pytest.fixture
def database_file(migrated_template: Path, tmp_path: Path) -> Path:
    """An empty, migrated SQLite file of this test's own."""
    return Path(shutil.copy(migrated_template, tmp_path / "night.sqlite"))


@pytest.fixture
def database_url(
    database_kind: str, template: Template, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """An empty, migrated database of this test's own; a file is the very one that `database_file` names."""
    if database_kind == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('database_file')}"
        return
    url = template.copy(tmp_path)
    yield url
    template.remove(url)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """The database open, and closed when the test is over."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def clock() -> WoundClock:
    """A clock that stands at midnight UTC of a Sunday until the test winds it."""
    return WoundClock(datetime(2026, 11, 22, tzinfo=UTC))
