"""What an administrator hears of the bot itself: the canary that stops, and a clock that was set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.roles.lines import lines
from bot.telegram.drawing import Drawing
from bot.telegram.texts import texts_for


def canary(_: Session, __: int, reader: Person, data: Mapping[str, Any]) -> Drawing | None:
    """What the canary says in its chat."""
    texts = texts_for(reader)
    left = datetime.fromtimestamp(data["number"] / 1000, UTC)
    return Drawing(lines(texts("canary-arrived", at=texts.at(left))))


def canary_failed(_: Session, __: int, reader: Person, data: Mapping[str, Any]) -> Drawing | None:
    """Where the way through the bot is not open; later, that it is again."""
    texts, since = texts_for(reader), datetime.fromtimestamp(data["since"], UTC)
    when = {"at": texts.at(since), "day": texts.day(since)}
    if data["over"]:
        return Drawing(lines(texts("canary-over", **when)))
    return Drawing(
        lines(
            Bold(texts("canary-stopped", **when)),
            texts("canary-where", where=data["stage"]),
            texts("canary-remedy"),
        )
    )


def clock_moved(_: Session, __: int, reader: Person, data: Mapping[str, Any]) -> Drawing | None:
    """By how much, which way, and what to look at."""
    texts, seconds = texts_for(reader), data["seconds"]
    way = "forward" if seconds > 0 else "back"
    minutes = max(round(abs(seconds) / 60), 1)
    at = texts.at(datetime.fromtimestamp(data["at"], UTC))
    title = texts("clock-moved", way=way, hours=minutes // 60, minutes=minutes % 60, at=at)
    return Drawing(lines(Bold(title), texts("clock-moved-means", way=way), texts("clock-moved-remedy")))
