"""The checks of every text see what is wrong, and let pass what is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.shelves.casts import ORDINARY
from tests.shelves.right_texts import wrongs
from tests.shelves.walking import Frame

GOOD = Frame("", "", "Обращение №1: /status", buttons=(({"text": "Да", "callback_data": "works:1"},),))
BAD = {
    "/ack_42 can be tapped": replace(
        GOOD, text="/ack_42", entities=({"type": "blockquote", "offset": 0, "length": 7},)
    ),
    "@alles can be tapped": replace(GOOD, text="@alles"),
    "evil.example.com can be tapped": replace(GOOD, text="evil.example.com"),
    "/status cannot be tapped": replace(GOOD, text="см/status"),
    "letters of another language": replace(GOOD, text="Звернення її"),
    "“Incident” is not translated": replace(GOOD, text="Incident"),
    "'{' in it": replace(GOOD, text="{until}"),
    "'None' in it": replace(GOOD, text="с None"),
    "'!' in it": replace(GOOD, text="Ура!"),
    "13 lines": replace(GOOD, text="х\n" * 12 + "х"),
    "1025 characters": replace(GOOD, text="х" * 1025, photo=True),
    "201 characters": replace(GOOD, text="х" * 201, toast=True),
    "nobody reads junk": replace(GOOD, buttons=(({"text": "Да", "callback_data": "junk"},),)),
    "a label of 23: " + "х" * 23: replace(GOOD, buttons=(({"text": "х" * 23, "callback_data": "works:1"},),)),
    "6 buttons": replace(
        GOOD, buttons=tuple(({"text": str(one), "callback_data": f"works:{one}"},) for one in range(1, 7))
    ),
    "two buttons say the same": replace(GOOD, buttons=(*GOOD.buttons, *GOOD.buttons)),
}


def test_what_is_right_is_found_right() -> None:
    assert [*wrongs(GOOD, "ru", ORDINARY["ru"])] == []


@pytest.mark.parametrize("what", BAD)
def test_what_is_wrong_is_found(what: str) -> None:
    found = [*wrongs(BAD[what], "ru", ORDINARY["ru"])]
    assert what in found, found


def test_telegram_itself_refuses_marks_that_do_not_fit() -> None:
    split = replace(GOOD, text="😀 да", entities=({"type": "bold", "offset": 1, "length": 2},))
    assert any("Telegram" in what for what in wrongs(split, "ru", ORDINARY["ru"]))
