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
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import AnswerCallbackQuery, GetMe, GetUpdates, TelegramMethod
from aiogram.methods.base import TelegramType

_TRUE = '{"ok":true,"result":true}'
_MOST = 100


class Feed(BaseSession):
    """`raw`: updates as text, in order. Never more than `together` of them are handed out and unanswered."""

    def __init__(self, raw: Iterable[str], *, together: int) -> None:
        super().__init__()
        self._left = deque(raw)
        self._together = together
        self._handed: dict[str, float] = {}
        self._changed = asyncio.Event()
        self._all = len(self._left)
        self.latencies: list[float] = []
        """Seconds from the moment of being handed out to the answer, of each tap."""
        self.over = asyncio.Event()
        self.sent: list[dict[str, Any]] = []
        """Messages, in the order in which they came."""

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
        if isinstance(method, GetUpdates) or type(method).__api_method__ == "getUpdates":
            return '{"ok":true,"result":[' + ",".join(await self._next(method.limit or _MOST)) + "]}"  # type: ignore[attr-defined]
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
        self.latencies.append(time.perf_counter() - at)
        self._changed.set()
        if len(self.latencies) == self._all:
            self.over.set()

    def _message(self, method: TelegramMethod[Any]) -> str:
        chat = int(getattr(method, "chat_id", 0))
        self.sent.append({"chat": chat, "at": time.perf_counter(), "method": type(method).__name__})
        where = {"id": chat, "type": "private", "first_name": "x"}
        message = {"message_id": len(self.sent), "date": 1_700_000_000, "chat": where, "text": "x"}
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
