"""What a story is written with, and how foreign words are let into it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from bot.errors import Mistake

BLANKS: Mapping[str, Any] = dict.fromkeys(
    (
        "answer", "channel", "closed", "count", "customer", "duty", "estimate", "finding", "found",
        "ladder", "level", "minutes", "name", "outage", "part", "person", "promise", "reason", "reference",
        "role", "round", "status", "step", "subject", "ticket", "title", "to", "to_ticket", "trouble",
        "wanted", "works",
    ),
    "",
)  # fmt: skip
"""Every variable that a text `event-…` may say; empty where an event has no such thing."""

_LONGEST_WORDS = 80


class UnknownIncident(Mistake):
    """There is no incident of this number. Values: `incident`."""

    key = "unknown-incident"


class Teller(Protocol):
    """One language and one clock: `bot.telegram.texts.Texts` is one."""

    @property
    def language(self) -> str: ...
    def __call__(self, key: str, /, **values: Any) -> str: ...
    def at(self, moment: datetime) -> str: ...
    def day(self, moment: datetime) -> str: ...


def printable(words: object, *, most: int = _LONGEST_WORDS) -> str:
    """Somebody's words in one line, without signs that would move a cursor or turn a line around."""
    line = "".join(sign if sign.isprintable() else " " for sign in str(words))
    line = " ".join(line.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def hyphened(key: str) -> str:
    """A word of the database as a part of a Fluent key."""
    return key.replace("_", "-")


def by_time(why: str) -> bool:
    """Whether nobody's tap but time itself made it happen."""
    return why.startswith("timer ")
