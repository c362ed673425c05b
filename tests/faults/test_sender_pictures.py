"""Cards under a picture, replies that are not stored, and the words of people as they wrote them."""

import logging
from pathlib import Path
from typing import Any

import pytest
from aiogram.methods import SendMessage
from aiogram.utils.formatting import Text

from bot.clock import WoundClock
from bot.db import Database
from bot.log import redacted
from bot.outbox.rules import Gone, Refused, Sent, Unchanged, Why
from bot.person.models import Person
from bot.picture.models import Picture
from bot.sandbox import samples
from bot.telegram.drawing import Button, Drawing, said
from bot.telegram.wire import DownloadFailed, Wire
from tests.faults.sender_rig import Rig

SHA = "a" * 64
HOSTILE = [
    "<b>bold</b> </code> &amp; & unclosed <i>",
    '<a href="tg://user?id=1">tap me</a>',
    "/ack_42 @all #tag $USD",
    "{0.__class__} %s ${jndi} {$name}",
    "*_`[]()~>#+-=|{}.!",
    "e\u0301\u200d👩‍👩‍👧 😀 \U0010ffff",
    "x" * 5000,
    "\x00\x07nul and bell\x1b[31m",
    "lone \ud800 surrogates \udfff",
    "\u202egnp.exe",
    "\n\n\n",
]


@pytest.fixture
async def rig(db: Database, clock: WoundClock, tmp_path: Path) -> Rig:
    rig = Rig(db, clock)
    rig.shelf, rig.picture = tmp_path, SHA
    (tmp_path / SHA).write_bytes(_sample())
    note = Picture(sha256=SHA, mime="image/png", width=8, height=8, size=8, kept_at=clock.now())
    await db.write(lambda session: session.add(note))
    return rig


def _sample() -> bytes:
    return samples.sample("error_503").data


async def olgas(rig: Rig) -> Person:
    return await rig.db.read(lambda session: session.get_one(Person, 1))


async def test_a_card_comes_under_its_picture_and_changes_there(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.sender.deliver_due()
    rig.words[17] = "acknowledged"
    await rig.promise()
    await rig.sender.deliver_due()
    (post,) = olga.messages
    assert post.photo
    assert post.text == "acknowledged"
    assert post.buttons


async def test_a_picture_is_uploaded_once_and_then_called_by_its_name(rig: Rig) -> None:
    await rig.person()
    await rig.person("Lev")
    await rig.promise(to=1)
    await rig.sender.deliver_due()
    await rig.promise(to=2)
    await rig.sender.deliver_due()
    first, second = rig.box.accepted("sendPhoto")
    assert first.params["photo"].startswith("attach://")
    assert second.params["photo"] == first.result["photo"][-1]["file_id"]


async def test_a_name_that_telegram_forgot_is_uploaded_again(rig: Rig) -> None:
    olga = await rig.person()
    await rig.db.write(_call_it, "forgotten")
    await rig.promise()
    await rig.sender.deliver_due()
    assert olga.last.photo


async def test_a_card_whose_picture_is_gone_comes_as_words(rig: Rig) -> None:
    olga = await rig.person()
    (rig.shelf / SHA).unlink()
    await rig.promise()
    await rig.sender.deliver_due()
    assert olga.last.photo is None
    assert olga.last.text == "state 17"
    assert olga.last.buttons


async def test_a_card_of_words_stays_words_when_it_gets_a_picture(rig: Rig) -> None:
    olga = await rig.person()
    rig.picture = None
    await rig.promise()
    await rig.sender.deliver_due()
    rig.picture, rig.words[17] = SHA, "with a picture now"
    await rig.promise()
    await rig.sender.deliver_due()
    (post,) = olga.messages
    assert (post.photo, post.text) == (None, "with a picture now")


async def test_the_card_under_a_picture_is_retired_there(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.sender.deliver_due()
    await rig.promise(fresh=True)
    await rig.sender.deliver_due()
    old, new = olga.messages
    assert (old.text, old.buttons) == ("↓ Ниже есть новее", [])
    assert new.buttons


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
async def test_whatever_people_write_arrives_as_they_wrote_it(rig: Rig, words: str) -> None:
    olga = await rig.person()
    outcome = await rig.sender.direct(await olgas(rig), Drawing(Text("Olga:\n", said(words))))
    assert isinstance(outcome, Sent)
    assert rig.box.refused == []
    (entity,) = olga.last.raw["entities"]
    assert entity["type"] == "blockquote"


async def test_a_reply_is_edited_into_the_message_or_sent_anew(rig: Rig) -> None:
    olga = await rig.person()
    person = await olgas(rig)
    sent = await rig.sender.direct(person, Drawing(Text("menu")))
    assert isinstance(sent, Sent)
    assert await rig.sender.direct(person, Drawing(Text("page 2")), sent.message_id) == sent
    assert await rig.sender.direct(person, Drawing(Text("page 2")), sent.message_id) == Unchanged()
    await rig.sender.direct(person, Drawing(Text("anew")), 999)
    assert [post.text for post in olga.messages] == ["page 2", "anew"]


async def test_a_reply_may_bring_the_keyboard_that_stays(rig: Rig) -> None:
    olga = await rig.person()
    await rig.sender.direct(await olgas(rig), Drawing(Text("hello"), keyboard=(("🛑 Down", "📍 Where"),)))
    assert olga.box.chats[olga.user_id].reply_keyboard == [[{"text": "🛑 Down"}, {"text": "📍 Where"}]]


async def test_a_reply_may_come_with_a_picture(rig: Rig) -> None:
    olga = await rig.person()
    await rig.sender.direct(await olgas(rig), Drawing(Text("look"), picture=SHA))
    assert olga.last.photo


async def test_a_reply_that_cannot_be_shown_says_at_least_where_to_look(rig: Rig) -> None:
    olga = await rig.person()
    rig.box.limits.keyboard_bytes = 5
    await rig.sender.direct(await olgas(rig), Drawing(Text("menu"), ((Button("a", "b"),),)))
    assert olga.last.text == "Есть новое. Нажмите /status"


async def test_a_reply_to_somebody_who_blocked_us_says_so(rig: Rig) -> None:
    olga = await rig.person()
    olga.blocks()
    assert await rig.sender.direct(await olgas(rig), Drawing(Text("menu"))) == Refused(Why.BLOCKED)


async def test_any_call_may_be_said_in_turn(rig: Rig) -> None:
    olga = await rig.person()
    await rig.sender.say(SendMessage(chat_id=olga.user_id, text="said"))
    assert olga.last.text == "said"


async def test_a_group_that_moved_is_followed(rig: Rig) -> None:
    await rig.person()
    rig.box.add_group(-50, "Leads", [1001])
    new_id = rig.box.upgrade_group(-50)
    moves: list[tuple[int, int]] = []
    wire = Wire(rig.wire.bot, moved=lambda old, new: moves.append((old, new)))
    assert isinstance(await wire.send(-50, Drawing(Text("hello"))), Sent)
    assert moves == [(-50, new_id)]


async def test_buttons_may_be_taken_off_a_message(rig: Rig) -> None:
    olga = await rig.person()
    sent = await rig.wire.send(olga.user_id, Drawing(Text("act"), ((Button("Go", "go"),),)))
    assert isinstance(sent, Sent)
    await rig.wire.strip(olga.user_id, sent.message_id)
    assert (olga.last.text, olga.last.buttons) == ("act", [])
    assert isinstance(await rig.wire.strip(olga.user_id, 999), Gone)


async def test_a_late_answer_to_a_tap_is_harmless(rig: Rig) -> None:
    await rig.person()
    assert await rig.wire.answer("long ago", "too late") == Unchanged()


async def test_a_file_comes_in_pieces(rig: Rig) -> None:
    olga = await rig.person()
    post = olga.sends_photo("error_503")
    assert post.photo
    data = b"".join([chunk async for chunk in rig.wire.download(post.photo)])
    assert data == rig.box.files.stored[post.photo].data


@pytest.mark.parametrize("fault", [{"kind": "server_error", "status": 404}, {"kind": "down"}])
async def test_a_failed_download_never_tells_the_token(
    rig: Rig, fault: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    olga = await rig.person()
    post = olga.sends_photo("error_503")
    assert post.photo
    rig.box.faults.plan(fault.pop("kind"), "file", **fault)
    with pytest.raises(DownloadFailed) as failed:
        _ = [chunk async for chunk in rig.wire.download(post.photo)]
    logging.getLogger("test").error("failed", exc_info=failed.value)
    assert rig.box.token not in caplog.text
    assert failed.value.__context__ is None


async def test_a_file_nobody_knows_is_a_failed_download(rig: Rig) -> None:
    with pytest.raises(DownloadFailed):
        _ = [chunk async for chunk in rig.wire.download("no such file")]


def test_a_token_is_never_written_down() -> None:
    line = "POST https://api.telegram.org/bot123456789:AAabcdefghijklmnopqrstuvwxyz0123456/sendMessage"
    assert redacted(line) == "POST https://api.telegram.org/bot<token>/sendMessage"


def _call_it(session: Any, name: str) -> None:
    session.get_one(Picture, SHA).telegram_file_id = name
