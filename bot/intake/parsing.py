"""An update in earnest: what was kept as text becomes what aiogram knows, or is not worth a second look."""

from __future__ import annotations

from aiogram import Bot
from aiogram.types import Update
from pydantic import ValidationError

from bot.intake.rules import Entry, Unreadable, readable


def parsed(entry: Entry, bot: Bot) -> Update:
    """The update of this entry. Raises `Unreadable`, saying why."""
    tree = readable(entry.body)
    try:
        return Update.model_validate(tree, context={"bot": bot})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Unreadable(f"not an update: {place}: {first['type']}") from error
