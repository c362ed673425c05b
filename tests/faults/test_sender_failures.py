"""Telegram on a bad night: nothing promised is lost, what may be a repeat says so, silences are kept."""

import logging
from datetime import timedelta

import pytest
from aiogram.utils.formatting import Text

from bot.clock import WoundClock
from bot.db import Database
from bot.outbox.queries import pauses
from bot.outbox.rules import Priority, Refused, RetryAfter, Sent, State, Unsendable, Why
from bot.person.models import Person
from bot.sandbox.faults import Kind
from bot.sandbox.limits import Limits
from bot.sandbox.world import Post
from bot.telegram.drawing import Drawing
from tests.faults.sender_rig import Rig


@pytest.fixture
def rig(db: Database, clock: WoundClock) -> Rig:
    return Rig(db, clock)


def texts(messages: list[Post]) -> list[str]:
    return [post.text for post in messages]


@pytest.mark.parametrize("kind", ["down", "server_error"])
async def test_what_did_not_go_out_is_tried_until_it_does_and_comes_once(rig: Rig, kind: Kind) -> None:
    olga = await rig.person()
    rig.box.faults.plan(kind, "sendMessage", times=3)
    await rig.promise()
    await rig.sender.deliver_due()
    assert olga.messages == []
    for _ in range(3):
        await rig.forward(seconds=10)
    assert texts(olga.messages) == ["state 17"]
    (row,) = await rig.rows()
    assert (row.state, row.attempts, row.repeat) == (State.SENT, 4, False)


@pytest.mark.parametrize("kind", ["drop_after", "bad_json"])
async def test_a_message_whose_answer_was_lost_is_repeated_after_a_while_and_says_so(
    rig: Rig, kind: Kind
) -> None:
    olga = await rig.person()
    rig.box.faults.plan(kind, "sendMessage", times=1)
    await rig.promise(fresh=True, sound=True, receipt="page:55")
    await rig.sender.deliver_due()
    await rig.forward(seconds=29)
    assert texts(olga.messages) == ["state 17"]
    await rig.forward(seconds=1)
    assert texts(olga.messages) == ["state 17", "(повтор)\nstate 17"]
    assert rig.told == [("page", 55, Sent(olga.last.id))]


async def test_a_call_that_hangs_longer_than_our_patience_is_ambiguous_too(rig: Rig) -> None:
    olga = await rig.person()
    rig.box.faults.plan("delay", "sendMessage", times=1, seconds=3600)
    await rig.promise()
    await rig.sender.deliver_due()
    await rig.forward(seconds=30)
    assert texts(olga.messages) == ["state 17", "(повтор)\nstate 17"]


async def test_an_edit_whose_answer_was_lost_is_simply_made_again(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.sender.deliver_due()
    rig.box.faults.plan("drop_after", "editMessageText", times=1)
    rig.words[17] = "changed"
    await rig.promise()
    await rig.sender.deliver_due()
    await rig.forward(seconds=2)
    assert texts(olga.messages) == ["changed"]
    assert [row.state for row in await rig.rows()] == [State.SENT] * 2


async def test_a_refused_chat_is_left_in_peace_and_the_others_are_served(rig: Rig) -> None:
    olga, lev = await rig.person(), await rig.person("Lev")
    rig.box.faults.flood(37, now=rig.box.now(), chat_id=olga.user_id)
    await rig.promise(to=1)
    await rig.sender.deliver_due()
    for subject in (1, 2, 3):
        await rig.promise(to=1, subject=subject, priority=Priority.PAGE)
    await rig.promise(to=2)
    await rig.forward(seconds=36)
    assert rig.box.floods == 1
    assert texts(lev.messages) == ["state 17"]
    await rig.forward(seconds=1)
    assert len(olga.messages) == 4
    assert rig.box.floods == 1


async def test_a_silence_outlives_a_restart(rig: Rig) -> None:
    olga = await rig.person()
    rig.box.faults.flood(900, now=rig.box.now(), chat_id=olga.user_id)
    await rig.promise()
    await rig.sender.deliver_due()
    rig.restart()
    await rig.sender.start()
    await rig.forward(seconds=890)
    person = await rig.db.read(lambda session: session.get_one(Person, 1))
    assert isinstance(await rig.sender.direct(person, Drawing(Text("hello"))), RetryAfter)
    await rig.forward(seconds=9)
    assert rig.box.floods == 1
    await rig.forward(seconds=1)
    assert texts(olga.messages) == ["state 17"]


async def test_when_everything_is_refused_everything_waits_and_nothing_is_lost(rig: Rig) -> None:
    for number in range(1, 31):
        await rig.person()
        await rig.promise(to=number)
    rig.box.faults.flood(20, now=rig.box.now())
    await rig.sender.deliver_due()
    first = rig.box.floods
    assert first <= 30
    await rig.promise(to=1, subject=2, priority=Priority.PAGE)
    await rig.forward(seconds=19)
    assert rig.box.floods == first
    await rig.forward(seconds=2)
    assert len(rig.box.accepted("sendMessage")) == 31
    assert rig.box.floods == first


async def test_a_wait_of_nothing_is_a_wait_all_the_same(rig: Rig) -> None:
    olga = await rig.person()
    rig.box.faults.plan("flood", "sendMessage", times=1, seconds=0)
    await rig.promise()
    await rig.sender.deliver_due()
    await rig.forward(seconds=1)
    assert texts(olga.messages) == ["state 17"]


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        ("blocked", Why.BLOCKED),
        ("deactivated", Why.DEACTIVATED),
        ("never started", Why.NEVER_STARTED),
        ("never met", Why.CHAT_NOT_FOUND),
    ],
)
async def test_who_cannot_be_reached_is_reported_at_once(rig: Rig, trouble: str, why: Why) -> None:
    olga = await rig.person()
    person = rig.box.people[olga.user_id]
    person.blocked, person.deactivated = trouble == "blocked", trouble == "deactivated"
    person.started = trouble != "never started"
    if trouble == "never met":
        del rig.box.chats[olga.user_id]
    await rig.promise(receipt="page:55")
    await rig.sender.deliver_due()
    assert rig.told == [("unreachable", 1, Refused(why)), ("page", 55, Refused(why))]
    assert [(row.state, row.error) for row in await rig.rows()] == [(State.FAILED, why)]


async def test_a_message_that_was_deleted_is_sent_anew(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.sender.deliver_due()
    rig.box.call("deleteMessage", {"chat_id": olga.user_id, "message_id": olga.last.id})
    rig.words[17] = "changed"
    await rig.promise()
    await rig.sender.deliver_due()
    assert texts(olga.messages) == ["changed"]


async def test_a_card_that_cannot_be_drawn_is_a_plain_line_and_a_log_line(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    olga = await rig.person()
    await rig.promise(receipt="page:55", incident=17)
    del rig.words[17]
    await rig.sender.deliver_due()
    assert texts(olga.messages) == ["Обращение №17 изменилось. Нажмите /status"]
    assert rig.told == [("page", 55, Sent(olga.last.id))]
    assert "action=draw_failed" in caplog.text


async def test_a_card_that_telegram_will_not_take_is_a_plain_line(db: Database, clock: WoundClock) -> None:
    rig = Rig(db, clock, limits=Limits(keyboard_bytes=10))
    olga = await rig.person(language="en")
    await rig.promise()
    await rig.sender.deliver_due()
    assert texts(olga.messages) == ["There is news. Press /status"]


async def test_when_even_the_plain_line_is_refused_whoever_paged_hears_it(
    db: Database, clock: WoundClock
) -> None:
    rig = Rig(db, clock, limits=Limits(text=3))
    await rig.person()
    await rig.promise(receipt="page:55")
    await rig.sender.deliver_due()
    ((name, number, outcome),) = rig.told
    assert (name, number) == ("page", 55)
    assert isinstance(outcome, Unsendable)


async def test_a_receiver_that_fails_does_not_have_the_message_sent_for_ever(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    olga = await rig.person()
    await rig.promise(receipt="page:none")
    await rig.sender.deliver_due()
    await rig.forward(minutes=5)
    assert texts(olga.messages) == ["state 17"]
    assert "action=receiver_failed" in caplog.text


async def test_a_revoked_token_stops_the_sending_and_is_reported_once(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    for number in (1, 2, 3):
        await rig.person()
        await rig.promise(to=number)
    rig.box.faults.plan("unauthorized")
    with caplog.at_level(logging.CRITICAL):
        await rig.sender.deliver_due()
    rig.box.faults.clear()
    await rig.forward(minutes=5)
    assert rig.revoked == 1
    assert "action=token_revoked" in caplog.text
    assert rig.box.calls == []
    assert [row.state for row in await rig.rows()] == [State.PENDING]


async def test_a_token_that_is_good_again_goes_on_where_it_stopped(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    rig.box.faults.plan("unauthorized")
    await rig.sender.deliver_due()
    rig.box.faults.clear()
    rig.sender.trust()
    await rig.forward(minutes=5)
    assert len(olga.messages) == 1
    assert rig.sender.outcomes == {"revoked": 1, "sent": 1}


async def test_a_pause_is_written_down_for_as_long_as_it_lasts(rig: Rig) -> None:
    olga = await rig.person()
    rig.box.faults.flood(60, now=rig.box.now(), chat_id=olga.user_id)
    await rig.promise()
    await rig.sender.deliver_due()
    until = rig.clock.now() + timedelta(seconds=60)
    assert await rig.db.read(pauses, rig.clock.now()) == {1: until}
    assert await rig.db.read(pauses, until) == {}
