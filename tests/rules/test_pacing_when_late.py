"""A message that begins late: what those behind it lose by it."""

import pytest

from bot.outbox.rules import Priority
from bot.telegram.paces import Paces


def test_who_was_busy_for_a_tenth_of_a_second_makes_up_for_it_and_for_no_more() -> None:
    paces = Paces()
    for chat_id in range(16):
        paces.begin(chat_id, 0.0)
    for chat_id in range(16, 20):  # 1.0 s later: so long after its turn that three places were missed
        assert paces.opens_in(chat_id, Priority.CARD, 1.0) == 0, chat_id
        paces.begin(chat_id, 1.0)
    assert paces.opens_in(50, Priority.CARD, 1.0) == pytest.approx(1 / 30)
