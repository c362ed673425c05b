"""The queue of updates: lifetimes, offsets, what arrives and what never does."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clock import WoundClock
from bot.sandbox.files import Upload
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
    box.add_person(OLGA, "Olga Petrova", started=True)
    box.add_person(LEV, "Lev", started=True)
    return box


@pytest.fixture
def olga(box: Sandbox) -> Hand:
    return Hand(box, OLGA)


def updates(box: Sandbox, **params: Any) -> list[Json]:
    found: list[Json] = box.call("getUpdates", params)
    return found


def texts(found: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in found]


def test_a_tap_lives_150_seconds_and_a_message_a_day(box: Sandbox, olga: Hand, clock: WoundClock) -> None:
    message = box.call("sendMessage", {"chat_id": OLGA, "text": "x", "reply_markup": KEYBOARD})["message_id"]
    olga.write("hello")
    olga.tap(message, "go")
    clock.forward(seconds=149)
    assert len(updates(box)) == 2
    clock.forward(seconds=1)
    assert texts(updates(box)) == ["hello"]
    clock.forward(seconds=86_400 - 150)
    assert updates(box) == []


def test_an_offset_confirms_everything_below_it_when_the_call_arrives(box: Sandbox, olga: Hand) -> None:
    for text in "abc":
        olga.write(text)
    first = updates(box)[0]["update_id"]
    assert texts(updates(box, offset=first + 1)) == ["b", "c"]
    assert texts(updates(box)) == ["b", "c"]


def test_a_negative_offset_keeps_the_last_and_forgets_the_rest(box: Sandbox, olga: Hand) -> None:
    for text in "abc":
        olga.write(text)
    assert texts(updates(box, offset=-2)) == ["b", "c"]
    assert texts(updates(box)) == ["b", "c"]


def test_an_offset_far_past_the_end_is_ignored(box: Sandbox, olga: Hand) -> None:
    olga.write("a")
    end = updates(box)[0]["update_id"] + 1
    assert texts(updates(box, offset=end + 11)) == ["a"]
    assert updates(box, offset=end + 10) == []


def test_update_ids_begin_high_and_go_up_by_one(box: Sandbox, olga: Hand, clock: WoundClock) -> None:
    olga.write("a")
    olga.write("b")
    first, second = (update["update_id"] for update in updates(box))
    assert first > 2_000_000
    assert second == first + 1
    updates(box, offset=second + 1)
    clock.forward(days=8)
    olga.write("after a week of silence the numbers are new")
    assert abs(updates(box)[0]["update_id"] - second) > 1


def test_the_limit_is_kept_between_1_and_100(box: Sandbox, olga: Hand) -> None:
    for n in range(101):
        olga.write(str(n))
    assert [len(updates(box, limit=limit)) for limit in (-5, 3, 500)] == [1, 3, 100]


def test_kinds_not_asked_for_are_never_created(box: Sandbox, olga: Hand) -> None:
    updates(box, allowed_updates=["callback_query"])
    olga.write("nobody hears this")
    updates(box, allowed_updates=[])
    olga.write("but this")
    assert texts(updates(box)) == ["but this"]


def test_a_full_queue_takes_no_more(clock: WoundClock) -> None:
    box = Sandbox(clock, limits=Limits(queue=2))
    box.add_person(OLGA, "Olga")
    for text in "abc":
        Hand(box, OLGA).write(text)
    assert texts(updates(box)) == ["a", "b"]


def test_while_a_webhook_is_set_nobody_may_ask_for_updates(box: Sandbox, olga: Hand) -> None:
    box.call("setWebhook", {"url": "https://bot.example/hook", "secret_token": "s"})
    assert box.call("getWebhookInfo")["url"] == "https://bot.example/hook"
    with pytest.raises(BotApiError) as caught:
        updates(box)
    assert caught.value.error_code == 409
    with pytest.raises(BotApiError):
        box.call("setWebhook", {"url": "https://bot.example/hook", "secret_token": "a b"})
    olga.write("x")
    assert box.call("getWebhookInfo")["pending_update_count"] == 1
    box.call("deleteWebhook", {"drop_pending_updates": True})
    assert box.call("getWebhookInfo")["pending_update_count"] == 0


def test_blocking_and_unblocking_is_told(box: Sandbox, olga: Hand) -> None:
    olga.block()
    with pytest.raises(CannotDo, match="blocked"):
        olga.write("x")
    olga.start()
    kicked, member, message = updates(box)
    assert kicked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert member["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert message["message"]["text"] == "/start"


def test_a_start_link_brings_its_payload_as_a_command(box: Sandbox, olga: Hand) -> None:
    olga.start("invite_42-x")
    (update,) = updates(box)
    assert update["message"]["text"] == "/start invite_42-x"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    with pytest.raises(CannotDo, match="payload"):
        olga.start("no spaces")


def test_whoever_writes_first_has_started_the_bot(box: Sandbox) -> None:
    box.add_person(3, "Vera")
    Hand(box, 3).write("hello")
    assert box.call("sendMessage", {"chat_id": 3, "text": "x"})["text"] == "x"


def test_a_long_text_leaves_in_pieces(box: Sandbox, olga: Hand) -> None:
    olga.write("x" * 5000)
    assert [len(text) for text in texts(updates(box))] == [4096, 904]


def test_an_album_arrives_as_separate_updates_of_one_group(box: Sandbox, olga: Hand) -> None:
    olga.album([sample("error_503"), sample("monitor_photo")], "Two screens")
    first, second = (update["message"] for update in updates(box))
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("Two screens", False)


def test_a_photo_comes_in_sizes_and_a_document_with_name_and_type(box: Sandbox, olga: Hand) -> None:
    olga.photo(sample("error_503"))
    olga.document(sample("error_503"))
    photo, document = (update["message"] for update in updates(box))
    widths = [size["width"] for size in photo["photo"]]
    assert widths == sorted(widths)
    assert (widths[-1], photo["photo"][-1]["height"]) == (1180, 760)
    assert (document["document"]["file_name"], document["document"]["mime_type"]) == (
        "error_503.png",
        "image/png",
    )


def test_everything_else_a_phone_can_send_arrives(box: Sandbox, olga: Hand) -> None:
    olga.voice()
    olga.video(caption="look")
    olga.sticker()
    olga.contact("+380000000000")
    olga.location(50.45, 30.52)
    kinds = ("voice", "video", "sticker", "contact", "location")
    assert [next(kind for kind in kinds if kind in update["message"]) for update in updates(box)] == list(
        kinds
    )


def test_an_edit_of_an_own_message_arrives(box: Sandbox, olga: Hand) -> None:
    olga.edit(olga.write("tpyo").id, "typo")
    assert updates(box)[1]["edited_message"]["text"] == "typo"


def test_in_groups_the_bot_hears_only_what_is_for_it(box: Sandbox, olga: Hand) -> None:
    box.add_group(GROUP, "Night", [OLGA])
    sent = box.call("sendMessage", {"chat_id": GROUP, "text": "x"})["message_id"]
    olga.write("just talking", chat_id=GROUP)
    olga.write("/status", chat_id=GROUP)
    olga.write("/status@other_bot", chat_id=GROUP)
    olga.write("an answer", chat_id=GROUP, reply_to=sent)
    assert texts(updates(box)) == ["/status", "an answer"]
    with pytest.raises(CannotDo, match="not a member"):
        Hand(box, LEV).write("hello", chat_id=GROUP)


def test_a_file_is_downloaded_by_its_link_for_an_hour(box: Sandbox, olga: Hand, clock: WoundClock) -> None:
    olga.document(Upload(b"the log", "night.log"))
    file_id = updates(box)[0]["message"]["document"]["file_id"]
    path = box.call("getFile", {"file_id": file_id})["file_path"]
    assert box.download(path).data == b"the log"
    clock.forward(hours=1)
    with pytest.raises(BotApiError, match="404"):
        box.download(path)


def test_files_above_20_mib_cannot_be_fetched(box: Sandbox, olga: Hand) -> None:
    olga.document(Upload(bytes(20 * 1024 * 1024 + 1), "dump.bin"))
    with pytest.raises(BotApiError, match="file is too big"):
        box.call("getFile", {"file_id": updates(box)[0]["message"]["document"]["file_id"]})
    with pytest.raises(BotApiError, match="invalid file_id"):
        box.call("getFile", {"file_id": "nonsense"})
