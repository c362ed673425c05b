"""docs/PERFORMANCE.md says what `make bench` found, and every goal that is missed has its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.line import Line, at_least
from bench.reasons import REASONS, explained
from bench.report import BEGIN, END, UNKNOWN, report, written_into

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOUND = json.loads((DOCS / "bench.json").read_text(encoding="utf-8"))
LINE = Line("a tap", 200, 100, "taps/s", "a peer", at_least(3))


def test_the_page_says_what_the_bench_found() -> None:
    page = (DOCS / "PERFORMANCE.md").read_text(encoding="utf-8")
    stands = page[page.index(BEGIN) + len(BEGIN) : page.index(END)].strip()
    assert stands == report(FOUND), "run make bench, which writes docs/PERFORMANCE.md with docs/bench.json"


def test_every_goal_that_is_missed_has_its_reason() -> None:
    silent = [
        line["what"] for line in FOUND["lines"] if line["verdict"].startswith("missed") and not line["why"]
    ]
    assert not silent, "find out why and say it in bench/reasons.py"


def test_no_reason_is_for_a_line_that_the_bench_does_not_have() -> None:
    known = {(line["what"], line["beside"]) for line in FOUND["lines"]}
    assert set(REASONS) <= known, "take the line's words as they stand in docs/bench.json"


def test_a_missed_goal_comes_with_what_it_comes_to_and_why(tmp_path: Path) -> None:
    machine = {"cores": 4, "python": "3.11", "at": "today", "noise": ""}
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    written_into(page, {"machine": machine, "lines": [LINE.as_json()]})
    said = page.read_text(encoding="utf-8")
    assert said.startswith("before\n")
    assert said.endswith("\nafter\n")
    assert "old" not in said
    assert "Of 1 goals 0 are met" in said
    assert f"| a tap | a peer | 2× | ≥ 3× | {UNKNOWN} |" in said


def test_a_goal_that_is_met_needs_no_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.reasons.REASONS", {("a tap", "a peer"): "it thinks"})
    assert explained(LINE).why == "it thinks"
    assert explained(Line("a tap", 400, 100, "taps/s", "a peer", at_least(3))).why == ""


def test_a_page_without_a_place_for_it_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(ValueError, match="put them where the report belongs"):
        written_into(page, FOUND)
    assert page.read_text(encoding="utf-8") == "nothing\n"
