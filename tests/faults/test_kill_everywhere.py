"""The whole night, killed at every durable boundary: the real process, one night for each of them.

Whoever has less time takes one boundary of so many, beginning with any: NIGHT_EVERY=3.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from random import randrange

import pytest

from tests.faults.cast import make_template
from tests.faults.conftest import Tally
from tests.faults.nights import Ending, Order, many_at_once
from tests.faults.trace import Trace
from tests.postgresql import Server

WHOLE = 4
"""Nights without a death: what all others are compared with, and how many boundaries there are."""
A_LINE_EVERY = 50
EVERY = int(os.environ.get("NIGHT_EVERY") or 1)


def _expected(whole: Iterable[Ending]) -> Trace:
    """What every one of them came to."""
    verdicts = [ending.verdict for ending in whole if ending.verdict is not None and not ending.died]
    assert len(verdicts) == WHOLE, [ending.stuck or ending.codes for ending in whole]
    for verdict in verdicts:
        assert not verdict.broken
        assert verdict.repeats == 0
        assert verdict.trace == verdicts[0].trace, "two whole nights differ"
    return verdicts[0].trace


@pytest.mark.slow
@pytest.mark.alone
def test_killed_at_every_durable_boundary_the_night_comes_to_the_same_history(
    night_place: Path | Server, tmp_path: Path, capfd: pytest.CaptureFixture[str], tally: Tally
) -> None:
    template, began = make_template(night_place), time.monotonic()
    wrong: dict[int, str] = {}
    died, repeats, told = 0, 0, 0
    with many_at_once() as play:
        whole = list(play(Order(n, template, tmp_path / "whole") for n in range(WHOLE)))
        expected, most = _expected(whole), max(len(ending.boundaries) for ending in whole)
        chosen = range(1 + randrange(EVERY), most + 1, EVERY)
        for told, ending in enumerate(play(Order(n, template, tmp_path, n) for n in chosen), start=1):
            died += ending.died
            repeats += ending.verdict.repeats if ending.verdict else 0
            if found := ending.wrong(expected):
                wrong[ending.order.number] = f"{ending.where()}\n" + "\n".join(found)
            if told % A_LINE_EVERY == 0 or told == len(chosen):
                with capfd.disabled():
                    sys.stderr.write(_line(told, chosen, died, repeats, len(wrong), time.monotonic() - began))
                    sys.stderr.flush()
    again = f"\nOne of them again: python -m tests.faults.nights {' '.join(map(str, sorted(wrong)[:5]))}"
    tally.nights, tally.strikes, tally.repeated, tally.marked = told, died, repeats, repeats
    assert not wrong, "\n\n".join(f"{n}: {why}" for n, why in sorted(wrong.items())) + again
    assert told == len(chosen)
    assert died >= told * 0.9, f"only {died} of {told} nights had a death in them"


def _line(told: int, chosen: range, died: int, repeats: int, wrong: int, seconds: float) -> str:
    return (
        f"\nkilled at {told} of {len(chosen)} boundaries ({EVERY=}): {died} died, {told - wrong} converged, "
        f"{wrong} not, {repeats} messages repeated and marked, {seconds:.0f} s\n"
    )


@pytest.mark.slow
@pytest.mark.alone
def test_the_rig_kills_where_it_is_told_to(night_place: Path | Server, tmp_path: Path) -> None:
    template = make_template(night_place)
    with many_at_once() as play:
        endings = list(play(Order(n, template, tmp_path, n) for n in (1, 100, 200)))
    for ending in endings:
        assert ending.verdict is not None, ending.stuck
        assert not ending.verdict.broken
        assert ending.codes == (-9,)
        assert len(ending.boundaries) == ending.order.number
