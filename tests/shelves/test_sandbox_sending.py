"""What the stand-in of Telegram accepts from the bot, and how it refuses the rest."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from bot.clock import WoundClock
from bot.sandbox.account import commands_for
from bot.sandbox.files import Upload
from bot.sandbox.hand import Hand
from bot.sandbox.limits import MIB
from bot.sandbox.model import Sandbox
from bot.sandbox.samples import sample
from bot.sandbox.trouble import BotApiError

OLGA, LEV, STRANGER = 1, 2, 99
GROUP = -500


@pytest.fixture
def box() -> Sandbox:
    box = Sandbox(WoundClock(datetime(2026, 11, 22, 22, tzinfo=UTC)))
    box.add_person(OLGA, "Olga Petrova", started=True)
    box.add_person(LEV, "Lev")
    return box


def refused(box: Sandbox, method: str, **params: Any) -> BotApiError:
    with pytest.raises(BotApiError) as caught:
        box.call(method, {"chat_id": OLGA} | params)
    return caught.value


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(out, "PNG")
    return out.getvalue()


def test_a_method_telegram_does_not_have_is_404(box: Sandbox) -> None:
    assert refused(box, "sendMesage", text="x").error_code == 404


def test_a_method_we_do_not_imitate_is_501_and_never_a_pretended_success(box: Sandbox) -> None:
    error = refused(box, "sendInvoice", title="x")
    assert (error.error_code, box.calls) == (501, [])


def test_a_misspelt_parameter_is_refused(box: Sandbox) -> None:
    assert "unknown parameter silently" in refused(box, "sendMessage", text="x", silently=True).description


def test_a_misspelt_key_inside_a_button_is_refused(box: Sandbox) -> None:
    wrong = {"inline_keyboard": [[{"text": "Go", "callback_data": "go", "colour": "red"}]]}
    error = refused(box, "sendMessage", text="x", reply_markup=wrong)
    assert "unknown field colour" in error.description


def test_a_real_parameter_we_do_not_imitate_is_501(box: Sandbox) -> None:
    assert refused(box, "sendMessage", text="x", message_effect_id="5").error_code == 501


def test_parse_mode_is_refused_because_the_bot_sends_entities(box: Sandbox) -> None:
    error = refused(box, "sendMessage", text="<b>x</b>", parse_mode="HTML")
    assert (error.error_code, "entities" in error.description) == (501, True)


def test_form_fields_arrive_as_text_and_mean_the_same(box: Sandbox) -> None:
    box.call("sendMessage", {"chat_id": str(OLGA), "text": "x", "disable_notification": "TRUE"})
    box.call("sendMessage", {"chat_id": str(OLGA), "text": "y", "disable_notification": "false"})
    assert [post.silent for post in box.chats[OLGA].posts.values()] == [True, False]


def test_who_never_started_the_bot_is_403(box: Sandbox) -> None:
    error = refused(box, "sendMessage", chat_id=LEV, text="x")
    assert (error.error_code, error.description) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )


def test_who_blocked_the_bot_is_403_until_unblocked(box: Sandbox) -> None:
    Hand(box, OLGA).block()
    assert refused(box, "sendMessage", text="x").description == "Forbidden: bot was blocked by the user"
    Hand(box, OLGA).unblock()
    assert box.call("sendMessage", {"chat_id": OLGA, "text": "x"})["text"] == "x"


def test_a_deleted_account_is_403(box: Sandbox) -> None:
    Hand(box, OLGA).deactivate()
    assert refused(box, "sendMessage", text="x").description == "Forbidden: user is deactivated"


def test_a_chat_the_bot_never_met_is_400(box: Sandbox) -> None:
    assert (
        refused(box, "sendMessage", chat_id=STRANGER, text="x").description == "Bad Request: chat not found"
    )


def test_an_upgraded_group_tells_its_new_id(box: Sandbox) -> None:
    box.add_group(GROUP, "Night", [OLGA])
    new_id = box.upgrade_group(GROUP)
    error = refused(box, "sendMessage", chat_id=GROUP, text="x")
    assert error.parameters == {"migrate_to_chat_id": new_id}
    assert box.call("sendMessage", {"chat_id": new_id, "text": "x"})["chat"]["type"] == "supergroup"


def test_a_group_that_threw_the_bot_out_is_403(box: Sandbox) -> None:
    box.add_group(GROUP, "Night", [OLGA])
    Hand(box, OLGA).kick_bot(GROUP)
    assert refused(box, "sendMessage", chat_id=GROUP, text="x").description.startswith(
        "Forbidden: bot was kicked"
    )


def test_a_reply_needs_its_target_unless_told_otherwise(box: Sandbox) -> None:
    missing = {"message_id": 777}
    assert (
        "message to be replied not found"
        in refused(box, "sendMessage", text="x", reply_parameters=missing).description
    )
    calm = missing | {"allow_sending_without_reply": True}
    assert "reply_to_message" not in box.call(
        "sendMessage", {"chat_id": OLGA, "text": "x", "reply_parameters": calm}
    )


def test_a_reply_carries_what_it_answers(box: Sandbox) -> None:
    asked = Hand(box, OLGA).write("Help")
    sent = box.call(
        "sendMessage", {"chat_id": OLGA, "text": "x", "reply_parameters": {"message_id": asked.id}}
    )
    assert sent["reply_to_message"]["text"] == "Help"


def test_an_album_has_2_to_10_items_of_matching_kinds(box: Sandbox) -> None:
    files = {"a": sample("error_503"), "b": Upload(b"log", "night.log")}
    photo, log = ({"type": "photo", "media": "attach://a"}, {"type": "document", "media": "attach://b"})
    assert "2-10" in refused(box, "sendMediaGroup", media=[photo]).description
    with pytest.raises(BotApiError, match="can't be mixed"):
        box.call("sendMediaGroup", {"chat_id": OLGA, "media": [photo, log]}, files)
    sent = box.call("sendMediaGroup", {"chat_id": OLGA, "media": [photo, photo]}, files)
    assert len({message["media_group_id"] for message in sent}) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (picture(6000, 4001), "PHOTO_INVALID_DIMENSIONS"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (bytes(10 * MIB + 1), "the maximum size is 10485760 bytes"),
    ],
    ids=["too large", "too long", "no picture", "too heavy"],
)
def test_a_photo_telegram_cannot_use_is_refused(box: Sandbox, data: bytes, words: str) -> None:
    with pytest.raises(BotApiError, match=words):
        box.call("sendPhoto", {"chat_id": OLGA}, {"photo": Upload(data, "x.png")})


def test_an_upload_above_50_mib_is_413(box: Sandbox) -> None:
    with pytest.raises(BotApiError, match="Request Entity Too Large") as caught:
        box.call("sendDocument", {"chat_id": OLGA}, {"document": Upload(bytes(50 * MIB + 1), "x.bin")})
    assert caught.value.error_code == 413


def test_a_file_id_is_sent_again_but_never_as_another_kind(box: Sandbox) -> None:
    sent = box.call(
        "sendDocument", {"chat_id": OLGA}, {"document": Upload(b"log", "night.log", "text/plain")}
    )
    file_id = sent["document"]["file_id"]
    again = box.call("sendDocument", {"chat_id": OLGA, "document": file_id})
    assert again["document"]["file_name"] == "night.log"
    assert "can't use file of type Document as Photo" in refused(box, "sendPhoto", photo=file_id).description


def test_typing_ends_with_the_next_message_or_after_five_seconds(box: Sandbox) -> None:
    chat = box.chats[OLGA]
    box.call("sendChatAction", {"chat_id": OLGA, "action": "typing"})
    assert chat.typing_until == box.now() + 5
    box.call("sendMessage", {"chat_id": OLGA, "text": "x"})
    assert chat.typing_until == 0
    assert "wrong parameter action" in refused(box, "sendChatAction", action="juggling").description


def test_commands_of_the_narrowest_scope_win_and_a_language_before_none(box: Sandbox) -> None:
    def set_for(word: str, **where: Any) -> None:
        box.call("setMyCommands", {"commands": [{"command": word, "description": "d"}]} | where)

    def menu() -> str:
        return str(commands_for(box, OLGA)[0]["command"])

    seen = []
    for word, where in (
        ("everyone", {}),
        ("russian", {"language_code": "ru"}),
        ("private", {"scope": {"type": "all_private_chats"}}),
        ("olga", {"scope": {"type": "chat", "chat_id": OLGA}}),
    ):
        set_for(word, **where)
        seen.append(menu())
    assert seen == ["everyone", "russian", "private", "olga"]
    box.call("deleteMyCommands", {"scope": {"type": "chat", "chat_id": OLGA}})
    assert menu() == "private"
    assert box.call("getMyCommands", {"language_code": "ru"})[0]["command"] == "russian"


@pytest.mark.parametrize("command", ["Help", "help me", "x" * 33, ""])
def test_a_wrong_command_name_is_refused(box: Sandbox, command: str) -> None:
    wrong = [{"command": command, "description": "d"}]
    with pytest.raises(BotApiError, match="BOT_COMMAND_INVALID"):
        box.call("setMyCommands", {"commands": wrong})


def test_getme_getchat_and_pins_tell_the_state(box: Sandbox) -> None:
    sent = box.call("sendMessage", {"chat_id": OLGA, "text": "x"})
    assert box.call("getMe")["username"] == "night_shift_bot"
    box.call("pinChatMessage", {"chat_id": OLGA, "message_id": sent["message_id"]})
    assert box.call("getChat", {"chat_id": OLGA})["pinned_message"]["text"] == "x"
    box.call("unpinChatMessage", {"chat_id": OLGA})
    assert "pinned_message" not in box.call("getChat", {"chat_id": OLGA})
    assert "message to pin not found" in refused(box, "pinChatMessage", message_id=777).description


def test_after_logout_nothing_works(box: Sandbox) -> None:
    box.call("logOut")
    assert refused(box, "sendMessage", text="x").description == "Bad Request: Logged out"


def test_accepted_calls_are_kept_with_their_time_and_refused_ones_apart(box: Sandbox) -> None:
    box.call("sendMessage", {"chat_id": OLGA, "text": "x"})
    refused(box, "sendMessage", text="")
    (call,) = box.accepted("sendMessage")
    assert (call.chat_id, call.params["text"], call.at) == (OLGA, "x", box.moment())
    assert [name for name, _ in box.refused] == ["sendMessage"]
