"""Whatever is drawn, Telegram takes it; whatever people wrote stands there, and none of it can be tapped."""

import json
from typing import Any

import pytest
import tdjson
from aiogram.types import MessageEntity
from aiogram.utils.formatting import Bold, Italic, Text
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import formatted
from bot.telegram.drawing import Button, Drawing, clean, clipped, inline, said, untappable

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)
TAPPED = {"Mention", "BotCommand", "Hashtag", "Cashtag", "Url", "EmailAddress"}
LURES = [
    "@all @night_shift_bot",
    "/ack_42",
    "http://a.example.com/x?y=1 and https://example.com",
    "example.com, кц.рф, t.me/x",
    "olga@example.com",
    "10.0.0.1:8080/x",
    "#tag and $USD",
    "tg://resolve?domain=x",
]


def found_by_telegram(text: str) -> set[str]:
    """Kinds of things that Telegram's own library would make tappable in a plain text."""
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')
    asked = json.dumps({"@type": "getTextEntities", "text": text}).encode()
    answer: dict[str, Any] = json.loads(tdjson.td_execute(asked) or b"{}")
    return {entity["type"]["@type"].removeprefix("textEntityType") for entity in answer["entities"]} & TAPPED


@pytest.mark.parametrize("lure", LURES)
def test_the_lures_of_this_file_are_lures(lure: str) -> None:
    assert found_by_telegram(lure)


@pytest.mark.parametrize("lure", LURES)
def test_nothing_that_people_write_can_be_tapped(lure: str) -> None:
    for text in (said(lure).render()[0], inline(lure)):
        assert found_by_telegram(text) == set()
        assert text.replace("\u2060", "") == lure


@given(ANYTHING)
def test_people_are_quoted_literally_and_telegram_takes_it(words: str) -> None:
    text, entities = Drawing(Text("Ольга: 😀 ", said(words, lines=1000), Bold("конец"))).rendered()
    formatted(text, entities, longest=4096, too_long="too long", most_entities=100)
    kept = "\n".join(clean(words).strip().split("\n"))
    assert text == f"Ольга: 😀 {untappable(kept) or '…'}конец"


@given(ANYTHING, st.integers(2, 60))
def test_however_short_it_must_be_telegram_takes_it(words: str, longest: int) -> None:
    text, entities = Drawing(Text(Bold("о чём 😀"), said(words), Italic(words))).rendered(longest)
    assert len(text) <= longest
    formatted(text, entities, longest=longest, too_long="too long", most_entities=100)


@given(ANYTHING)
def test_no_words_of_a_drawer_break_a_message(words: str) -> None:
    drawing = Drawing(Text(words, Bold(words)), ((Button(f"x{words}", "go"),),))
    text, entities = drawing.rendered()
    formatted(text, entities, longest=4096, too_long="too long", most_entities=100)
    json.dumps(drawing.kwargs()["reply_markup"].model_dump(mode="json")).encode()
    assert drawing.hash() == drawing.hash()


def test_a_cut_counts_signs_and_not_halves_of_them() -> None:
    text, _ = Drawing(Text("😀" * 4096)).rendered()
    assert text == "😀" * 4096
    text, _ = Drawing(Text("😀" * 4097)).rendered()
    assert text == "😀" * 4095 + "…"


def test_a_quote_ends_where_the_text_was_cut() -> None:
    quoted = Drawing(Text("1234", said("😀" * 50), "after"))
    text, (entity,) = quoted.rendered(20)
    assert text == "1234" + "😀" * 15 + "…"
    assert (entity.offset, entity.length) == (4, 30)


def test_what_is_behind_the_cut_leaves_no_mark() -> None:
    text, entities = clipped("0123456789", [MessageEntity(type="bold", offset=8, length=2)], 5)
    assert (text, entities) == ("0123…", [])


def test_a_hundred_entities_are_enough() -> None:
    _, entities = Drawing(Text(*(Bold("x") for _ in range(150)))).rendered()
    assert len(entities) == 100


def test_a_caption_is_shorter_than_a_text() -> None:
    drawing = Drawing(Text("x" * 5000), ((Button("Go", "go"),),))
    assert len(drawing.kwargs()["text"]) == 4096
    assert len(drawing.kwargs(captioned=True)["caption"]) == 1024
    assert drawing.kwargs()["parse_mode"] is None
    assert drawing.kwargs()["link_preview_options"].is_disabled


def test_long_words_are_clipped_and_say_so() -> None:
    assert said("x" * 5000).render()[0] == "x" * 699 + "…"
    assert said("\n".join("abc"), lines=2).render()[0] == "a\nb…"
    assert said(" \n\t ").render()[0] == "…"


def test_signs_that_lie_or_break_are_taken_out_and_the_rest_stays() -> None:
    assert clean("a\x00b\ud800c\u202ed\r\ne\u2028f\tg 👩‍👧") == "abcd\ne\nf g 👩‍👧"
    assert inline(" two\nlines ") == "two lines"
    assert inline("x" * 100) == "x" * 63 + "…"


@pytest.mark.parametrize("wrong", ["", "я" * 33, "x" * 65])
def test_a_button_that_telegram_would_refuse_is_never_made(wrong: str) -> None:
    with pytest.raises(ValueError, match="button data"):
        Button("Go", wrong)


def test_a_button_says_something() -> None:
    with pytest.raises(ValueError, match="label"):
        Button("  ", "go")


def test_a_message_has_buttons_or_a_keyboard() -> None:
    with pytest.raises(ValueError, match="not both"):
        Drawing(Text("x"), ((Button("Go", "go"),),), keyboard=(("Go",),))


@pytest.mark.parametrize(
    "other",
    [
        Drawing(Text("other"), ((Button("Go", "go"),),)),
        Drawing(Text(Bold("text")), ((Button("Go", "go"),),)),
        Drawing(Text("text"), ((Button("Go", "gone"),),)),
        Drawing(Text("text"), ((Button("Go", "go", "danger"),),)),
        Drawing(Text("text")),
        Drawing(Text("text"), ((Button("Go", "go"),),), picture="a"),
        Drawing(Text("text"), ((Button("Go", "go"),),), protected=True),
    ],
    ids=range(7),
)
def test_what_looks_different_has_a_different_hash(other: Drawing) -> None:
    assert other.hash() != Drawing(Text("text"), ((Button("Go", "go"),),)).hash()


def test_what_looks_the_same_has_the_same_hash() -> None:
    assert Drawing(Text("a", "b")).hash() == Drawing(Text("ab")).hash()
