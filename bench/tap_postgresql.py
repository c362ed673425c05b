"""A tap, the whole path, on PostgreSQL: beside SQLAlchemy's ORM on asyncpg, both durable."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from bench import ours, stage, usual
from bench.line import Line, at_least, at_most, line_of
from bench.rounds import Run, Say, interleaved
from bench.server import durable
from bench.tap import COUNTED, EACH, WARM, presses
from tests.postgresql import Server
from tests.templates import ServerTemplate, template_at


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    taps, rounds = (160, 3) if quick else (320, 4)
    with TemporaryDirectory(prefix="bench-tap-") as folder, durable() as server:
        return _lines(server, Path(folder), taps, rounds, say)


def _lines(server: Server, folder: Path, taps: int, rounds: int, say: Say) -> list[Line]:
    url = server.new()
    say(f"{taps} operators in the middle of an incident")
    stage.build(url, taps, now=stage.this_moment())
    template, raw = template_at(url, server), presses(taps)

    def we() -> Run:
        fresh = template.copy(folder)
        return _proved(template, fresh, taps, ours.taps(fresh, raw, folder, warm=WARM))

    def they() -> Run:
        fresh = template.copy(folder)
        return _proved(template, fresh, taps, usual.taps(fresh, raw, warm=WARM))

    found = interleaved(
        {"ours": we, "usual stack": they},
        rounds,
        say,
        lambda run: f"{run.rate:.0f} taps/s, p99 {run.p99:.0f} ms",
    )
    peer, what = "aiogram + SQLAlchemy ORM async + asyncpg", "a tap, whole path, PostgreSQL, 64 at once"
    rates = ([run.rate for run in found[name]] for name in ("ours", "usual stack"))
    late = ([run.p99 for run in found[name]] for name in ("ours", "usual stack"))
    return [
        line_of(what, next(rates), next(rates), "taps/s", peer, at_least(3)),
        line_of(f"{what}: p99", next(late), next(late), "ms", peer, at_most(0.33)),
    ]


def _proved(template: ServerTemplate, url: str, taps: int, run: Run) -> Run:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        for table, where in COUNTED.items():
            found = connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()  # noqa: S608
            if found is None or found[0] != taps * EACH[table]:
                raise AssertionError(f"{table} has {found} rows where {where}, not {taps * EACH[table]}")
    template.remove(url)
    return run
