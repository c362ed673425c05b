"""Cards that anybody may get."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.roles.lines import lines
from bot.telegram.drawing import Drawing
from bot.telegram.texts import texts_for


def not_handled(_: Session, subject_id: int, reader: Person, __: Mapping[str, Any]) -> Drawing | None:
    """What they sent last could not be handled."""
    return Drawing(lines(texts_for(reader)("not-handled"))) if subject_id == reader.id else None


def was_away(_: Session, __: int, reader: Person, data: Mapping[str, Any]) -> Drawing | None:
    """The bot heard nothing for a while; what it holds comes below."""
    texts = texts_for(reader)
    since, until = (texts.at(datetime.fromisoformat(data[name])) for name in ("since", "until"))
    return Drawing(lines(texts("was-away", since=since, until=until)))
