"""Edits, deletions and answers to taps in the stand-in of Telegram."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clock import WoundClock
from bot.sandbox.hand import Hand
from bot.sandbox.limits import Limits
from bot.sandbox.model import Sandbox
from bot.sandbox.samples import sample
from bot.sandbox.trouble import BotApiError, CannotDo, Json

OLGA, LEV, GROUP = 1, 2, -500
KEYBOARD = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@pytest.fixture
def clock() -> WoundClock:
    return WoundClock(datetime(2026, 11, 22, 22, tzinfo=UTC))


@pytest.fixture
def box(clock: WoundClock) -> Sandbox:
    box = Sandbox(clock)
    box.add_person(OLGA, "Olga", started=True)
    box.add_person(LEV, "Lev", started=True)
    return box


def send(box: Sandbox, text: str = "x", **more: Any) -> int:
    return int(box.call("sendMessage", {"chat_id": OLGA, "text": text} | more)["message_id"])


def call(box: Sandbox, method: str, message_id: int, **more: Any) -> Any:
    return box.call(method, {"chat_id": OLGA, "message_id": message_id} | more)


def test_an_edit_without_a_keyboard_removes_it(box: Sandbox) -> None:
    message = send(box, reply_markup=KEYBOARD)
    edited = call(box, "editMessageText", message, text="y")
    assert (edited["text"], "reply_markup" in edited) == ("y", False)
    assert box.chats[OLGA].posts[message].edited == box.moment()


def test_an_edit_that_changes_nothing_is_refused(box: Sandbox) -> None:
    message = send(box, reply_markup=KEYBOARD)
    with pytest.raises(BotApiError, match="message is not modified: specified new message content"):
        call(box, "editMessageText", message, text="x ", reply_markup=KEYBOARD)


def test_a_missing_or_deleted_message_cannot_be_edited(box: Sandbox) -> None:
    message = send(box)
    call(box, "deleteMessage", message)
    for lost in (message, 777):
        with pytest.raises(BotApiError, match="message to edit not found"):
            call(box, "editMessageText", lost, text="y")


@pytest.mark.parametrize(
    "markup", [{"keyboard": [[{"text": "Menu"}]]}, {"remove_keyboard": True}, {"force_reply": True}]
)
def test_a_message_that_carried_a_reply_keyboard_cannot_be_edited(box: Sandbox, markup: Json) -> None:
    message = send(box, reply_markup=markup)
    with pytest.raises(BotApiError, match="message can't be edited"):
        call(box, "editMessageText", message, text="y")


def test_a_persons_own_message_cannot_be_edited_by_the_bot(box: Sandbox) -> None:
    message = Hand(box, OLGA).write("Help").id
    with pytest.raises(BotApiError, match="message can't be edited"):
        call(box, "editMessageText", message, text="y")


def test_text_and_caption_are_edited_by_their_own_methods(box: Sandbox) -> None:
    text = send(box)
    photo = box.call("sendPhoto", {"chat_id": OLGA, "caption": "a"}, {"photo": sample("error_503")})[
        "message_id"
    ]
    with pytest.raises(BotApiError, match="there is no caption in the message to edit"):
        call(box, "editMessageCaption", text, caption="b")
    with pytest.raises(BotApiError, match="there is no text in the message to edit"):
        call(box, "editMessageText", photo, text="b")
    edited = call(box, "editMessageCaption", photo, caption="b")
    assert edited["caption"] == "b"
    assert edited["photo"]


def test_media_and_keyboard_can_be_exchanged(box: Sandbox) -> None:
    photo = box.call("sendPhoto", {"chat_id": OLGA}, {"photo": sample("error_503")})
    new = {
        "chat_id": OLGA,
        "message_id": photo["message_id"],
        "media": {"type": "photo", "media": "attach://new"},
    }
    edited = box.call("editMessageMedia", new, {"new": sample("monitor_photo")})
    assert edited["photo"][-1]["file_id"] != photo["photo"][-1]["file_id"]
    edited = call(box, "editMessageReplyMarkup", photo["message_id"], reply_markup=KEYBOARD)
    assert edited["reply_markup"]["inline_keyboard"][0][0]["text"] == "Go"
    assert edited["photo"]


def test_a_message_is_deleted_only_once_and_only_for_48_hours(box: Sandbox, clock: WoundClock) -> None:
    first, second = send(box), send(box)
    call(box, "deleteMessage", first)
    with pytest.raises(BotApiError, match="message to delete not found"):
        call(box, "deleteMessage", first)
    clock.forward(hours=48, seconds=1)
    with pytest.raises(BotApiError, match="message can't be deleted"):
        call(box, "deleteMessage", second)


def test_several_are_deleted_at_once_and_the_missing_ones_skipped(box: Sandbox) -> None:
    kept, first, second = send(box, "kept"), send(box), send(box)
    box.call("deleteMessages", {"chat_id": OLGA, "message_ids": [first, 777, second]})
    assert [post.id for post in box.chats[OLGA].posts.values() if not post.gone] == [kept]


def test_a_tap_is_answered_once(box: Sandbox) -> None:
    query = Hand(box, OLGA).tap(send(box, reply_markup=KEYBOARD), "go")
    box.call("answerCallbackQuery", {"callback_query_id": query, "text": "Noted"})
    assert box.people[OLGA].answers[-1].text == "Noted"
    with pytest.raises(BotApiError, match="query is too old and response timeout expired"):
        box.call("answerCallbackQuery", {"callback_query_id": query})


def test_a_tap_cannot_be_answered_late(box: Sandbox, clock: WoundClock) -> None:
    query = Hand(box, OLGA).tap(send(box, reply_markup=KEYBOARD), "go")
    clock.forward(seconds=Limits().answer_within)
    with pytest.raises(BotApiError, match="query is too old"):
        box.call("answerCallbackQuery", {"callback_query_id": query})


def test_an_answer_has_200_characters(box: Sandbox) -> None:
    query = Hand(box, OLGA).tap(send(box, reply_markup=KEYBOARD), "go")
    with pytest.raises(BotApiError, match="MESSAGE_TOO_LONG"):
        box.call("answerCallbackQuery", {"callback_query_id": query, "text": "x" * 201})


def test_a_button_that_is_not_there_cannot_be_tapped_unless_forged(box: Sandbox) -> None:
    message = send(box, reply_markup=KEYBOARD)
    with pytest.raises(CannotDo, match="not on the message"):
        Hand(box, OLGA).tap(message, "close:1")
    assert Hand(box, OLGA).tap(message, "close:1", forge=True)
    (update,) = box.call("getUpdates")
    assert update["callback_query"]["data"] == "close:1"


def test_a_disabled_button_cannot_be_tapped(box: Sandbox) -> None:
    taken = {"inline_keyboard": [[{"text": "Ann has it", "disabled": {}}]]}
    message = send(box, reply_markup=taken)
    with pytest.raises(CannotDo):
        Hand(box, OLGA).tap(message, "")


def test_a_forwarded_message_keeps_its_buttons_and_a_tap_names_the_new_person(box: Sandbox) -> None:
    message = send(box, reply_markup=KEYBOARD)
    copy = Hand(box, OLGA).forward(message, LEV)
    assert box.call("getUpdates") == []
    Hand(box, LEV).tap(copy.id, "go")
    (update,) = box.call("getUpdates")
    query = update["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"], query["message"]["message_id"]) == (
        LEV,
        OLGA,
        message,
    )


def test_a_protected_message_cannot_be_forwarded(box: Sandbox) -> None:
    message = send(box, protect_content=True)
    assert box.chats[OLGA].posts[message].raw["has_protected_content"]
    with pytest.raises(CannotDo, match="protected"):
        Hand(box, OLGA).forward(message, LEV)


def test_others_messages_in_a_group_cannot_be_deleted(box: Sandbox) -> None:
    box.add_group(GROUP, "Night", [OLGA])
    message = Hand(box, OLGA).write("Hello", chat_id=GROUP).id
    with pytest.raises(BotApiError, match="message can't be deleted"):
        box.call("deleteMessage", {"chat_id": GROUP, "message_id": message})
