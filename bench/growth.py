"""What a long life costs: a million events of history, ten thousand open incidents, beside a young night."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from bench import ours, stage
from bench.line import Line, at_most, line_of
from bench.rounds import Run, Say, interleaved
from bench.tap import presses
from bot.db import Database
from bot.outage.models import Outage
from bot.person.models import Person
from bot.wiring import DRAWERS

_BOARD = 40
"""Operators on the board that is drawn."""
_COUNTED = (
    "SELECT count(*) FROM inbox WHERE state = 'applied'",
    "SELECT count(*) FROM timeline WHERE kind = 'more_time'",
)
_OLD = 20_000
"""Closed incidents among which the history is shared."""


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    taps, rounds = (64, 3) if quick else (256, 5)
    events, many = (100_000, 2_000) if quick else (1_000_000, 10_000)
    with TemporaryDirectory(prefix="bench-growth-") as name:
        folder = Path(name)
        young = folder / "young.sqlite"
        stage.build(f"sqlite:///{young}", taps, now=stage.this_moment(), together=_BOARD)
        old, full = (Path(shutil.copy(young, folder / f"{kind}.sqlite")) for kind in ("old", "full"))
        _age(young, 1_000)
        say(f"{_age(old, events):,} events of history")
        say(f"{_fill(full, taps, many):,} open incidents")
        found = _taps(folder, {"young": young, "old": old, "full": full}, taps, rounds, say)
        boards = _boards({"young": young, "old": old, "full": full}, rounds, say)
    base = f"1,000 events, {taps + _BOARD} open"
    return [
        line_of(
            f"a tap, {events:,} events of history", found["old"], found["young"], "ms", base, at_most(1.2)
        ),
        line_of(f"a board, {events:,} events", boards["old"], boards["young"], "ms", base, at_most(1.5)),
        line_of(f"a tap, {many:,} open incidents", found["full"], found["young"], "ms", base, at_most(1.2)),
        line_of(
            f"a board, {many:,} open incidents", boards["full"], boards["young"], "ms", base, at_most(1.5)
        ),
    ]


def _taps(folder: Path, files: dict[str, Path], taps: int, rounds: int, say: Say) -> dict[str, list[float]]:
    """Milliseconds of one tap, in each round. Each taps again where it tapped before: the turn counts on."""
    turns = {name: count(1) for name in files}

    def tapped(name: str) -> Callable[[], Run]:
        def run() -> Run:
            turn = next(turns[name])
            raw = presses(taps, first_update=1000 + turn * taps, turn=turn)
            return ours.taps(f"sqlite:///{files[name]}", raw, folder)

        return run

    for name in files:
        tapped(name)()
    found = interleaved(
        {name: tapped(name) for name in files}, rounds, say, lambda run: f"{1000 / run.rate:.2f} ms a tap"
    )
    for name, file in files.items():
        with sqlite3.connect(file) as connection:
            counted = [connection.execute(query).fetchone()[0] for query in _COUNTED]
            moved = "SELECT count(*) FROM incidents WHERE turn = ?"
            counted.append(connection.execute(moved, (rounds + 2,)).fetchone()[0])
        connection.close()
        expected = [taps * (rounds + 1), taps * (rounds + 1), taps]
        if counted != expected:
            raise AssertionError(f"{name}: applied, written down, moved: {counted}, not {expected}")
    return {name: [1000 / run.rate for run in runs] for name, runs in found.items()}


def _boards(files: dict[str, Path], rounds: int, say: Say) -> dict[str, list[float]]:
    """Milliseconds to draw the board of the mass outage, in each round the best of some."""
    databases = {name: Database(f"sqlite:///{file}") for name, file in files.items()}

    def drawn(name: str) -> Callable[[], float]:
        return lambda: min(databases[name].read_here(_board) for _ in range(10))

    found = interleaved(
        {name: drawn(name) for name in files}, rounds, say, lambda took: f"the board in {took:.2f} ms"
    )
    for database in databases.values():
        database.close()
    return found


def _board(session: Session) -> float:
    outage = session.query(Outage).filter(Outage.mass_at.is_not(None)).one()
    lead = session.query(Person).filter(Person.telegram_id == 101).one()
    began = time.perf_counter()
    drawing = DRAWERS["outage"](session, outage.id, lead, {})
    took = (time.perf_counter() - began) * 1000
    if drawing is None or str(_BOARD) not in str(drawing.text.as_kwargs()):
        raise AssertionError("the board does not say how many wait")
    return took


def _age(file: Path, events: int) -> int:
    """So many events more, of incidents that are closed; how many there are then."""
    with sqlite3.connect(file) as connection:
        last = connection.execute("SELECT max(id) FROM incidents").fetchone()[0]
        olds = min(_OLD, events // 10)
        _copies(connection, "incidents", olds, {
            "id": f"{last} + n", "closed_at": "opened_at", "closed_as": "'self_help'",
        })  # fmt: skip
        connection.execute(
            f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {events}) "  # noqa: S608
            "INSERT INTO timeline (incident_id, kind, by_id, at, why, part, data, previous_hash, hash) "
            f"SELECT {last} + 1 + (n * 7919) % {olds}, 'step_entered', 1, 1790000000000 + n, 'old ' || n, 0, "
            '\'{"step":"reboot","passed":[]}\', lower(hex(randomblob(32))), lower(hex(randomblob(32))) FROM s'
        )
        found = connection.execute("SELECT count(*) FROM timeline").fetchone()[0]
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return int(found)


def _fill(file: Path, taps: int, many: int) -> int:
    """Open incidents more, each with its operator, outage and timers, until there are so many; how many."""
    with sqlite3.connect(file) as connection:
        one = "SELECT operator_id, outage_id FROM incidents WHERE id = ?"
        operator, outage = connection.execute(one, (taps,)).fetchone()
        last = max(connection.execute(f"SELECT max(id) FROM {t}").fetchone()[0] for t in _NUMBERED)  # noqa: S608
        for table, row, more in (
            ("people", operator, {"telegram_id": "900000 + n"}),
            ("outages", outage, {}),
            ("incidents", taps, {"operator_id": f"{last} + n", "outage_id": f"{last} + n"}),
        ):
            _copies(connection, table, many, {"id": f"{last} + n", **more}, where=f"id = {row}")
        new = f"{last} + n"
        _copies(connection, "grants", many, {"person_id": new}, where=f"person_id = {operator}")
        _copies(connection, "shifts", many, {"id": new, "person_id": new}, where=f"person_id = {operator}")
        kind, rest = ('substr("key", 1, instr("key", \':\'))', f"instr(\"key\", ':') + 1 + {len(str(taps))}")
        key = f'{kind} || ({new}) || substr("key", {rest})'
        _copies(connection, "timers", many, {"key": key, "incident_id": new}, where=f"incident_id = {taps}")
        cards = {"person_id": new, "subject_id": new}
        _copies(connection, "cards", many, cards, where=f"person_id = {operator}")
        found = connection.execute("SELECT count(*) FROM incidents WHERE closed_at IS NULL").fetchone()[0]
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return int(found)


_NUMBERED = ("people", "outages", "incidents", "shifts")


def _copies(
    connection: sqlite3.Connection, table: str, number: int, changed: dict[str, str], where: str = "id = 1"
) -> None:
    """So many copies of these rows with other values, given as SQL in which n counts from 1."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    connection.execute(
        f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {number}) "  # noqa: S608
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, s WHERE {where}"
    )
