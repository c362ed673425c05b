"""What is kept of an update, what is read, how often somebody may speak."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.rules import (
    DEEPEST_READ,
    LONGEST_KEPT,
    LONGEST_READ,
    Allowance,
    Unreadable,
    entry,
    plain,
    poll_again_in,
    readable,
)

NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=20,
)
TELEGRAM_SHAPED = st.fixed_dictionaries(
    {"update_id": ANY_JSON},
    optional={
        kind: ANY_JSON | st.fixed_dictionaries({}, optional={"from": ANY_JSON, "date": ANY_JSON})
        for kind in ("message", "edited_message", "callback_query", "my_chat_member", "poll")
    },
)


@given(ANY_JSON | TELEGRAM_SHAPED)
def test_no_json_at_all_breaks_the_journal(raw: Any) -> None:
    kept = entry(raw, now=NOW)
    if kept is not None:
        assert 0 < kept.update_id < 2**63
        assert kept.telegram_id is None or 0 < kept.telegram_id < 2**63
        assert kept.at <= NOW
        kept.body.encode("ascii")


def test_an_update_is_kept_as_it_came() -> None:
    raw = {"update_id": 7, "message": {"from": {"id": 101}, "date": 1, "text": "Не работает \ud83d"}}
    kept = entry(raw, now=NOW)
    assert kept is not None
    assert (kept.update_id, kept.telegram_id) == (7, 101)
    assert kept.at == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert readable(kept.body) == raw


@pytest.mark.parametrize("update_id", [None, "7", 7.0, True, 0, -1, 2**63, [7]])
def test_an_update_without_a_usable_id_cannot_be_kept(update_id: object) -> None:
    assert entry({"update_id": update_id, "message": {}}, now=NOW) is None


@pytest.mark.parametrize("sender", [None, "101", True, -5, 2**63, {"id": 1}])
def test_a_senseless_sender_is_nobody(sender: object) -> None:
    kept = entry({"update_id": 7, "message": {"from": {"id": sender}}}, now=NOW)
    assert kept is not None
    assert kept.telegram_id is None


@pytest.mark.parametrize("kind", ["message", "edited_message", "callback_query", "my_chat_member"])
def test_the_sender_of_every_kind_is_found(kind: str) -> None:
    kept = entry({"update_id": 7, kind: {"from": {"id": 101}}}, now=NOW)
    assert kept is not None
    assert kept.telegram_id == 101


def test_an_update_larger_than_telegram_sends_is_kept_without_its_body() -> None:
    kept = entry({"update_id": 7, "message": {"text": "x" * LONGEST_KEPT}}, now=NOW)
    assert kept is not None
    assert kept.body == ""
    with pytest.raises(Unreadable):
        readable(kept.body)


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def test_sixty_four_deep_is_read_and_sixty_five_is_not() -> None:
    assert readable(nested(DEEPEST_READ))
    with pytest.raises(Unreadable, match="nested"):
        readable(nested(DEEPEST_READ + 1))


@pytest.mark.parametrize("body", ["", "{", "nonsense", nested(100_000), '"' + "x" * LONGEST_READ + '"'])
def test_what_cannot_be_read_says_so(body: str) -> None:
    with pytest.raises(Unreadable):
        readable(body)


def test_a_wide_update_is_not_a_deep_one() -> None:
    assert readable(json.dumps([[1]] * 1000))


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("🛑 Не работает ПО", "не работает по"),
        ("  не   РАБОТАЕТ по ", "не работает по"),
        ("📍 Где я сейчас?", "где я сейчас"),
        ("Ещё 5 минут", "еще 5 минут"),
        ("І ще раз", "і ще раз"),
        ("🛑", ""),
    ],
)
def test_a_label_is_recognised_however_it_is_typed(typed: str, label: str) -> None:
    assert plain(typed) == label


def test_polling_again_waits_longer_but_never_as_long_as_a_press_lives() -> None:
    waits = [poll_again_in(failures) for failures in range(100)]
    assert waits == sorted(waits)
    assert waits[0] == 0.5
    assert max(waits) == 15.0


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 4)), max_size=60),
)
def test_an_allowance_is_never_exceeded_and_never_withheld(most: int, asks: list[tuple[str, int]]) -> None:
    allowance, now = Allowance(most, timedelta(seconds=10)), NOW
    granted: dict[str, list[datetime]] = {"a": [], "b": []}
    for key, later in asks:
        now += timedelta(seconds=later)
        recent = [at for at in granted[key] if now - at < timedelta(seconds=10)]
        assert allowance.grants(key, now) == (len(recent) < most)
        if len(recent) < most:
            granted[key].append(now)


def test_a_clock_set_back_an_hour_silences_nobody() -> None:
    allowance = Allowance(1, timedelta(minutes=1))
    assert allowance.grants("Olga", NOW)
    assert allowance.grants("Olga", NOW - timedelta(hours=1))
    assert not allowance.grants("Olga", NOW - timedelta(hours=1))


def test_moments_a_little_out_of_order_do_not_open_the_gate() -> None:
    allowance = Allowance(2, timedelta(seconds=10))
    tries = [allowance.grants("Olga", NOW - timedelta(seconds=n % 2)) for n in range(20)]
    assert tries == [True, True] + [False] * 18


def test_an_allowance_forgets_whoever_was_quiet_longest() -> None:
    allowance = Allowance(1, timedelta(minutes=1))
    for stranger in range(10_001):
        allowance.grants(stranger, NOW)
    assert allowance.grants(0, NOW), "the oldest of too many is forgotten"
    assert not allowance.grants(10_000, NOW)
