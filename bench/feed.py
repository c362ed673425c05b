"""A wire of no length: getUpdates hands out raw JSON, so many updates at once; everything else is answered.

aiogram parses what comes over it as it parses what comes from Telegram. An update counts as answered when its
button has stopped spinning, which every contestant does after its COMMIT.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncGenerator, Iterable
from itertools import count
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import AnswerCallbackQuery, GetMe, GetUpdates, TelegramMethod
from aiogram.methods.base import TelegramType

_TRUE = '{"ok":true,"result":true}'
_MOST = 100


class Feed(BaseSession):
    """`raw`: updates as text, in order. Never more than `together` of them are handed out and unanswered.

    `warm`: the first so many answers are not among the latencies.
    """

    def __init__(self, raw: Iterable[str], *, together: int, warm: int = 0) -> None:
        super().__init__()
        self._left = deque(raw)
        self._together = together
        self._handed: dict[str, float] = {}
        self._changed = asyncio.Event()
        self._all = len(self._left)
        self.latencies: list[float] = []
        """Seconds from the moment of being handed out to the answer, of each tap that counts."""
        self._warm, self._answers = warm, 0
        self.warm_at: float | None = None
        """When the last answer that does not count was there."""
        self.over = asyncio.Event()
        self.keeps_sent = True
        self.sent: list[dict[str, Any]] = []
        """Messages, in the order in which they came: chat, method, whether it made a sound, when."""
        self._numbers = count(1)
        self._expected: dict[int, asyncio.Future[float]] = {}

    def hand_out(self, raw: str) -> None:
        """One more update."""
        self._left.append(raw)
        self._all += 1
        self.over.clear()
        self._changed.set()

    def when_sent(self, chat: int) -> asyncio.Future[float]:
        """The moment at which the next new message with sound goes to this chat."""
        return self._expected.setdefault(chat, asyncio.get_running_loop().create_future())

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        content = await self._content(method)
        response = self.check_response(bot=bot, method=method, status_code=200, content=content)
        return cast(TelegramType, response.result)

    async def _content(self, method: TelegramMethod[Any]) -> str:
        if isinstance(method, GetUpdates):
            if not self._left and method.timeout == 0:
                return '{"ok":true,"result":[]}'
            return '{"ok":true,"result":[' + ",".join(await self._next(method.limit or _MOST)) + "]}"
        if isinstance(method, AnswerCallbackQuery):
            self._answered(method.callback_query_id)
            return _TRUE
        if isinstance(method, GetMe):
            return json.dumps({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "b"}})
        if type(method).__api_method__.startswith(("send", "editMessage")):
            return self._message(method)
        return _TRUE

    async def _next(self, limit: int) -> list[str]:
        while not (self._left and len(self._handed) < self._together):
            self._changed.clear()
            await self._changed.wait()
        room = min(self._together - len(self._handed), limit, len(self._left))
        now, batch = time.perf_counter(), [self._left.popleft() for _ in range(room)]
        for raw in batch:
            self._handed[_query_of(raw)] = now
        return batch

    def _answered(self, query: str) -> None:
        at = self._handed.pop(query, None)
        if at is None:
            raise AssertionError(f"answered twice, or never asked: {query}")
        now = time.perf_counter()
        self._answers += 1
        if self._answers > self._warm:
            self.latencies.append(now - at)
        elif self._answers == self._warm:
            self.warm_at = now
        self._changed.set()
        if self._answers == self._all:
            self.over.set()

    def _message(self, method: TelegramMethod[Any]) -> str:
        chat, now, name = int(getattr(method, "chat_id", 0)), time.perf_counter(), type(method).__name__
        loud = name.startswith("Send") and not getattr(method, "disable_notification", None)
        if self.keeps_sent:
            self.sent.append({"chat": chat, "at": now, "method": name, "loud": loud})
        if loud and (expected := self._expected.pop(chat, None)) is not None:
            expected.set_result(now)
        where = {"id": chat, "type": "private", "first_name": "x"}
        message = {"message_id": next(self._numbers), "date": 1_700_000_000, "chat": where, "text": "x"}
        return json.dumps({"ok": True, "result": message})

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        for _ in range(chunk_size and 0):
            yield b""


def _query_of(raw: str) -> str:
    start = raw.index('"id": "') + 7
    return raw[start : raw.index('"', start)]
