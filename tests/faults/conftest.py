"""Seeds that are printed, and a tally that `make torture` adds up."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.faults.invariants import Verdict
from tests.faults.rig import Rig


@dataclass
class Tally:
    """What one test's nights came to."""

    test: str
    nights: int = 0
    strikes: int = 0
    lost: int = 0
    repeated: int = 0
    """Messages that came twice, marked or not."""
    marked: int = 0
    blows: list[str] = field(default_factory=list)
    """What struck, in order."""
    restarts: list[float] = field(default_factory=list)
    """Seconds until a process polled again after a death."""
    take_overs: list[float] = field(default_factory=list)
    """Seconds until another process did what a dead or paused one had done."""

    def add(self, rig: Rig, verdict: Verdict, *, strikes: int, lost: int = 0) -> None:
        """One night, with so many blows of its fault. `lost`: what the test itself has missed."""
        self.count(strikes)
        self.lost += verdict.lost + lost
        self.repeated += verdict.repeats + verdict.unmarked
        self.marked += verdict.repeats
        self.restarts += rig.night.restarts
        self.blows += rig.night.blows

    def count(self, strikes: int) -> None:
        """A night that has no rig."""
        self.nights, self.strikes = self.nights + 1, self.strikes + strikes


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """Written to the file NIGHT_TALLY, if there is one, a line a test."""
    counted = Tally(request.node.nodeid)
    yield counted
    if file := os.environ.get("NIGHT_TALLY"):
        with Path(file).open("a") as lines:
            lines.write(json.dumps(asdict(counted)) + "\n")


@pytest.fixture
def random() -> Random:
    """NIGHT_SEED's, or any; pytest shows which one when the test fails."""
    seed = int(os.environ.get("NIGHT_SEED") or Random().randrange(10**6))
    sys.stderr.write(f"again: NIGHT_SEED={seed}\n")
    return Random(seed)
