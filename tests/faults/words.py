"""What stands on cards and buttons, as the texts and the runbook have it today: wording may change."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from bot.runbook.library import Library
from bot.telegram.texts import Texts

ANY = "⁂"
"""Stands for a value that the reader does not look at."""

_TEXTS = Texts("ru", ZoneInfo("Europe/Kyiv"))
_LIBRARY = Library(Path(__file__).parents[2] / "runbooks")
_MAIN = _LIBRARY.runbooks[_LIBRARY.main]


def text(key: str, **values: object) -> str:
    """The longest piece of this text, or button, that holds no `ANY`."""
    return max(_TEXTS(key, **values).split(ANY), key=len).strip()


def says(step: str) -> str:
    """The longest line of what this step says that holds no placeholder."""
    said = _MAIN.steps[step].say
    assert said is not None
    return max((line for line in said.to("ru").splitlines() if "{" not in line), key=len)


def answer(step: str, key: str) -> str:
    """The label of an answer."""
    return _MAIN.steps[step].answers[key].label.to("ru")


def software(key: str) -> str:
    return _LIBRARY.centre.software[key].title.to("ru")


def channel(key: str) -> str:
    return _LIBRARY.centre.channels[key].title.to("ru")
