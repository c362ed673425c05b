"""Texts, entities and keyboards: what the stand-in of Telegram shows, and what it refuses."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clock import WoundClock
from bot.sandbox.model import Sandbox
from bot.sandbox.samples import sample
from bot.sandbox.trouble import BotApiError, Json

OLGA = 1


@pytest.fixture
def box() -> Sandbox:
    box = Sandbox(WoundClock(datetime(2026, 11, 22, 22, tzinfo=UTC)))
    box.add_person(OLGA, "Olga Petrova", started=True)
    return box


def refused(box: Sandbox, method: str, **params: Any) -> BotApiError:
    with pytest.raises(BotApiError) as caught:
        box.call(method, {"chat_id": OLGA} | params)
    return caught.value


def keyboard(*rows: list[Json]) -> Json:
    return {"inline_keyboard": list(rows)}


def button(data: str = "go", **more: Any) -> Json:
    return {"text": "Go", "callback_data": data} | more


def test_the_text_limit_counts_code_points_after_trimming(box: Sandbox) -> None:
    box.call("sendMessage", {"chat_id": OLGA, "text": "😀" * 4096 + "  "})
    assert refused(box, "sendMessage", text="a" * 4097).description == "Bad Request: message is too long"


def test_a_text_of_spaces_is_empty(box: Sandbox) -> None:
    assert refused(box, "sendMessage", text=" \n ").description == "Bad Request: message text is empty"


def test_a_caption_has_1024_characters(box: Sandbox) -> None:
    file = {"photo": sample("error_503")}
    box.call("sendPhoto", {"chat_id": OLGA, "caption": "c" * 1024}, file)
    with pytest.raises(BotApiError, match="message caption is too long"):
        box.call("sendPhoto", {"chat_id": OLGA, "caption": "c" * 1025}, file)


def test_entity_offsets_are_utf16_and_move_with_the_trimming(box: Sandbox) -> None:
    bold = {"type": "bold", "offset": 5, "length": 4}
    sent = box.call("sendMessage", {"chat_id": OLGA, "text": "  😀 bold", "entities": [bold]})
    assert sent["text"] == "😀 bold"
    assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 4}]


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ({"type": "bold", "offset": 0, "length": 4}, "after the end of the text at UTF-16 offset 4"),
        ({"type": "bold", "offset": 0, "length": 1}, "in a middle of a UTF-16 symbol"),
        ({"type": "bold", "offset": -1, "length": 1}, "incorrect offset"),
        ({"type": "sparkle", "offset": 0, "length": 2}, "Unsupported type"),
        ({"type": "text_link", "offset": 0, "length": 2}, 'Can\'t find field "url"'),
        ({"type": "date_time", "offset": 0, "length": 2}, 'Can\'t find field "unix_time"'),
    ],
)
def test_a_wrong_entity_is_refused(box: Sandbox, entity: Json, words: str) -> None:
    assert words in refused(box, "sendMessage", text="😀!", entities=[entity]).description


def test_more_than_a_hundred_entities_are_refused(box: Sandbox) -> None:
    entities = [{"type": "bold", "offset": n, "length": 1} for n in range(101)]
    assert "ENTITIES_TOO_LONG" in refused(box, "sendMessage", text="x" * 101, entities=entities).description


@pytest.mark.parametrize("data", ["", "я" * 33])
def test_button_data_has_1_to_64_bytes(box: Sandbox, data: str) -> None:
    box.call("sendMessage", {"chat_id": OLGA, "text": "x", "reply_markup": keyboard([button("я" * 32)])})
    error = refused(box, "sendMessage", text="x", reply_markup=keyboard([button(data)]))
    assert error.description == "Bad Request: BUTTON_DATA_INVALID"


@pytest.mark.parametrize(
    "rows",
    [
        [[button(str(n)) for n in range(9)]],
        [[button(f"{row}{n}") for n in range(8)] for row in range(13)],
        [[button(f"{'x' * 60}{n:02}", text="A long label " * 9)] for n in range(60)],
    ],
    ids=["nine in a row", "104 buttons", "over 10 kB"],
)
def test_too_large_a_keyboard_is_refused(box: Sandbox, rows: list[list[Json]]) -> None:
    error = refused(box, "sendMessage", text="x", reply_markup=keyboard(*rows))
    assert error.description == "Bad Request: reply markup is too long"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": "Go"}, "text buttons are unallowed"),
        (button(url="https://a.example"), "exactly one action"),
        ({"text": "Go", "url": "https://nowhere"}, "Wrong HTTP URL"),
        (button(style="purple"), "unsupported button style"),
        ({"text": "Copy", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        (button(text=" "), "text must be non-empty"),
    ],
)
def test_a_wrong_button_is_refused(box: Sandbox, wrong: Json, words: str) -> None:
    assert words in refused(box, "sendMessage", text="x", reply_markup=keyboard([wrong])).description
