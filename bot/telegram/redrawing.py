"""The call that makes one of our messages look like another drawing."""

from __future__ import annotations

from typing import Any

from aiogram.methods import EditMessageMedia, EditMessageText, TelegramMethod
from aiogram.types import BufferedInputFile, InputMediaPhoto, Message

from bot.telegram.drawing import Drawing


def edited(origin: Message, drawing: Drawing) -> TelegramMethod[Message | bool]:
    """Its words, or its painted picture with them."""
    where: dict[str, Any] = {"chat_id": origin.chat.id, "message_id": origin.message_id}
    if not drawing.painted:
        return EditMessageText(**where, **drawing.kwargs())
    kwargs = drawing.kwargs(captioned=True)
    markup = kwargs.pop("reply_markup")
    return EditMessageMedia(
        **where, media=InputMediaPhoto(media=upload(drawing.painted), **kwargs), reply_markup=markup
    )


def upload(picture: bytes) -> BufferedInputFile:
    """A picture made for one reply."""
    return BufferedInputFile(picture, "picture.png")
