"""docs/SECURITY.md says what the code does: its tests are there, its tables are those of the code."""

from __future__ import annotations

import re

import pytest

from scripts.make_who_may import PAGE, REMEDY, written
from tests.rules.hostile_catalogue import CATALOGUE, ROOT, Row, cases, names_of

_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def guards() -> list[str]:
    """The lines of the table."""
    told = PAGE.read_text(encoding="utf-8")
    table = told.partition("## What guards what")[2].partition("\n## ")[0]
    return [line for line in table.splitlines() if line.startswith("|")][2:]


def test_both_tables_are_what_the_code_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page), REMEDY


def test_a_rule_that_was_changed_by_hand_is_noticed() -> None:
    page = PAGE.read_text(encoding="utf-8")
    forged = page.replace("| `invite` `people` |  |", "| `invite` `people` | RWHC |")
    assert forged != page
    assert written(forged) == page


def test_a_page_without_the_place_for_its_table_is_refused_with_the_lines_that_are_missing() -> None:
    with pytest.raises(ValueError, match="has lost the lines '<!-- who-may: written by"):
        written("# Security\n")


def test_every_guard_names_a_test_that_is_there() -> None:
    assert len(guards()) >= 20
    for line in guards():
        named = _NAMED.findall(line)
        assert named, line
        for file, name in named:
            assert name in names_of(ROOT / file), f"{file}::{name}"


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.what)
def test_every_row_of_the_catalogue_has_its_cases(row: Row) -> None:
    for file, tests in row.tests.items():
        assert {one.partition(" ")[0] for one in tests} <= names_of(ROOT / "tests" / file)
    assert sum(cases(file, one) for file, tests in row.tests.items() for one in tests) >= row.least
