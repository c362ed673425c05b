"""A tap, the whole path, on SQLite: beside the usual stack, and beside SQLite and aiogram alone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import bare, ours, stage, usual
from bench.line import Line, at_least, at_most, line_of
from bench.rounds import Run, Say, interleaved

COUNTED = {
    "inbox": "state = 'applied'",
    "timeline": "kind IN ('step_answered', 'more_time')",
    "timers": "kind IN ('ask_again', 'silent')",
    "outbox": "state = 'pending'",
    "incidents": "turn = 2",
}
EACH = {"inbox": 1, "timeline": 2, "timers": 4, "outbox": 1, "incidents": 1}
"""Rows of one tap that are there after it, and of none before it."""
ONE = "usual stack, one connection"
"""And on one core, where it is half as quick again: its thread and its event loop take turns too."""
WARM = 64
"""Taps that go before what is counted: whoever has connections to open has opened them then."""


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    taps, rounds = (160, 3) if quick else (320, 4)
    with TemporaryDirectory(prefix="bench-tap-") as folder:
        return _lines(Path(folder), taps, rounds, say)


def _lines(folder: Path, taps: int, rounds: int, say: Say) -> list[Line]:
    now = stage.this_moment()
    template, numbers = folder / "template.sqlite", count()
    say(f"{taps} operators in the middle of an incident")
    stage.build(f"sqlite:///{template}", taps, now=now)
    raw = presses(taps)

    def fresh() -> Path:
        return Path(shutil.copy(template, folder / f"{next(numbers)}.sqlite"))

    with bare.recorded() as actions:
        ours.taps(f"sqlite:///{fresh()}", raw, folder)

    def we() -> Run:
        file = fresh()
        run = ours.taps(f"sqlite:///{file}", raw, folder, warm=WARM)
        return _proved(file, taps, run)

    def they(*, alone: bool = False) -> Run:
        file = fresh()
        with ours.as_it_is_run() if alone else nullcontext():
            run = usual.taps(f"sqlite:///{file}", raw, warm=WARM, alone=alone)
        return _proved(file, taps, run)

    def alone() -> Run:
        file = fresh()
        return _proved(file, taps, bare.sqlite_alone(file, actions, taps))

    contestants: dict[str, Callable[[], Run]] = {
        "ours": we,
        "usual stack": they,
        ONE: partial(they, alone=True),
        "SQLite alone": alone,
        "aiogram alone": lambda: bare.aiogram_alone(raw),
    }
    found = interleaved(contestants, rounds, say, lambda run: f"{run.rate:.0f} taps/s, p99 {run.p99:.0f} ms")
    return _judged(found)


def presses(taps: int, *, first_update: int = 1000, turn: int = 1) -> list[str]:
    """One tap of each of so many operators, as text."""
    at = stage.this_moment()
    return [
        stage.press(
            first_update + number,
            stage.OPERATORS_FROM + number,
            stage.more_time(number, turn=turn),
            at=at,
        )
        for number in range(taps)
    ]


def _judged(found: dict[str, list[Run]]) -> list[Line]:
    rate = {name: [run.rate for run in runs] for name, runs in found.items()}
    p99 = {name: [run.p99 for run in found[name]] for name in ("ours", "usual stack", ONE)}
    peer = "aiogram + SQLAlchemy ORM async + aiosqlite"
    what = "a tap, whole path, SQLite, 64 at once"
    return [
        line_of(what, rate["ours"], rate["usual stack"], "taps/s", peer, at_least(10)),
        line_of(f"{what}: p99", p99["ours"], p99["usual stack"], "ms", peer, at_most(0.1)),
        line_of(what, rate["ours"], rate[ONE], "taps/s", ONE, at_least(10)),
        line_of(f"{what}: p99", p99["ours"], p99[ONE], "ms", ONE, at_most(0.1)),
        line_of(what, rate["ours"], rate["SQLite alone"], "taps/s", "the same rows, sqlite3", at_least(0.1)),
        line_of(
            what, rate["ours"], rate["aiogram alone"], "taps/s", "aiogram, empty handler", at_least(0.25)
        ),
    ]


def _proved(file: Path, taps: int, run: Run) -> Run:
    """The work was done, once: every row that a tap leaves is there. Raises AssertionError."""
    with sqlite3.connect(file) as connection:
        for table, where in COUNTED.items():
            rows = connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]  # noqa: S608
            if rows != taps * EACH[table]:
                raise AssertionError(f"{table} has {rows} rows where {where}, not {taps * EACH[table]}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for one in file.parent.glob(f"{file.name}*"):
        one.unlink()
    return run
