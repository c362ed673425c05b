"""Which versions work side by side: VERSION is raised with whatever two bots must agree on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.schema import VERSION
from tests.rules import side_by_side
from tests.rules.side_by_side import agreed, objection, write_down


def test_what_two_bots_must_agree_on_changes_only_with_the_version() -> None:
    wrong = objection(VERSION, agreed())
    assert not wrong, wrong


def test_it_is_tables_timers_cards_states_and_buttons() -> None:
    lines = agreed()
    for one in (
        "timer climb",
        "card lead_incident",
        "delivered page",
        "word bot.outbox.State: pending",
        "button ack: incident",
        "table outbox: attempts INTEGER NOT NULL",
    ):
        assert one in lines, one


def test_a_change_is_said_line_by_line_with_what_to_do() -> None:
    lines = agreed()
    said = objection(VERSION, [*lines[1:], "timer of_tomorrow"])
    assert "Raise VERSION in bot/schema.py" in said
    assert f"- {lines[0]}" in said
    assert "+ timer of_tomorrow" in said
    assert objection(f"{VERSION}1", lines), "a version that was raised is written down too"


def test_nothing_is_written_down_under_a_version_that_was_not_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_by_side, "FILE", tmp_path / "side_by_side.txt")
    write_down("0004.1", ["timer climb"])
    with pytest.raises(ValueError, match="of_tomorrow"):
        write_down("0004.1", ["timer of_tomorrow"])
    assert side_by_side.written() == ("0004.1", ["timer climb"])
    write_down("0004.2", ["timer of_tomorrow"])
    assert objection("0004.2", ["timer of_tomorrow"]) == ""
