"""`make torture`: the whole catalogue as often as a night allows, told as it goes, with a report at the end.

ONLY=F11,F13 plays these; SCALE=0.1 a tenth of it; SEED=7 the same blows again (else any, and it is printed):
run number k of a fault has the seed SEED + k. What struck and what failed is in build/torture/, and one line
plays it again; docs/FAULTS.md says what of a night that repeats.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom
from statistics import median
from typing import Any

from bot.clock import SystemClock
from tests.faults.catalogue import CATALOGUE, Fault
from tests.faults.page import SEEN

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "torture"
SIDE_BY_SIDE = max(1, (os.cpu_count() or 2) - 1)
"""A night waits for much of its time, and its bot and its people each want a core while they work."""
AS_LONG_AS_IT_LASTS = {"NIGHT_SERVER_AWAY_SECONDS": "600"}
"""In a whole night no clock is wound past what has to be waited for."""
FEWEST = 0.02
"""Of the boundaries in F01, however short the night."""


@dataclass(frozen=True)
class Run:
    """One run of a fault's tests."""

    fault: Fault
    seed: int

    @property
    def name(self) -> str:
        return f"{self.fault.number}-{self.seed}"


@dataclass
class Sum:
    """What all runs of one fault came to."""

    fault: Fault
    runs: int = 0
    failed: list[int] = field(default_factory=list)
    strikes: int = 0
    lost: int = 0
    repeated: int = 0
    marked: int = 0
    restarts: list[float] = field(default_factory=list)
    take_overs: list[float] = field(default_factory=list)
    seconds: float = 0

    def add(self, seed: int, code: int, seconds: float, tallies: Sequence[Mapping[str, Any]]) -> None:
        """One run more: how its tests ended, and what they counted."""
        self.runs, self.seconds = self.runs + 1, self.seconds + seconds
        self.failed += [seed] if code else []
        for tally in tallies:
            for name in ("strikes", "lost", "repeated", "marked", "restarts", "take_overs"):
                setattr(self, name, getattr(self, name) + tally[name])
        if not any(tally["strikes"] for tally in tallies):
            self.strikes += self.fault.here  # its tests count for themselves

    def seen(self, how: str) -> str:
        """For docs/FAULTS.md: what these runs came to."""
        ended = f"{len(self.failed)} of {self.runs} runs failed" if self.failed else "held"
        counts = f"{self.strikes} blows, {self.lost} lost, {self.repeated} repeated, {self.marked} marked"
        times = {"polls again after": self.restarts, "taken over after": self.take_overs}
        also = [f"{what} {_times(seconds)} s" for what, seconds in times.items() if seconds]
        return "; ".join([f"{how}: {ended}, {counts}", *also])

    def row(self) -> str:
        """One line of the report's table."""
        cells = (
            self.fault.number,
            self.fault.what,
            self.runs,
            self.strikes,
            len(self.failed),
            self.lost,
            self.repeated,
            self.marked,
            _times(self.restarts),
            _times(self.take_overs),
            self.fault.holds,
        )
        return "| " + " | ".join(str(cell) for cell in cells) + " |"


HEAD = (
    "| fault | what | runs | blows | failed | lost | repeated | of these marked | polls again after, s "
    "| taken over after, s | holds |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|"
)


def chosen(only: str) -> list[Fault]:
    """The faults of these numbers, with commas between; all when none is named. ValueError: no such fault."""
    numbers = {one.strip().upper() for one in only.split(",") if one.strip()}
    if unknown := numbers - {fault.number for fault in CATALOGUE}:
        raise ValueError(f"no such fault: {', '.join(sorted(unknown))}. There are F01 to F31.")
    return [fault for fault in CATALOGUE if not numbers or fault.number in numbers]


async def torture(faults: Sequence[Fault], seed: int, scale: float) -> int:
    """Play it all; answers how many runs failed."""
    sums = {fault.number: Sum(fault) for fault in faults}
    runs = [Run(fault, seed + k) for fault in faults for k in range(fault.runs(scale))]
    FOLDER.mkdir(parents=True, exist_ok=True)
    _say(f"torture: {len(faults)} faults, {len(runs)} runs, SEED={seed} SCALE={scale:g}")
    began, places = time.monotonic(), asyncio.Semaphore(SIDE_BY_SIDE)
    together = [run for run in runs if not run.fault.alone]

    async def one(run: Run) -> None:
        async with places:
            await _play(run, sums[run.fault.number], len(runs), sums, began, scale)

    for run in (run for run in runs if run.fault.alone):
        await one(run)
    await asyncio.gather(*(one(run) for run in reversed(together)))  # the longest nights stand last
    report = _report(list(sums.values()), seed, scale, time.monotonic() - began)
    (FOLDER / "report.md").write_text(report)
    how = f"{SystemClock().now().date()}, SEED={seed} SCALE={scale:g}"
    SEEN.write_text(json.dumps({number: one.seen(how) for number, one in sums.items()}))
    _say(f"\n{report}\nThe same in {(FOLDER / 'report.md').relative_to(ROOT)}")
    return sum(len(one.failed) for one in sums.values())


async def _play(run: Run, whole: Sum, of: int, sums: dict[str, Sum], began: float, scale: float) -> None:
    tally, log = FOLDER / f"{run.name}.jsonl", FOLDER / f"{run.name}.log"
    started = time.monotonic()
    code, tallies = await played(run, scale, FOLDER)
    whole.add(run.seed, code, time.monotonic() - started, tallies)
    done = sum(one.runs for one in sums.values())
    _say(
        f"{time.monotonic() - began:6.0f} s {done:4} of {of}  {run.name:12} {'FAILED' if code else 'held':6} "
        f"{whole.strikes:6} blows, {whole.lost} lost, {whole.repeated} repeated, {whole.marked} marked"
        + (f"   see {log.relative_to(ROOT)}" if code else "")
    )
    if not code:
        log.unlink()
        tally.unlink(missing_ok=True)


async def played(run: Run, scale: float, folder: Path) -> tuple[int, list[Mapping[str, Any]]]:
    """The exit code of its tests, and what they counted. In the folder: what they said, and each blow."""
    tally, log = folder / f"{run.name}.jsonl", folder / f"{run.name}.log"
    tally.unlink(missing_ok=True)
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "pytest", "-q", "-m", "", "-p", "no:cacheprovider"),
            *(f"tests/{test}" for test in run.fault.tests),
            cwd=ROOT,
            env={"NIGHT_EVERY": str(round(1 / min(1, max(scale, FEWEST))))}
            | (AS_LONG_AS_IT_LASTS if scale >= 1 else {})
            | os.environ
            | {"NIGHT_SEED": str(run.seed), "NIGHT_TALLY": str(tally)},
            stdout=file,
            stderr=file,
        )
        code = await process.wait()
    tallies = [json.loads(line) for line in tally.read_text().splitlines()] if tally.exists() else []
    blows = [f"{one['test']}: {blow}" for one in tallies for blow in one["blows"]]
    (folder / f"{run.name}.blows").write_text("".join(f"{line}\n" for line in blows))
    return code, tallies


def _report(sums: Sequence[Sum], seed: int, scale: float, seconds: float) -> str:
    failed = sum(len(one.failed) for one in sums)
    runs, blows = sum(one.runs for one in sums), sum(one.strikes for one in sums)
    lost, marked = sum(one.lost for one in sums), sum(one.marked for one in sums)
    repeated = sum(one.repeated for one in sums)
    counts = f"{blows} blows, lost {lost}, repeated {repeated}, of these marked {marked}"
    lines = [
        f"# Torture: {runs} runs in {seconds / 60:.0f} min, {failed} failed",
        "",
        f"SEED={seed} SCALE={scale:g}: {counts}.",
        "",
        HEAD,
        *(one.row() for one in sums),
        "",
    ]
    lines += [
        f"again: make torture ONLY={one.fault.number} SEED={number} SCALE=0"
        for one in sums
        for number in one.failed
    ]
    lines += [f"{one.fault.number}: {one.fault.note}" for one in sums if one.fault.note]
    return "\n".join(lines) + "\n"


def _times(seconds: Sequence[float]) -> str:
    """Middle and worst."""
    return f"{median(seconds):.1f}, at most {max(seconds):.1f}" if seconds else ""


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    try:
        faults = chosen(os.environ.get("ONLY", ""))
    except ValueError as wrong:
        _say(str(wrong))
        return 2
    seed = int(os.environ.get("SEED") or SystemRandom().randrange(10**6))
    return 1 if asyncio.run(torture(faults, seed, float(os.environ.get("SCALE") or 1))) else 0


if __name__ == "__main__":
    sys.exit(main())
