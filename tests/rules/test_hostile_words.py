"""Hostile words in every place they can come to: they stay words, in their line, and none can be tapped."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from aiogram.utils.formatting import Text
from icalendar import Calendar

from bot.forgetting.exporting import as_text
from bot.importing.ics_out import calendar_of
from bot.log import AsJson, OneLine
from bot.person.models import Person
from bot.person.rules import fitting_name, is_visible
from bot.report.rules import printable
from bot.rota.models import Shift
from bot.sandbox.entities import formatted
from bot.telegram.drawing import Button, Drawing, clean, inline, said
from bot.telegram.texts import Texts
from tests.rules.hostile_words import WORDS
from tests.rules.test_drawing import found_by_telegram

NIGHT = datetime(2026, 11, 22, tzinfo=UTC)
TEXTS = Texts("ru", ZoneInfo("Europe/Kyiv"))
_MOVES_OR_BREAKS = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u2028\u2029\u202e\u202a\u2066"}


def in_a_message(word: str) -> None:
    _sent(*Drawing(Text("Ольга: ", said(word))).rendered(), longest=4096)


def in_a_caption(word: str) -> None:
    _sent(*Drawing(Text("Ольга: ", said(word, most=2000, lines=99))).rendered(1024), longest=1024)


def in_a_line(word: str) -> None:
    """A name in a sentence of ours."""
    sentence = TEXTS("quarantined", name=inline(word))
    assert inline(word) in sentence
    assert "\n" not in inline(word)
    _sent(*Drawing(Text(sentence)).rendered(), longest=4096)


def on_a_button(word: str) -> None:
    markup = Drawing(Text("x"), ((Button(f"• {inline(word)}", "go"),),)).kwargs()["reply_markup"]
    label = json.loads(json.dumps(markup.model_dump(mode="json")))["inline_keyboard"][0][0]["text"]
    assert not set(label) & _MOVES_OR_BREAKS
    assert label.encode()


def in_a_terminal(word: str) -> None:
    assert not set(printable(word)) & _MOVES_OR_BREAKS
    assert len(printable(word)) <= 80


def in_a_calendar(word: str) -> None:
    """Whoever is called so has one event, and it says nothing that we did not."""
    shift = Shift(person_id=1, role="operator", starts_at=NIGHT, ends_at=NIGHT.replace(hour=8), level=1)
    person = Person(id=1, telegram_id=5, name=fitting_name(word))
    [event] = Calendar.from_ical(calendar_of([shift], {1: person}, now=NIGHT)).walk("VEVENT")
    assert {*event} == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "X-NIGHTSHIFT-PERSON", "X-NIGHTSHIFT-ROLE",
        "X-NIGHTSHIFT-LEVEL",
    }  # fmt: skip
    assert event["X-NIGHTSHIFT-ROLE"] == "operator"
    assert event["SUMMARY"] == f"{printable(person.name)}: operator, level 1"


def in_a_log(word: str) -> None:
    """Should it ever come there: one line, one record, and no name with a value of its own."""
    line = OneLine().format(_record(word))
    assert not set(line) & _MOVES_OR_BREAKS
    assert len(line.splitlines()) == 1
    head, _, value = line.partition("why=")
    assert head == "1970-01-01T00:00:00Z WARNING bot.test action=told "
    assert value.startswith('"') or not set(value) & set(' ="')


def in_a_log_of_json(word: str) -> None:
    line = AsJson().format(_record(word))
    assert not set(line) & _MOVES_OR_BREAKS
    assert json.loads(line)["action"] == "told"
    assert {*json.loads(line)} == {"at", "level", "logger", "action", "why"}


def in_an_export(word: str) -> None:
    kept = word.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assert json.loads(as_text({"words": [{"said": kept}]}).encode()) == {"words": [{"said": kept}]}


def in_a_name(word: str) -> None:
    name = fitting_name(word)
    assert is_visible(name)
    assert len(name) <= 64
    assert not {sign for sign in name if sign in {*map(chr, range(0x20)), *"\u2028\u2029\x85\ud800"}}


SINKS: Mapping[str, Callable[[str], None]] = {
    sink.__name__.replace("_", " "): sink
    for sink in (
        in_a_message, in_a_caption, in_a_line, on_a_button, in_a_terminal, in_a_calendar, in_a_log,
        in_a_log_of_json, in_an_export, in_a_name,
    )
}  # fmt: skip


@pytest.mark.parametrize("sink", SINKS)
def test_hostile_words_are_words_and_nothing_else(sink: str) -> None:
    wrong: dict[str, str] = {}
    for word in WORDS:
        try:
            SINKS[sink](word)
        except Exception as error:  # noqa: BLE001  all of them are told, each with its word
            wrong[ascii(word[:60])] = f"{type(error).__name__}: {error}"[:300]
    assert wrong == {}


def test_there_are_at_least_a_hundred_and_fifty_of_them() -> None:
    assert len(WORDS) >= 150
    assert len(SINKS) >= 6


def _sent(text: str, entities: object, *, longest: int) -> None:
    formatted(text, entities, longest=longest, too_long="too long", most_entities=100)  # type: ignore[arg-type]
    assert found_by_telegram(text) == set()
    assert clean(text) == text
    assert {str(one.type) for one in entities} <= {"blockquote"}  # type: ignore[attr-defined]


def _record(word: str) -> logging.LogRecord:
    made = logging.LogRecord("bot.test", logging.WARNING, __file__, 1, "action=told why=%s", (word,), None)
    made.created = 0
    return made
