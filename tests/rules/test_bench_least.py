"""The least that five hundred messages can take is what Telegram's windows allow, and not more."""

import pytest

from bench.least import least


def test_six_hundred_known_at_once_take_nineteen_seconds() -> None:
    assert least((0.0, chat) for chat in range(600)) == pytest.approx(19.0)


def test_one_chat_takes_three_at_once_and_one_more_after_three_seconds() -> None:
    assert least([(0.0, 1)] * 3) == 0
    assert least([(0.0, 1)] * 4) == pytest.approx(3.0)


def test_nothing_goes_before_it_can_be_known() -> None:
    assert least([(0.0, 1), (5.0, 2)]) == pytest.approx(5.0)


def test_five_hundred_who_come_within_five_seconds_are_served_as_if_all_had_been_there() -> None:
    together = least((0.0, chat) for chat in range(500))
    assert least((chat / 100, chat) for chat in range(500)) == pytest.approx(together, abs=0.4)
