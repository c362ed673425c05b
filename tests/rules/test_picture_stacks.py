"""Which pictures lie on one stack."""

from __future__ import annotations

from bot.picture.rules import ALIKE, LOOKS
from bot.picture.stack_rules import stacked


def looks(different_bits: int) -> str:
    """A picture that differs by so many bits from the one in which all are zero."""
    return f"{(1 << different_bits) - 1:0{LOOKS}x}"


def test_the_same_bytes_are_one_stack_also_without_looks() -> None:
    assert stacked(["a", "b", "a"], {}) == [[0, 2], [1]]


def test_what_differs_by_few_bits_is_alike_and_by_one_more_is_not() -> None:
    known = {"a": looks(0), "b": looks(ALIKE), "c": looks(ALIKE + 1)}
    assert stacked(["a", "b", "c"], known) == [[0, 1], [2]]


def test_a_stack_is_measured_by_its_first_picture_and_never_drifts() -> None:
    known = {"a": looks(0), "b": looks(ALIKE), "c": looks(2 * ALIKE), "d": looks(3 * ALIKE)}
    assert stacked(["a", "b", "c", "d"], known) == [[0, 1], [2, 3]]


def test_the_nearest_stack_gets_it() -> None:
    known = {"a": looks(0), "b": looks(ALIKE + 4), "c": looks(ALIKE)}
    assert stacked(["a", "b", "c"], known) == [[0], [1, 2]]


def test_a_picture_from_before_there_were_looks_is_only_like_itself() -> None:
    assert stacked(["old", "new"], {"old": None, "new": looks(0)}) == [[0], [1]]
