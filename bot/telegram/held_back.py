"""While the database is away: whoever sends something hears that it is kept, and has to wait."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.exceptions import AiogramError
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod

from bot.clock import Clock
from bot.intake.rules import Allowance, Entry
from bot.nursery import Nursery
from bot.telegram.texts import Texts
from bot.telegram.visit import Say

log = logging.getLogger(__name__)

_ONCE_IN = timedelta(minutes=1)


class HeldBack:
    """`languages`: of everybody we know, by Telegram id, from when the database was last there."""

    def __init__(self, say: Say, clock: Clock) -> None:
        self.languages: Mapping[int, str] = {}
        self._say, self._clock = say, clock
        self._words = Allowance(1, _ONCE_IN)
        self._nursery = Nursery()

    def tell(self, entries: Sequence[Entry]) -> None:
        """A press is answered each time, words once a minute and without a sound, strangers never."""
        for entry in entries:
            language = self.languages.get(entry.telegram_id or 0)
            if language is not None and (method := self._answer(entry, language)) is not None:
                self._nursery.start(self._said(method), name=f"held back {entry.update_id}")

    def _answer(self, entry: Entry, language: str) -> TelegramMethod[Any] | None:
        text = Texts(language, ZoneInfo("UTC"))("intake-held-back")
        try:
            update = json.loads(entry.body)
            if tapped := update.get("callback_query"):
                return AnswerCallbackQuery(callback_query_id=tapped["id"], text=text, show_alert=True)
            private = update["message"]["chat"]["type"] == "private"
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        if not private or not self._words.grants(entry.telegram_id, self._clock.now()):
            return None
        return SendMessage(chat_id=entry.telegram_id or 0, text=text, disable_notification=True)

    async def _said(self, method: TelegramMethod[Any]) -> None:
        try:
            await self._say(method)
        except AiogramError as error:
            log.info("action=held_back_not_told why=%s", type(error).__name__)
