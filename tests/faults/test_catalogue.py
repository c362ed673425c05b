"""The catalogue of faults is whole: each number is played, by tests that are there."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.faults.catalogue import CATALOGUE, Fault
from tests.faults.page import FILE, NEVER, page, written
from tests.faults.torture import HEAD, Sum, chosen

TESTS = Path(__file__).parents[1]
IN_CI = {"F02": 50, "F03": 10, "F05": 4, "F06": 4, "F07": 3, "F08": 3, "F09": 6, "F10": 4, "F11": 20,
         "F12": 10, "F13": 10, "F14": 10, "F15": 2, "F16": 20, "F17": 2, "F19": 20, "F20": 200,
         "F21": 6, "F22": 5, "F24": 4,
         "F25": 8, "F26": 96, "F27": 4, "F28": 2, "F29": 10, "F30": 1}  # fmt: skip
"""How often a change has to meet each of them before it is taken in."""


@cache
def functions_in(file: str) -> set[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.parse((TESTS / file).read_text()).body if isinstance(node, functions)}


def test_each_fault_from_f01_to_f31_is_played() -> None:
    numbers = [f"F{number:02}" for number in range(1, 32)]
    assert [fault.number for fault in CATALOGUE] == numbers
    assert all(fault.tests for fault in CATALOGUE)


@pytest.mark.parametrize("fault", CATALOGUE, ids=lambda fault: fault.number)
def test_whoever_plays_it_is_there_and_plays_it_often_enough(fault: Fault) -> None:
    for test in fault.tests:
        file, _, name = test.partition("::")
        assert (
            name in functions_in(file) if name else any(one.startswith("test_") for one in functions_in(file))
        ), test
    assert fault.here >= IN_CI.get(fault.number, 1)
    assert fault.nightly >= fault.here


def test_the_page_says_what_the_catalogue_says_and_what_was_seen() -> None:
    text = FILE.read_text("utf-8")
    seen = written(text)
    assert text == page(seen), "docs/FAULTS.md is not the catalogue's any more: python -m tests.faults.page"
    assert set(seen) == {fault.number for fault in CATALOGUE}
    assert NEVER not in seen.values()
    assert page(seen | {"F11": "held yesterday"}) != text


def test_a_night_of_a_tenth_plays_each_at_least_once() -> None:
    for fault in CATALOGUE:
        assert fault.runs(1) * fault.here >= fault.nightly
        assert 1 <= fault.runs(0.1) <= fault.runs(1)


def test_a_fault_that_nobody_knows_is_a_mistake_of_whoever_asked() -> None:
    assert [fault.number for fault in chosen("f11, F02")] == ["F02", "F11"]
    assert len(chosen("")) == len(CATALOGUE)
    with pytest.raises(ValueError, match="F99"):
        chosen("F99")


def test_what_runs_come_to_is_added_up() -> None:
    fault = CATALOGUE[10]
    total = Sum(fault)
    tally = {"strikes": 20, "lost": 0, "repeated": 3, "marked": 3, "restarts": [0.5, 1.5], "take_overs": []}
    total.add(7, 0, 1.0, [tally, tally])
    total.add(8, 1, 1.0, [tally])
    total.add(9, 0, 1.0, [])
    assert (total.runs, total.failed, total.strikes) == (3, [8], 60 + fault.here)
    assert total.row().count("|") == HEAD.splitlines()[0].count("|")
    assert "1.0, at most 1.5" in total.row()
    said = total.seen("a night")
    assert said.startswith(
        f"a night: 1 of 3 runs failed, {60 + fault.here} blows, 0 lost, 9 repeated, 9 marked"
    )
    assert "polls again after 1.0, at most 1.5 s" in said
