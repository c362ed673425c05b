"""What the leads' group lacks, step by step, and what Telegram's refusals mean."""

from __future__ import annotations

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.methods import CloseForumTopic

from bot.group.rules import Call, Ended, Have, Result, Want, next_call
from bot.telegram.group_answers import result_of

METHOD = CloseForumTopic(chat_id=-1, message_thread_id=1)
OPEN, OVER = Want("🔴 CRM", "red", over=False), Want("🟢 CRM", "green", over=True)
SHOWN = Have(thread_id=7, title="🔴 CRM", is_open=True, message_id=8, drawn_hash="red")


def _changed(**more: object) -> Have:
    values = {name: getattr(SHOWN, name) for name in Have.__slots__}
    return Have(**(values | more))


@pytest.mark.parametrize(
    ("have", "want", "topics", "call"),
    [
        (Have(), OPEN, True, Call.CREATE),
        (Have(), OPEN, False, Call.SEND),
        (Have(thread_id=7, title="🔴 CRM", is_open=True), OPEN, True, Call.SEND),
        (SHOWN, OPEN, True, None),
        (_changed(drawn_hash="older"), OPEN, True, Call.EDIT),
        (_changed(title="older"), OPEN, True, Call.RENAME),
        (_changed(message_id=None, drawn_hash=""), OPEN, True, Call.SEND),
        (_changed(is_open=False), OPEN, True, Call.REOPEN),
        (_changed(is_open=False, finished=True), OPEN, True, Call.REOPEN),
        (Have(message_id=8, drawn_hash="red"), OPEN, True, None),
        (SHOWN, OVER, True, Call.EDIT),
        (_changed(drawn_hash="green"), OVER, True, Call.RENAME),
        (_changed(drawn_hash="green", title="🟢 CRM"), OVER, True, Call.CLOSE),
        (_changed(drawn_hash="green", title="🟢 CRM", is_open=False), OVER, True, Call.FINISH),
        (_changed(finished=True), OVER, True, None),
        (Have(), OVER, True, Call.FINISH),
        (Have(message_id=8, drawn_hash="red"), OVER, False, Call.EDIT),
        (_changed(is_open=False), OVER, True, Call.REOPEN),
        (_changed(title="older", topic_rests=True), OPEN, True, None),
        (_changed(title="older", drawn_hash="older", topic_rests=True), OPEN, True, Call.EDIT),
        (_changed(is_open=False, drawn_hash="older", topic_rests=True), OPEN, True, Call.EDIT),
        (_changed(topic_rests=True), OVER, True, Call.EDIT),
        (_changed(is_open=False, topic_rests=True), OVER, True, Call.EDIT),
        (_changed(drawn_hash="green", topic_rests=True), OVER, True, None),
        (_changed(drawn_hash="green", title="🟢 CRM", topic_rests=True), OVER, True, None),
    ],
)
def test_the_next_call_is_the_one_that_is_lacking(
    have: Have, want: Want, topics: bool, call: Call | None
) -> None:
    assert next_call(have, want, topics=topics) is call


@pytest.mark.parametrize("topics", [True, False])
@pytest.mark.parametrize("want", [OPEN, OVER])
def test_whatever_is_there_a_few_calls_make_it_right(want: Want, topics: bool) -> None:
    """From every mixture of what may stand there."""
    for beginning in (
        Have(thread_id, title, is_open and thread_id is not None, message_id, drawn, finished, rests)
        for thread_id in (None, 7)
        for title in ("", "🔴 CRM", "🟢 CRM")
        for is_open in (True, False)
        for message_id, drawn in ((None, ""), (8, "red"), (8, "green"))
        for finished in (True, False)
        for rests in (True, False)
    ):
        have, steps = beginning, 0
        while (call := next_call(have, want, topics=topics)) is not None:
            have, steps = _after(have, want, call), steps + 1
            assert steps <= 6, (have, call)


def _after(have: Have, want: Want, call: Call) -> Have:
    values = {name: getattr(have, name) for name in Have.__slots__} | {"finished": call is Call.FINISH}
    match call:
        case Call.CREATE:
            values |= {"thread_id": 9, "title": want.title, "is_open": True}
        case Call.SEND | Call.EDIT:
            values |= {"message_id": have.message_id or 10, "drawn_hash": want.drawn_hash}
        case Call.RENAME:
            values |= {"title": want.title}
        case Call.CLOSE | Call.REOPEN:
            values |= {"is_open": call is Call.REOPEN}
    return Have(**values)


@pytest.mark.parametrize(
    ("said", "ended"),
    [
        ("message thread not found", Ended.TOPIC_GONE),
        ("TOPIC_DELETED", Ended.TOPIC_GONE),
        ("TOPIC_ID_INVALID", Ended.TOPIC_GONE),
        ("TOPIC_CLOSED", Ended.TOPIC_CLOSED),
        ("TOPIC_NOT_MODIFIED", Ended.DONE),
        ("message is not modified: specified new message content is the same", Ended.DONE),
        ("message to edit not found", Ended.MESSAGE_GONE),
        ("the chat is not a forum", Ended.NOT_A_FORUM),
        ("not enough rights to create a topic", Ended.NO_RIGHT),
        ("not enough rights to close or open the topic", Ended.NO_RIGHT),
        ("not enough rights to send text messages to the chat", Ended.SILENCED),
        ("have no rights to send a message", Ended.SILENCED),
        ("chat not found", Ended.OUT),
        ("something that nobody has heard of", Ended.UNSENDABLE),
    ],
)
def test_what_telegram_says_of_a_group_has_a_meaning(said: str, ended: Ended) -> None:
    error = TelegramBadRequest(method=METHOD, message=f"Bad Request: {said}")
    assert result_of(error, repeatable=True).ended is ended


def test_what_happened_to_the_call_is_not_guessed() -> None:
    lost = TelegramNetworkError(method=METHOD, message="ServerDisconnectedError: Server disconnected")
    assert result_of(lost, repeatable=False).ended is Ended.LOST
    assert result_of(lost, repeatable=True).ended is Ended.WAIT
    kicked = TelegramForbiddenError(method=METHOD, message="Forbidden: bot was kicked from the group chat")
    assert result_of(kicked, repeatable=False).ended is Ended.OUT
    moved = TelegramMigrateToChat(method=METHOD, message="upgraded", migrate_to_chat_id=-1001)
    assert result_of(moved, repeatable=False) == Result(Ended.MOVED, number=-1001)
    silence = TelegramRetryAfter(method=METHOD, message="Too Many Requests", retry_after=40)
    assert result_of(silence, repeatable=False) == Result(Ended.WAIT, seconds=40)
