"""Of a pressed message only what somebody asks is read; the journal has all of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from bot.intake.parsing import parsed
from bot.intake.rules import DEEPEST_READ, Unreadable, entry, readable

NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)
BOT = Bot("1234567890:AAE-of-nobody")
SOMEBODY = {"id": 101, "is_bot": False, "first_name": "Olga"}
CHAT = {"id": 101, "type": "private", "first_name": "Olga"}
KEYBOARD = {"inline_keyboard": [[{"text": "5 more minutes", "callback_data": "answer:1:1:more_time"}]]}


def message(**more: Any) -> dict[str, Any]:
    return {"message_id": 7, "date": 1, "chat": CHAT, "from": SOMEBODY} | more


def press(**of_message: Any) -> dict[str, Any]:
    query = {"id": "1", "from": SOMEBODY, "chat_instance": "-1", "data": "answer:1:1:more_time"}
    return {"update_id": 7, "callback_query": query | {"message": message(text="x", **of_message)}}


def pressed(raw: dict[str, Any]) -> CallbackQuery:
    kept = entry(raw, now=NOW)
    assert kept is not None
    assert json.loads(kept.body) == raw
    query = parsed(kept, BOT).callback_query
    assert query is not None
    return query


def test_a_press_says_who_pressed_what_and_where() -> None:
    query = pressed(press(reply_markup=KEYBOARD, entities=[{"type": "bold", "offset": 0, "length": 1}]))
    assert (query.from_user.id, query.data, query.bot) == (101, "answer:1:1:more_time", BOT)
    assert isinstance(query.message, Message)
    assert (query.message.message_id, query.message.chat.id, query.message.text) == (7, 101, "x")
    assert (query.message.reply_markup, query.message.entities) == (None, None)


@pytest.mark.parametrize("broken", [{"inline_keyboard": [[{}]]}, "a keyboard", None])
def test_a_press_counts_whatever_keyboard_telegram_says_was_below_it(broken: object) -> None:
    assert pressed(press(reply_markup=broken)).data == "answer:1:1:more_time"


@pytest.mark.parametrize("where", [[], "below", 7])
def test_a_press_below_something_that_is_no_message_is_put_aside(where: object) -> None:
    raw = press()
    raw["callback_query"]["message"] = where
    kept = entry(raw, now=NOW)
    assert kept is not None
    with pytest.raises(Unreadable, match="not an update"):
        parsed(kept, BOT)


def test_what_somebody_wrote_is_read_with_all_that_belongs_to_it() -> None:
    bold = {"type": "bold", "offset": 0, "length": 1}
    kept = entry({"update_id": 7, "message": message(text="x", entities=[bold])}, now=NOW)
    assert kept is not None
    read = parsed(kept, BOT).message
    assert read is not None
    assert [one.type for one in read.entities or []] == ["bold"]


@pytest.mark.parametrize("opens", ["[", '{"a":'])
@pytest.mark.parametrize("around", ["", "[[[[", "{{{{"])
def test_only_what_is_nested_too_deeply_is_not_read_however_many_brackets_it_has(
    opens: str, around: str
) -> None:
    closes = "]" if opens == "[" else "}"
    words = json.dumps([around] * 20)[1:-1]
    at_the_edge = f"[{words},{opens * (DEEPEST_READ - 1)}1{closes * (DEEPEST_READ - 1)}]"
    assert readable(at_the_edge)
    with pytest.raises(Unreadable, match="nested deeper"):
        readable(f"[{at_the_edge}]")
