"""F22: a card that Telegram will not change any more is there anew, once, and nothing goes in circles."""

from __future__ import annotations

import json

import pytest
from aiogram import Bot

from bot.clock import WoundClock
from bot.db import Database
from bot.outbox.rules import State
from bot.sandbox.calls import Uploads
from bot.sandbox.session import SandboxSession
from bot.sandbox.trouble import Json, bad_request
from tests.faults.conftest import Tally
from tests.faults.sender_rig import Rig

NOT_MODIFIED = "message is not modified: specified new message content is the same"
GONE = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")


class Stubborn(SandboxSession):
    """Refuses the next edit in these words, or says that the next message has the number 0."""

    words = ""
    number_zero = False

    async def _call(self, bot: Bot, name: str, params: Json, uploads: Uploads) -> str:
        words, self.words = (self.words, "") if name == "editMessageText" else ("", self.words)
        if words:
            raise bad_request(words)
        answer = await super()._call(bot, name, params, uploads)
        if name == "sendMessage" and self.number_zero:
            self.number_zero = False
            return json.dumps({"ok": True, "result": json.loads(answer)["result"] | {"message_id": 0}})
        return answer


@pytest.fixture
def rig(db: Database, clock: WoundClock) -> Rig:
    return Rig(db, clock, session=Stubborn)


def line_of(rig: Rig) -> Stubborn:
    assert isinstance(rig.session, Stubborn)
    return rig.session


@pytest.mark.both_databases
@pytest.mark.parametrize("words", GONE)
async def test_a_card_that_is_gone_or_too_old_comes_anew_and_lives_there(
    rig: Rig, words: str, tally: Tally
) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.sender.deliver_due()
    line_of(rig).words, rig.words[17] = words, "changed"
    await rig.promise()
    await rig.sender.deliver_due()
    rig.words[17] = "changed again"
    await rig.promise()
    await rig.sender.deliver_due()
    assert [post.text for post in olga.messages] == ["state 17", "changed again"]
    assert {row.state for row in await rig.rows()} == {State.SENT}
    tally.count(1)


@pytest.mark.both_databases
async def test_a_card_that_looks_so_already_is_as_it_should_be(rig: Rig, tally: Tally) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.sender.deliver_due()
    line_of(rig).words, rig.words[17] = NOT_MODIFIED, "changed"
    await rig.promise()
    await rig.sender.deliver_due()
    assert len(olga.messages) == 1
    assert [row.attempts for row in await rig.rows()] == [1, 1]
    tally.count(1)


@pytest.mark.both_databases
async def test_a_message_without_a_number_is_nothing_that_could_be_changed(rig: Rig, tally: Tally) -> None:
    olga = await rig.person()
    line_of(rig).number_zero = True
    await rig.promise()
    await rig.sender.deliver_due()
    for words in ("changed", "changed again"):
        rig.words[17] = words
        await rig.promise()
        await rig.sender.deliver_due()
    assert [post.text for post in olga.messages] == ["state 17", "changed again"]
    assert {row.state for row in await rig.rows()} == {State.SENT}
    tally.count(1)
