"""What only rehearsals do: die, by a real SIGKILL, at the n-th durable boundary of a night.

A boundary is the moment before or after a COMMIT, and before or after a call to Telegram. The kill test runs
one night for each of them. Without the setting nothing here is called.
"""

from __future__ import annotations

import itertools
import os
import signal
import threading
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import GetUpdates, TelegramMethod


class Boundaries:
    """Counts durable boundaries, from 1, and dies at one of them. Notes each in a file, if one is given."""

    def __init__(self, die_at: int | None, note: Path | None = None) -> None:
        self._die_at = die_at
        self._note = note
        self._count = itertools.count(1)
        self._lock = threading.Lock()

    def passed(self, what: str) -> None:
        with self._lock:
            number = next(self._count)
            if self._note is not None:
                with self._note.open("a") as file:
                    file.write(f"{number} {what}\n")
            if number == self._die_at:
                os.kill(os.getpid(), signal.SIGKILL)


class AroundCalls(BaseRequestMiddleware):
    """The boundaries before and after each call to Telegram. Polling has its own in the journal's commit."""

    def __init__(self, boundaries: Boundaries) -> None:
        self._boundaries = boundaries

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        if isinstance(method, GetUpdates):
            return await make_request(bot, method)
        self._boundaries.passed(f"before {method.__api_method__}")
        answer = await make_request(bot, method)
        self._boundaries.passed(f"after {method.__api_method__}")
        return answer
