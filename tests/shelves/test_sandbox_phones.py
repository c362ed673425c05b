"""Phones for stories: they find what a person would find, and say what is on them when they don't."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clock import WoundClock
from bot.sandbox.model import Sandbox
from bot.sandbox.phones import Phone
from bot.sandbox.samples import SAMPLES, sample
from bot.sandbox.trouble import CannotDo, Json


@pytest.fixture
def box() -> Sandbox:
    box = Sandbox(WoundClock(datetime(2026, 11, 22, 22, tzinfo=UTC)))
    box.add_person(1, "Olga Petrova", started=True)
    box.add_person(2, "Lev", started=True)
    return box


@pytest.fixture
def olga(box: Sandbox) -> Phone:
    return Phone(box, 1)


def say(box: Sandbox, text: str, *labels: str, **more: Any) -> int:
    rows = [[{"text": label, "callback_data": f"{label}:{text}"[:20]}] for label in labels]
    markup = {"reply_markup": {"inline_keyboard": rows}} if rows else {}
    return int(box.call("sendMessage", {"chat_id": 1, "text": text} | markup | more)["message_id"])


def tapped(box: Sandbox) -> Json:
    query: Json = box.call("getUpdates")[-1]["callback_query"]
    return query


@pytest.mark.parametrize("label", ["✅ It helped", "it  helped", "It he"])
def test_a_label_is_found_without_its_emoji_case_and_end(box: Sandbox, olga: Phone, label: str) -> None:
    say(box, "Step 1", "✅ It helped", "❌ It did not help")
    olga.taps(label)
    assert tapped(box)["data"] == "✅ It helped:Step 1"


def test_the_newest_message_with_the_button_is_tapped(box: Sandbox, olga: Phone) -> None:
    say(box, "Step 1", "Next")
    newer = say(box, "Step 2", "Next")
    say(box, "No buttons here")
    olga.taps("Next")
    assert tapped(box)["message"]["message_id"] == newer


def test_a_missing_button_shows_the_phone(box: Sandbox, olga: Phone) -> None:
    say(box, "Step 1", "Next")
    with pytest.raises(AssertionError, match=r"(?s)Olga Petrova should see a button 'Close'.*\[Next\]"):
        olga.taps("Close")


def test_an_old_button_is_tapped_as_a_phone_would_that_missed_the_edit(box: Sandbox, olga: Phone) -> None:
    message = say(box, "Step 1", "Next")
    box.call("editMessageText", {"chat_id": 1, "message_id": message, "text": "Closed"})
    old = olga.sees("Closed")
    assert olga.buttons() == []
    olga.taps_old(old, "Next")
    assert tapped(box)["data"] == "Next:Step 1"


def test_the_reply_keyboard_writes_its_label(box: Sandbox, olga: Phone) -> None:
    say(box, "Menu", reply_markup={"keyboard": [[{"text": "🆘 Something broke"}]]})
    olga.taps("Something")
    assert olga.messages[-1].text == "🆘 Something broke"
    assert "keyboard: [🆘 Something broke]" in olga.screen()


def test_a_phone_sees_what_the_messages_say_now(box: Sandbox, olga: Phone) -> None:
    message = say(box, "Waiting")
    box.call("editMessageText", {"chat_id": 1, "message_id": message, "text": "Solved"})
    assert olga.sees("Solved").id == message
    olga.does_not_see("Waiting")
    with pytest.raises(AssertionError, match="should not see 'Solved'"):
        olga.does_not_see("Solved")
    with pytest.raises(AssertionError, match=r"(?s)should see 'Waiting'.*Solved"):
        olga.sees("Waiting")


def test_own_words_are_not_what_the_bot_says(olga: Phone) -> None:
    olga.writes("Help")
    olga.does_not_see("Help")
    with pytest.raises(AssertionError, match="a message"):
        _ = olga.last


def test_only_new_messages_with_sound_are_heard(box: Sandbox, olga: Phone) -> None:
    say(box, "loud")
    say(box, "quiet", disable_notification=True)
    assert [post.text for post in olga.heard()] == ["loud"]
    assert olga.heard() == []


def test_the_toast_is_the_last_answer(box: Sandbox, olga: Phone) -> None:
    say(box, "Step 1", "Next")
    assert olga.toast is None
    query = olga.taps("Next")
    box.call("answerCallbackQuery", {"callback_query_id": query, "text": "Noted"})
    assert olga.toast == "Noted"


def test_pictures_go_by_bytes_or_by_name(box: Sandbox, olga: Phone) -> None:
    olga.sends_photo(sample("error_503").data, caption="This")
    olga.sends_document("monitor_photo")
    olga.sends_album(["error_503", "frozen_softphone"])
    olga.sends_voice()
    olga.sends_video()
    assert [post.other or ("photo" if post.photo else "document") for post in olga.messages] == [
        "photo",
        "document",
        "photo",
        "photo",
        "voice",
        "video",
    ]


def test_a_forwarded_card_is_seen_and_tapped_on_the_other_phone(box: Sandbox, olga: Phone) -> None:
    say(box, "Step 1", "Next")
    lev = Phone(box, 2)
    olga.forwards(olga.last, lev)
    assert lev.sees("Step 1").copy_of is olga.last
    lev.taps("Next")
    assert tapped(box)["from"]["id"] == 2


def test_blocked_phones_stay_silent_until_unblocked(olga: Phone) -> None:
    olga.blocks()
    with pytest.raises(CannotDo):
        olga.writes("x")
    olga.unblocks()
    assert olga.writes("x").text == "x"


def test_an_empty_phone_says_so(olga: Phone) -> None:
    assert olga.screen().endswith("(empty)")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_a_picture_telegram_takes(olga: Phone, name: str) -> None:
    assert olga.sends_photo(name).photo
