"""A line of the log: what it did first, no secret in it, and nobody's words."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from bot.errors import Mistake
from bot.log import AsJson, OneLine, fields

TOKEN = "1234567890:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bM"
WORDS = "телефон клиента 067 123 45 67"


def record(message: Any, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("bot.test", logging.WARNING, __file__, 1, message, args, info)
    made.created = 0
    return made


def fails(error: Exception) -> None:
    raise error


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    """The error as it is caught: with its place, and with what it came from."""
    try:
        fails(error)
    except type(error) as caught:
        caught.__cause__ = raised(cause) if cause else None
        return caught
    raise AssertionError


def test_a_line_is_names_and_values_and_what_has_spaces_is_quoted() -> None:
    line = OneLine().format(record("action=told incident=%s why=%s", 17, 'no "room" here'))
    assert line == '1970-01-01T00:00:00Z WARNING bot.test action=told incident=17 why="no \\"room\\" here"'


def test_as_json_it_is_one_object_with_numbers_as_numbers() -> None:
    said = json.loads(AsJson().format(record("action=told incident=%s seconds=%.1f", 17, 2.04)))
    assert said == {
        "at": "1970-01-01T00:00:00Z",
        "level": "WARNING",
        "logger": "bot.test",
        "action": "told",
        "incident": 17,
        "seconds": "2.0",
    }


def test_what_is_not_known_is_left_out_and_bare_words_are_said_last() -> None:
    said = dict(fields(record("action=told incident=%s nothing is sent", None)))
    assert said == {"action": "told", "says": "nothing is sent"}


def test_a_library_says_what_it_says() -> None:
    assert OneLine().format(record("%s lost %d", "peer", 3)).endswith("bot.test peer lost 3")


def test_a_message_that_does_not_fit_its_arguments_is_still_a_line() -> None:
    assert dict(fields(record("action=told incident=%s", *()))) == {"says": "action=told incident=%s"}
    assert dict(fields(record("%d", "three"))) == {"says": "%d"}


@pytest.mark.parametrize("form", [OneLine, AsJson])
def test_no_token_and_no_secret_is_in_a_line_wherever_it_comes_from(form: type[OneLine]) -> None:
    secret = "https://hc.example.org/ping/5a1c"
    found = form([secret]).format(
        record(
            "action=lost url=%s where=%s",
            f"https://api.telegram.org/bot{TOKEN}/getMe",
            secret,
            error=raised(OSError(f"cannot reach /bot{TOKEN}/ nor {secret}")),
        )
    )
    assert TOKEN not in found
    assert secret not in found
    assert found.count("<token>") == 2
    assert found.count("<secret>") == 2


class Unknown(Mistake):
    key = "unknown"


@pytest.mark.parametrize(
    "error", [ValueError(WORDS), KeyError(WORDS), RuntimeError(WORDS), Unknown(answer=WORDS)]
)
@pytest.mark.parametrize("form", [OneLine, AsJson])
def test_an_error_that_may_hold_a_persons_words_is_only_named(form: type[OneLine], error: Exception) -> None:
    line = form().format(record("action=lost", error=raised(OSError(5, "the disk"), cause=error)))
    assert WORDS not in line
    assert type(error).__name__ in line
    assert "OSError: [Errno 5] the disk" in line
    assert "\n" not in line
    assert "test_log.py" in line
