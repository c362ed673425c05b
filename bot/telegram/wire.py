"""One call to Telegram, and what became of it. Nothing waits or retries here."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramMigrateToChat
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageCaption,
    EditMessageReplyMarkup,
    EditMessageText,
    GetMe,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.methods.base import Response, TelegramType
from aiogram.types import FSInputFile, Message

from bot.outbox.rules import Outcome, Sent, Unchanged, Unsendable
from bot.telegram.drawing import Drawing
from bot.telegram.refusals import outcome_of

log = logging.getLogger(__name__)

API = "https://api.telegram.org"
_TO_CONNECT = 5.0

METHODS = (
    AnswerCallbackQuery,
    EditMessageText,
    SendMessage,
    SendPhoto,
    EditMessageCaption,
    EditMessageReplyMarkup,
)
"""What we say to people, most of it first."""
ANSWERS = tuple(Response[kind.__returning__] for kind in METHODS)  # type: ignore[name-defined]
"""Held here because pydantic forgets the class of an answer with its last holder, and aiogram holds none:
making it anew for every call costs 6 ms of CPU."""


class Photo(NamedTuple):
    """A picture: where it lies here, and what Telegram calls it if it was sent before."""

    path: Path
    file_id: str | None = None


class DownloadFailed(Exception):
    """A file could not be fetched. The message never holds its address, because a token stands there."""


class Wire:
    """Telegram as outcomes: no call raises for what Telegram or the network does.

    A bot has no chat with itself: what is sent there asks Telegram who we are, the same way and as far.

    `moved(old, new)` is told when a group became a supergroup; the call has been repeated there already.
    """

    def __init__(self, bot: Bot, *, moved: Callable[[int, int], None] | None = None) -> None:
        self.bot = bot
        self._moved = moved or _log_move

    async def send(
        self, chat_id: int, drawing: Drawing, *, silent: bool = True, photo: Photo | None = None
    ) -> Outcome:
        """A new message, under its picture if there is one. A picture Telegram forgot is uploaded again."""
        flags: dict[str, Any] = {"disable_notification": silent or None}
        flags["protect_content"] = drawing.protected or None
        if photo is None:
            return await self._call(SendMessage(chat_id=chat_id, **drawing.kwargs(), **flags))
        caption = drawing.kwargs(captioned=True)
        if photo.file_id is not None:
            known = await self._call(SendPhoto(chat_id=chat_id, photo=photo.file_id, **caption, **flags))
            if not isinstance(known, Unsendable):
                return known
        if not photo.path.is_file():
            return Unsendable("the picture is not on the shelf any more")
        upload = FSInputFile(photo.path)
        return await self._call(SendPhoto(chat_id=chat_id, photo=upload, **caption, **flags))

    async def edit(
        self, chat_id: int, message_id: int, drawing: Drawing, *, captioned: bool = False
    ) -> Outcome:
        """Make this message look like that. `captioned`: it stands under a picture, which stays."""
        where = {"chat_id": chat_id, "message_id": message_id}
        kwargs = drawing.kwargs(captioned=captioned) | where
        if drawing.keyboard:
            kwargs["reply_markup"] = None
        call: TelegramMethod[Message | bool]
        call = EditMessageCaption(**kwargs) if captioned else EditMessageText(**kwargs)
        return await self._call(call, edited=message_id)

    async def strip(self, chat_id: int, message_id: int) -> Outcome:
        """Take the buttons off and leave the words."""
        return await self._call(
            EditMessageReplyMarkup(chat_id=chat_id, message_id=message_id), edited=message_id
        )

    async def answer(self, callback_id: str, text: str = "", *, alert: bool = False) -> Outcome:
        """Stop the button's spinning, with a note of at most 200 characters. Too late is harmless."""
        call = AnswerCallbackQuery(callback_query_id=callback_id, text=text or None, show_alert=alert or None)
        outcome = await self._call(call, edited=0)
        return Unchanged() if isinstance(outcome, Unsendable) else outcome

    async def download(self, file_id: str) -> AsyncIterator[bytes]:
        """The bytes of a file somebody sent. Raises DownloadFailed, saying why without the address."""
        failure = ""
        try:
            file = await self.bot.get_file(file_id)
            url = self.bot.session.api.file_url(self.bot.token, file.file_path or "")
            async for chunk in self.bot.session.stream_content(url):
                yield chunk
        except aiohttp.ClientResponseError as error:
            failure = f"HTTP {error.status}"
        except AiogramError as error:
            failure = getattr(error, "message", "") or type(error).__name__
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failure = type(error).__name__
        if failure:
            raise DownloadFailed(failure)

    async def _call(self, call: TelegramMethod[Any], *, edited: int | None = None) -> Outcome:
        if getattr(call, "chat_id", None) == self.bot.id:
            call, edited = GetMe(), edited or 0
        try:
            answer = await self._followed(call)
        except (AiogramError, aiohttp.ClientError, TimeoutError, OSError) as error:
            return outcome_of(error, edited=edited is not None)
        if isinstance(answer, Message):
            return Sent(answer.message_id, answer.photo[-1].file_id if answer.photo else None)
        return Sent(edited or 0)

    async def _followed(self, call: TelegramMethod[TelegramType]) -> TelegramType:
        try:
            return await self.bot(call)
        except TelegramMigrateToChat as error:
            self._moved(getattr(call, "chat_id", 0), error.migrate_to_chat_id)
            return await self.bot(call.model_copy(update={"chat_id": error.migrate_to_chat_id}))


class _Session(AiohttpSession):
    """aiogram's own, but a connection that was never made is told apart from an answer that never came."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        whole = aiohttp.ClientTimeout(
            total=self.timeout if timeout is None else timeout, sock_connect=_TO_CONNECT
        )
        return await super().make_request(bot, method, whole)  # type: ignore[arg-type]


def make_bot(token: str, *, api_url: str = API, timeout: float = 20.0) -> Bot:
    """A bot at this Bot API server. `timeout`: seconds for one call. Raises TokenValidationError."""
    session = _Session(api=TelegramAPIServer.from_base(api_url), timeout=timeout)
    return Bot(token, session=session)


def _log_move(old: int, new: int) -> None:
    log.warning("action=chat_moved old=%s new=%s", old, new)
