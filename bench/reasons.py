"""Why a goal is not reached, by the line of the table. `make bench` says it where the line is missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bench.line import Line

_TAP, _POSTGRESQL = "a tap, whole path, SQLite, 64 at once", "a tap, whole path, PostgreSQL, 64 at once"
_TIMERS = "100,000 timers armed, 1,000 due in the same second"

_THINKS = (
    "Of the 0.7 ms of a tap SQLite has less than a fifth. The rest is Python: aiogram's types, roles asked "
    "again in the transaction, a chained history, everybody's card."
)
_ORDER = (
    "All actions of a night come there in one order, by one thread of one Python process; "
    "the order is worth more to us than the rate."
)
_ONE = "usual stack, one connection"

REASONS: Mapping[tuple[str, str], str] = {
    (f"{_TAP}: p99", _ONE): "64 wait for one process, so the latest waits as long as 64 taps need.",
    (_TAP, "the same rows, sqlite3"): _THINKS,
    (_TAP, "aiogram, empty handler"): _THINKS,
    (_POSTGRESQL, "aiogram + SQLAlchemy ORM async + asyncpg"): _ORDER,
    (
        "500 tap within 5 s, PostgreSQL: until all is on the phones",
        "the least at 30 a second, 1 a chat",
    ): _ORDER,
    (f"{_TIMERS}: lateness p99", "APScheduler, SQLAlchemy job store, SQLite"): (
        "Each of our timers is an action of its own and is undone alone."
    ),
    ("tap to the lead's phone, 500 others queued at every tap: p99 of 102", "nothing queued"): (
        "At 30 a second a place opens every 33 ms, and a page to two leads takes two of them, behind what is "
        "already on its way; with nothing queued places are open."
    ),
}
"""(what, beside) to the reason, in one sentence or two."""


def explained(line: Line) -> Line:
    """The line with its reason, if it is missed and one is known."""
    return line if line.met else replace(line, why=REASONS.get((line.what, line.beside), ""))
