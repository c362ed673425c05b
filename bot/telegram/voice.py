"""Speaking in turn, and never saying nothing: what Telegram will not take is said again more plainly."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import TelegramMethod

from bot.outbox.rules import Outcome, RetryAfter, Transient, Unsendable
from bot.telegram.drawing import Drawing
from bot.telegram.pacing import Pacing, Paused
from bot.telegram.wire import Photo, Wire


class Voice:
    """The wire at the pace Telegram allows. A 429 silences the chat, or everything, for all who use it."""

    def __init__(self, wire: Wire, pacing: Pacing, *, may_speak: Callable[[], bool] = lambda: True) -> None:
        """`may_speak` is asked right before a message leaves: what was ours may be another's by now."""
        self.wire = wire
        self.pacing = pacing
        self._may_speak = may_speak

    async def send(
        self,
        chat_id: int,
        drawing: Drawing,
        plain: Drawing,
        *,
        priority: int,
        silent: bool = True,
        photo: Photo | None = None,
    ) -> tuple[Outcome, Drawing]:
        """A new message: with its picture, or without it, or at least `plain`. Answers with what was sent."""
        attempts: list[tuple[Drawing, Photo | None]] = [(drawing, None), (plain, None)]
        if photo:
            attempts.insert(0, (drawing, photo))
        for shown, picture in attempts:

            async def call(shown: Drawing = shown, picture: Photo | None = picture) -> Outcome:
                return await self.wire.send(chat_id, shown, silent=silent, photo=picture)

            outcome = await self._in_turn(chat_id, priority, call)
            if not isinstance(outcome, Unsendable):
                break
        return outcome, shown

    async def edit(
        self,
        chat_id: int,
        message_id: int,
        drawing: Drawing,
        plain: Drawing,
        *,
        priority: int,
        captioned: bool = False,
    ) -> tuple[Outcome, Drawing]:
        """Change a message of ours into `drawing`, or at least into `plain`."""
        for shown in (drawing, plain):

            async def call(shown: Drawing = shown) -> Outcome:
                return await self.wire.edit(chat_id, message_id, shown, captioned=captioned)

            outcome = await self._in_turn(chat_id, priority, call)
            if not isinstance(outcome, Unsendable):
                break
        return outcome, shown

    async def say(self, method: TelegramMethod[Any], priority: int) -> Any:
        """Any call, in turn if it goes to a chat. Raises as aiogram does; TelegramRetryAfter in a silence."""
        chat_id = getattr(method, "chat_id", None)
        if not isinstance(chat_id, int):
            return await self.wire.bot(method)
        try:
            async with self.pacing.turn(chat_id, priority):
                return await self.wire.bot(method)
        except TelegramRetryAfter as error:
            self.pacing.refused(chat_id, error.retry_after)
            raise
        except Paused as paused:
            raise TelegramRetryAfter(method, "silence was asked for", math.ceil(paused.seconds)) from None

    async def _in_turn(self, chat_id: int, priority: int, call: Callable[[], Awaitable[Outcome]]) -> Outcome:
        try:
            async with self.pacing.turn(chat_id, priority):
                outcome = await call() if self._may_speak() else Transient("not sure of its seat")
        except Paused as paused:
            return RetryAfter(paused.seconds, paused.whole_bot)
        if isinstance(outcome, RetryAfter):
            return RetryAfter(outcome.seconds, self.pacing.refused(chat_id, outcome.seconds))
        return outcome
