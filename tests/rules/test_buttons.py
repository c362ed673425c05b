"""What buttons carry: bounded, unforgeable in form, and each with a command that means the same."""

from __future__ import annotations

import importlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.roles.duty_lead.taps import Acknowledge
from bot.roles.operator.taps import Answer
from bot.telegram.buttons import (
    HIGHEST_ID,
    Id,
    Key,
    Tap,
    UnknownTap,
    from_twin,
    known_taps,
    tap_of,
    twin,
)
from tests.rules.hostile_taps import HOSTILE

importlib.import_module("bot.wiring")  # with it every button that the bot knows, whoever else is imported
KINDS = sorted(known_taps().values(), key=lambda kind: kind.prefix)
MONTHS = st.builds(lambda year, month: year * 100 + month, st.integers(2020, 2099), st.integers(1, 12))
"""Year and month as one number, which has holes."""


def one_of(kind: type[Tap]) -> st.SearchStrategy[Tap]:
    """Any instance: numbers from the whole range, words and keys of every length."""
    fields: dict[str, st.SearchStrategy[object]] = {}
    for name, field in kind.model_fields.items():
        if name == "month":
            fields[name] = MONTHS
        elif field.annotation is int:
            bounds = [getattr(one, "ge", None) for one in field.metadata]
            lowest = next(bound for bound in bounds if bound is not None)
            fields[name] = st.integers(lowest, HIGHEST_ID)
        else:
            pattern = next(found for one in field.metadata if (found := getattr(one, "pattern", None)))
            fields[name] = st.from_regex(re.compile(pattern.replace("$", r"\Z"), re.ASCII))
    return st.builds(kind, **fields)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.prefix)
@given(data=st.data())
def test_a_button_comes_back_as_it_went(kind: type[Tap], data: st.DataObject) -> None:
    tap = data.draw(one_of(kind))
    packed = tap.pack()
    assert 1 <= len(packed.encode()) <= 64
    assert tap_of(packed) == tap


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.prefix)
@given(data=st.data())
def test_a_twin_means_the_same_as_its_button(kind: type[Tap], data: st.DataObject) -> None:
    packed = data.draw(one_of(kind)).pack()
    command = twin(packed)
    assert re.fullmatch(r"/[a-z0-9_]{1,63}", command), "Telegram would not make it tappable"
    assert from_twin(command) == packed
    assert from_twin(command.upper()) == packed


def test_the_twin_of_a_short_button_reads_like_a_command() -> None:
    assert twin(Acknowledge(incident=17).pack()) == "/ack_17"
    assert from_twin("/answer_17_4_not_helped") == Answer(incident=17, turn=4, answer="not_helped").pack()


def test_there_are_at_least_sixty_hostile_ones() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("data", HOSTILE, ids=ascii)
def test_what_no_button_of_ours_carries_is_unknown(data: str) -> None:
    with pytest.raises(UnknownTap):
        tap_of(data)


@given(st.text(max_size=64))
def test_any_text_is_either_one_of_ours_to_the_letter_or_unknown(data: str) -> None:
    try:
        tap = tap_of(data)
    except UnknownTap:
        return
    assert tap.pack() == data


@given(st.sampled_from(KINDS), st.text(alphabet="0123456789abc_: -/", max_size=40))
def test_a_command_that_is_nearly_a_twin_leads_nowhere_or_to_what_it_says(kind: type[Tap], rest: str) -> None:
    data = from_twin(f"/{kind.prefix}{rest}")
    assert data is None or twin(data) == f"/{kind.prefix}{rest}"


@pytest.mark.parametrize("text", ["", "ack_17", "/", "/ack", "/ack_", "/ack_17_18", "/nothing_1", "/ack_0"])
def test_what_is_no_twin_is_nothing(text: str) -> None:
    assert from_twin(text) is None


@pytest.mark.parametrize("prefix", ["Ack", "a_b", "", "1", "ж", "averylongprefix", "ack"])
def test_a_clumsy_or_taken_prefix_cannot_be_imported(prefix: str) -> None:
    known = known_taps()
    with pytest.raises(TypeError, match="prefix"):
        type("Clumsy", (Tap,), {"__annotations__": {"incident": Id}}, prefix=prefix)
    assert known_taps() == known


def test_a_field_that_would_blur_the_twin_cannot_be_imported() -> None:
    with pytest.raises(TypeError, match="only the last field"):
        type("Blurred", (Tap,), {"__annotations__": {"software": Key, "incident": Id}}, prefix="blurred")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.prefix)
def test_every_field_is_bounded(kind: type[Tap]) -> None:
    for name, field in kind.model_fields.items():
        bounds = ("ge", "le") if field.annotation is int else ("pattern",)
        for bound in bounds:
            found = [one for one in field.metadata if getattr(one, bound, None) is not None]
            assert found, f"{kind.__name__}.{name}: use Id, Turn, Word or Key"
