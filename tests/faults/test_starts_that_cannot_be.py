"""F09: a start on a database that is not there, not whole or not to be written says so and makes none.

F05: nor does a start while the PostgreSQL server is away; whoever looks after us starts us again.
"""

from __future__ import annotations

import asyncio
import ctypes
import shutil
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.migrating import migrate
from bot.sandbox.model import TOKEN
from tests.faults.conftest import Tally
from tests.faults.lives import surroundings
from tests.postgresql import Server, drop, name_of, running

PATIENCE = 60
_DROP_FROM_BOUND, _PAST_PERMISSIONS = 24, (1, 2)
"""prctl's PR_CAPBSET_DROP; CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, which root has and nobody else."""


def _no_folder(file: Path) -> Path:
    return file.parent / "not" / "there" / "night.sqlite"


def _a_folder(file: Path) -> Path:
    file.unlink()
    file.mkdir()
    return file


def _cut_off(file: Path) -> Path:
    with file.open("r+b") as open_file:
        open_file.truncate(file.stat().st_size // 3)
    return file


def _scribbled_over(file: Path) -> Path:
    with file.open("r+b") as open_file:
        open_file.write(b"this is no database at all")
    return file


def _read_only(file: Path) -> Path:
    file.chmod(0o444)
    file.parent.chmod(0o555)
    return file


def _somebody_elses(file: Path) -> Path:
    file.chmod(0o000)
    return file


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken", [_no_folder, _a_folder, _cut_off, _scribbled_over, _read_only, _somebody_elses]
)
async def test_a_start_that_cannot_be_says_why_in_words_and_leaves_everything_as_it_is(
    migrated_template: Path, tmp_path: Path, broken: Callable[[Path], Path], tally: Tally
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    file = broken(Path(shutil.copy(migrated_template, folder / "night.sqlite")))
    before = _there(folder)
    code, words = await _started(f"sqlite:///{file}", tmp_path)
    folder.chmod(0o755)
    assert code not in (0, None), words
    assert str(file.name) in words
    assert _there(folder) == before
    assert not _no_folder(folder / "x").parent.exists()
    tally.count(1)


def _killed(server: Server) -> None:
    server.kill()


def _asleep(server: Server) -> None:
    """It is there, and answers nobody."""
    server.interrupt(signal.SIGSTOP)


@pytest.mark.slow
@pytest.mark.parametrize("gone", [_killed, _asleep])
async def test_a_start_while_the_server_is_away_ends_with_code_3_and_a_sentence_and_the_next_one_can_be(
    tmp_path: Path, gone: Callable[[Server], None], tally: Tally
) -> None:
    with running() as server:
        url = server.new()
        known = make_url(url).set(password="very-secret").render_as_string(hide_password=False)
        gone(server)
        code, words = await _started(known, tmp_path)
        if gone is _killed:
            server.start()
        server.interrupt(signal.SIGCONT)
        migrate(url)
    assert (code, len(words.splitlines())) == (3, 1), words
    assert f"postgresql://night:***@/{name_of(url)}: the database cannot be used (" in words
    assert "Look whether the server runs" in words
    assert "very-secret" not in words
    tally.count(1)


@pytest.mark.slow
async def test_a_server_that_does_not_know_the_database_is_named_with_it(
    server: Server, tmp_path: Path
) -> None:
    url = server.new()
    code, words = await _started(url.replace(name_of(url), "no_such_night"), tmp_path)
    drop(url)
    assert code == 3
    assert 'database "no_such_night" does not exist' in words


async def _started(database_url: str, folder: Path) -> tuple[int | None, str]:
    """`nightshift run`: how it ended, and what it said, in which there is no secret and no traceback."""
    settings = {"database_url": database_url, "data_dir": str(folder / "kept"), "bot_token": TOKEN}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env=surroundings(settings),
        stdout=PIPE,
        stderr=PIPE,
        preexec_fn=_as_anybody,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            _, told = await process.communicate()
    except TimeoutError:
        process.kill()
        raise
    words = told.decode()
    assert "Traceback" not in words
    assert TOKEN not in words
    return process.returncode, words


def _there(folder: Path) -> dict[str, int]:
    """What lies there and how large it is, but for the lock of a start: there can be no two at once."""
    return {path.name: path.stat().st_size for path in folder.iterdir() if path.suffix != ".lock"}


def _as_anybody() -> None:
    """Root may write where nobody else may; the program's people are not root."""
    libc = ctypes.CDLL(None)
    for capability in _PAST_PERMISSIONS:
        libc.prctl(_DROP_FROM_BOUND, capability, 0, 0, 0)
