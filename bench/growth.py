"""What a long life costs: a million events, ten thousand open incidents, beside a thousand events and ten."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from bench import ours, stage
from bench.history import age, counted, fill
from bench.line import Line, at_most, line_of
from bench.rounds import Run, Say, interleaved
from bench.server import durable
from bot.db import Database
from bot.outage.models import Outage
from bot.person.models import Person
from bot.wiring import DRAWERS
from tests.templates import FileTemplate, Template, template_at

_OPEN = 10
"""Incidents that are open in a young night. Their operators are those who tap, in every night."""
_EACH = 20
"""Taps of each in a round. Thirty within ten seconds would be turned away as a flood."""
_WARM = 4 * _OPEN
"""Taps of a round that are not counted: a bot that has just begun has none of the file's pages at hand."""
_STILL_OPEN = "SELECT count(*) FROM incidents WHERE closed_at IS NULL"
_EVENTS = "SELECT count(*) FROM timeline"


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    """On a file, and on a server as a live one is: its files on the disk, its tables analysed."""
    with TemporaryDirectory(prefix="bench-growth-") as name:
        folder = Path(name)
        file = folder / "template.sqlite"
        _build(f"sqlite:///{file}")
        found = _lines(folder, FileTemplate(file), "", say, quick=quick)
    with TemporaryDirectory(prefix="bench-growth-") as name, durable(max_wal_size="4GB") as server:
        url = server.new()
        _build(url)
        return found + _lines(Path(name), template_at(url, server), ", PostgreSQL", say, quick=quick)


def _build(url: str) -> None:
    stage.build(url, _OPEN, now=stage.this_moment())


def _lines(folder: Path, template: Template, where: str, say: Say, *, quick: bool) -> list[Line]:
    rounds = 3 if quick else 4
    events, many = (100_000, 2_000) if quick else (1_000_000, 10_000)
    nights = _nights(folder, template, events, many, say)
    taps = _taps(folder, nights, rounds, say)
    _join(folder, nights, many)
    boards = _boards(nights, rounds, say)
    for url in nights.values():
        template.remove(url)
    base = f"1,000 events, {_OPEN} open"
    return [
        line_of(f"{what}, {life}{where}", found[name], found["young"], "ms", base, at_most(goal))
        for name, life in (("old", f"{events:,} events"), ("full", f"{many:,} open incidents"))
        for what, found, goal in (("a tap", taps, 1.2), ("a board", boards, 1.5))
    ]


def _nights(folder: Path, template: Template, events: int, many: int, say: Say) -> dict[str, str]:
    """The addresses of three nights that differ in their length, or in how many wait."""
    nights = dict[str, str]()
    for name, so_many, waiting in (("young", 1_000, _OPEN), ("old", events, _OPEN), ("full", 1_000, many)):
        (folder / name).mkdir()
        nights[name] = url = template.copy(folder / name)
        age(url, so_many)
        if waiting > _OPEN:
            fill(url, _OPEN, waiting)
        _expect(name, counted(url, _EVENTS, _STILL_OPEN), [so_many, waiting])
        say(f"{name}: {so_many:,} events of history, {waiting:,} open incidents")
    return nights


def _taps(folder: Path, nights: Mapping[str, str], rounds: int, say: Say) -> dict[str, list[float]]:
    """Milliseconds of one tap, in each round. All tap again where they tapped: the turn counts on."""
    before = {name: counted(url, _EVENTS, _STILL_OPEN) for name, url in nights.items()}
    turns = {name: count(1, _EACH) for name in nights}

    def tapped(name: str) -> Run:
        return ours.taps(nights[name], _presses(next(turns[name])), folder, warm=_WARM)

    contestants: dict[str, Callable[[], Run]] = {name: partial(tapped, name) for name in nights}
    for warm_up in contestants.values():
        warm_up()
    found = interleaved(contestants, rounds, say, lambda run: f"{1000 / run.rate:.2f} ms a tap")
    each = _EACH * (rounds + 1)
    done = (
        "SELECT count(*) FROM inbox WHERE state = 'applied'",
        "SELECT count(*) FROM timeline WHERE kind = 'more_time'",
        f"SELECT count(*) FROM incidents WHERE turn = {each + 1}",  # noqa: S608
        _EVENTS,
        _STILL_OPEN,
    )
    for name, url in nights.items():
        events, waiting = before[name]
        more = each * _OPEN
        _expect(name, counted(url, *done), [more, more, _OPEN, events + 2 * more, waiting])
    return {name: [1000 / run.rate for run in runs] for name, runs in found.items()}


def _presses(turn: int) -> list[str]:
    """Everybody's "5 more minutes", one after another, so many times from this turn on."""
    return [
        stage.press(
            (turn + number) * _OPEN + operator,
            stage.OPERATORS_FROM + operator,
            stage.more_time(operator, turn=turn + number),
            at=stage.this_moment(),
        )
        for number in range(_EACH)
        for operator in range(_OPEN)
    ]


def _join(folder: Path, nights: Mapping[str, str], waiting: int) -> None:
    """It works for those who tapped; as many others report, and are on one board."""
    for name, url in nights.items():
        works = [
            stage.press(
                1_000_000 + operator,
                stage.OPERATORS_FROM + operator,
                f"works:{operator + 1}",
                at=stage.this_moment(),
            )
            for operator in range(_OPEN)
        ]
        ours.taps(url, works, folder)
        stage.together(url, range(_OPEN, 2 * _OPEN), now=stage.this_moment())
        _expect(name, counted(url, _STILL_OPEN), [waiting if name == "full" else _OPEN])


def _boards(nights: Mapping[str, str], rounds: int, say: Say) -> dict[str, list[float]]:
    """Milliseconds to draw the board of the mass outage, in each round the best of some."""
    databases = {name: Database(url) for name, url in nights.items()}

    def drawn(name: str) -> float:
        return min(databases[name].read_here(_board) for _ in range(10))

    found = interleaved(
        {name: partial(drawn, name) for name in nights},
        rounds,
        say,
        lambda took: f"the board in {took:.2f} ms",
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
    if drawing is None or str(_OPEN) not in str(drawing.text.as_kwargs()):
        raise AssertionError("the board does not say how many wait")
    return took


def _expect(name: str, found: list[int], expected: list[int]) -> None:
    if found != expected:
        raise AssertionError(f"{name}: counted {found}, not {expected}")
