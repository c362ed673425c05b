"""F09: a start on a database that is not there, not whole or not to be written says so and makes none."""

from __future__ import annotations

import asyncio
import ctypes
import shutil
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.sandbox.model import TOKEN
from tests.faults.conftest import Tally
from tests.faults.lives import surroundings

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
    settings = {"database_url": f"sqlite:///{file}", "data_dir": str(tmp_path / "kept"), "bot_token": TOKEN}
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
    folder.chmod(0o755)
    words = told.decode()
    assert process.returncode not in (0, None), words
    assert "Traceback" not in words
    assert str(file.name) in words
    assert TOKEN not in words
    assert _there(folder) == before
    assert not _no_folder(folder / "x").parent.exists()
    tally.count(1)


def _there(folder: Path) -> dict[str, int]:
    """What lies there and how large it is, but for the lock of a start: there can be no two at once."""
    return {path.name: path.stat().st_size for path in folder.iterdir() if path.suffix != ".lock"}


def _as_anybody() -> None:
    """Root may write where nobody else may; the program's people are not root."""
    libc = ctypes.CDLL(None)
    for capability in _PAST_PERMISSIONS:
        libc.prctl(_DROP_FROM_BOUND, capability, 0, 0, 0)
