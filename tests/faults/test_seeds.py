"""A night can be had again by its seed: what of it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.catalogue import Fault
from tests.faults.torture import Run, played

NO_ANSWERS = "faults/test_telegram_storms.py::test_answers_that_are_no_answers_are_waited_out[sqlite]"
FAULT = Fault("F14", "no answers", "V10", 5, 5, (NO_ANSWERS,))


@pytest.mark.slow
def test_two_runs_with_one_seed_strike_the_same_blows_in_the_same_order(tmp_path: Path) -> None:
    """Whom they meet at what is chance: docs/FAULTS.md."""
    with ThreadPoolExecutor() as runs:
        one, again, other = runs.map(_blows, (tmp_path / name for name in "abc"), (7, 7, 8))
    assert len(one) == FAULT.here
    assert one == again != other


def _blows(folder: Path, seed: int) -> list[str]:
    """As `make torture` lists them."""
    folder.mkdir()
    run = Run(FAULT, seed)
    code, _ = asyncio.run(played(run, 0, folder))
    assert code == 0, (folder / f"{run.name}.log").read_text()
    return (folder / f"{run.name}.blows").read_text().splitlines()
