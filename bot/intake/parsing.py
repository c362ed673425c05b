"""An update in earnest: what was kept as text becomes what aiogram knows, or is not worth a second look."""

from __future__ import annotations

from aiogram import Bot
from aiogram.types import Update
from pydantic import ValidationError

from bot.intake.rules import Entry, Unreadable, readable

_UNREAD = ("reply_markup", "entities", "caption_entities", "reply_to_message")
"""Of a message under which a button was pressed: we wrote it, and ask only where it is."""


def parsed(entry: Entry, bot: Bot) -> Update:
    """The update of this entry. Raises `Unreadable`, saying why."""
    tree = readable(entry.body)
    _leave_out_what_nobody_reads(tree)
    try:
        return Update.model_validate(tree, context={"bot": bot})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Unreadable(f"not an update: {place}: {first['type']}") from error


def _leave_out_what_nobody_reads(tree: object) -> None:
    """A button and a row of them are objects for aiogram, each; what was kept in the journal stays whole."""
    press = tree.get("callback_query") if isinstance(tree, dict) else None
    message = press.get("message") if isinstance(press, dict) else None
    if isinstance(message, dict):
        for unread in _UNREAD:
            message.pop(unread, None)
