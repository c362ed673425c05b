"""Words for every kind of event, and nothing foreign that could take over a terminal."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.incident.rules import CLOSINGS
from bot.report.rules import BLANKS, by_time, hyphened, printable
from bot.runbook.rules import WorkStatus
from bot.telegram.texts import SHELF, Texts, languages
from bot.timeline.rules import Event

_VARIABLE = re.compile(r"\{ *\$([a-z]+)")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", Event)
def test_every_kind_of_event_has_words_in_every_language(kind: Event, language: str) -> None:
    said = Texts(language, ZoneInfo("UTC"))(f"event-{hyphened(kind)}", **BLANKS)
    assert said.strip(' :,;«»"№.')


@pytest.mark.parametrize("language", languages())
def test_every_variable_of_these_words_is_given_a_blank(language: str) -> None:
    words = Path(SHELF / language / "events.ftl").read_text("utf-8")
    lines = [line for line in words.splitlines() if not line.startswith(("story-", "unknown-"))]
    assert {name for line in lines for name in _VARIABLE.findall(line)} <= {*BLANKS}


@pytest.mark.parametrize("language", languages())
def test_every_ending_and_every_work_status_has_words(language: str) -> None:
    texts = Texts(language, ZoneInfo("UTC"))
    assert all(texts(f"closed-{hyphened(closing)}") for closing in CLOSINGS)
    assert all(texts(f"work-status-{hyphened(status)}") for status in WorkStatus)


def test_foreign_words_stay_in_their_line_and_move_no_cursor() -> None:
    assert printable("a\x1b[2J\nb\u202ec\r\x07") == "a [2J b c"
    assert len(printable("word " * 100)) == 80


def test_only_timers_are_time() -> None:
    assert by_time("timer climb:3 2026-11-22T00:05:00+00:00")
    assert not by_time("update 17")
