"""How a delivery may end and what follows; when to try again; how two promises become one."""

import itertools
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.rules import (
    Ambiguous,
    Gone,
    Outcome,
    Priority,
    Refused,
    RetryAfter,
    Revoked,
    Sent,
    Stale,
    State,
    Transient,
    Unchanged,
    Unsendable,
    Wanted,
    Why,
    merged,
    retry_in,
    what_next,
)
from bot.telegram.refusals import outcome_of

NOW = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)
CALL = SendMessage(chat_id=5, text="hello")


def test_waits_grow_and_never_end() -> None:
    waits = [retry_in(attempts, Random(1)).total_seconds() for attempts in (1, 2, 3, 4, 5, 6, 1000)]
    for wait, step in zip(waits, (1, 2, 5, 15, 30, 30, 30), strict=True):
        assert step <= wait <= step * 1.25


def test_not_everybody_comes_back_at_the_same_moment() -> None:
    rng = Random(1)
    assert len({retry_in(5, rng) for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Sent(7), State.SENT),
        (Unchanged(), State.SENT),
        (Stale(), State.OBSOLETE),
        (Refused(Why.BLOCKED), State.FAILED),
        (Unsendable("too long"), State.FAILED),
        (RetryAfter(9), State.PENDING),
        (Transient("down"), State.PENDING),
        (Ambiguous("timeout"), State.PENDING),
        (Gone(), State.PENDING),
        (Revoked(), State.PENDING),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_outcome_leads_somewhere(outcome: Outcome, state: State) -> None:
    assert what_next(outcome, attempts=1, now=NOW, rng=Random(1)).state == state


def test_only_what_may_have_arrived_is_marked_as_a_repeat() -> None:
    lost = what_next(Ambiguous("timeout"), attempts=1, now=NOW, rng=Random(1))
    assert (lost.repeat, lost.not_before) == (True, NOW + timedelta(seconds=30))
    assert not what_next(Transient("down"), attempts=1, now=NOW, rng=Random(1)).repeat


def test_a_wait_that_telegram_names_is_kept_to_the_second() -> None:
    assert what_next(RetryAfter(37), attempts=1, now=NOW, rng=Random(1)).not_before == NOW + timedelta(
        seconds=37
    )


wanted = st.builds(
    Wanted,
    data=st.dictionaries(st.sampled_from("abc"), st.integers(), max_size=3),
    fresh=st.booleans(),
    sound=st.booleans(),
    priority=st.sampled_from(Priority),
    receipt=st.none() | st.sampled_from(["page:1", "page:2"]),
    repeat=st.booleans(),
)


@given(st.lists(wanted, min_size=2, max_size=6))
def test_however_many_promises_become_one_nothing_asked_for_is_lost(promises: list[Wanted]) -> None:
    one = list(itertools.accumulate(promises, merged))[-1]
    assert one.fresh == any(promise.fresh for promise in promises)
    assert one.sound == any(promise.sound for promise in promises)
    assert one.repeat == any(promise.repeat for promise in promises)
    assert one.priority == min(promise.priority for promise in promises)
    assert one.receipt == next((p.receipt for p in reversed(promises) if p.receipt), None)
    assert set(one.data) == {key for promise in promises for key in promise.data}


def bad(text: str) -> TelegramBadRequest:
    return TelegramBadRequest(CALL, f"Bad Request: {text}")


def forbidden(text: str) -> TelegramForbiddenError:
    return TelegramForbiddenError(CALL, f"Forbidden: {text}")


def undecoded(data: Any) -> ClientDecodeError:
    return ClientDecodeError("Failed to decode object", ValueError("no"), data)


SAME = "message is not modified: specified new message content and reply markup are exactly the same"
ERRORS: list[tuple[Exception, Outcome]] = [
    (bad(SAME), Unchanged()),
    (bad("message to edit not found"), Gone("Bad Request: message to edit not found")),
    (bad("message can't be edited"), Gone("Bad Request: message can't be edited")),
    (bad("MESSAGE_ID_INVALID"), Gone("Bad Request: MESSAGE_ID_INVALID")),
    (bad("chat not found"), Refused(Why.CHAT_NOT_FOUND)),
    (bad("PEER_ID_INVALID"), Refused(Why.CHAT_NOT_FOUND)),
    (bad("message is too long"), Unsendable("Bad Request: message is too long")),
    (bad("BUTTON_DATA_INVALID"), Unsendable("Bad Request: BUTTON_DATA_INVALID")),
    (forbidden("bot was blocked by the user"), Refused(Why.BLOCKED)),
    (forbidden("bot can't initiate conversation with a user"), Refused(Why.NEVER_STARTED)),
    (forbidden("user is deactivated"), Refused(Why.DEACTIVATED)),
    (forbidden("bot was kicked from the supergroup chat"), Refused(Why.KICKED)),
    (forbidden("bot is not a member of the supergroup chat"), Refused(Why.KICKED)),
    (forbidden("something new"), Refused(Why.BLOCKED)),
    (TelegramRetryAfter(CALL, "Too Many Requests", 37), RetryAfter(37)),
    (TelegramAPIError(CALL, "Too Many Requests: retry after 0"), RetryAfter(1)),
    (TelegramAPIError(CALL, "Too Many Requests"), RetryAfter(1)),
    (TelegramUnauthorizedError(CALL, "Unauthorized"), Revoked()),
    (TelegramNotFound(CALL, "Not Found"), Revoked()),
    (TelegramEntityTooLarge(CALL, "Request Entity Too Large"), Unsendable("Request Entity Too Large")),
    (TelegramServerError(CALL, "Internal Server Error"), Transient("Internal Server Error")),
    (TelegramServerError(CALL, "Not Implemented: x"), Unsendable("Not Implemented: x")),
    (TelegramConflictError(CALL, "Conflict"), Transient("Conflict")),
    (TelegramNetworkError(CALL, "Request timeout error"), Ambiguous("Request timeout error")),
    (
        TelegramNetworkError(CALL, "ClientConnectorError: Cannot connect"),
        Transient("ClientConnectorError: Cannot connect"),
    ),
    (undecoded("<html>502 Bad Gateway</html>"), Transient("no Bot API answer")),
    (undecoded('{"ok":true,"result":{'), Ambiguous("torn answer")),
    (undecoded({"ok": True, "result": {"message_id": 9, "new": []}}), Sent(9)),
    (undecoded({"ok": True, "result": []}), Ambiguous("strange answer")),
    (TimeoutError(), Ambiguous("TimeoutError: ")),
]


@pytest.mark.parametrize(("error", "outcome"), ERRORS, ids=range(len(ERRORS)))
def test_every_error_means_one_thing(error: Exception, outcome: Outcome) -> None:
    assert outcome_of(error, edited=False) == outcome


@pytest.mark.parametrize(("error", "outcome"), ERRORS, ids=range(len(ERRORS)))
def test_an_edit_is_never_ambiguous(error: Exception, outcome: Outcome) -> None:
    assert not isinstance(outcome_of(error, edited=True), Ambiguous)


def test_what_the_network_said_never_tells_the_token() -> None:
    error = TelegramNetworkError(CALL, "no route to /bot123456789:AAabcdefghijklmnopqrstuvwxyz0123456/x")
    assert outcome_of(error, edited=False) == Ambiguous("no route to /bot<token>/x")
