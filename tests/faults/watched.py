"""The stand-in of Telegram with a memory of everything that was asked of it, for the checker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.sandbox.calls import Uploads, chat_of
from bot.sandbox.model import Sandbox
from bot.sandbox.trouble import BotApiError, Json
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.world import AnyClock


@dataclass(frozen=True)
class Attempt:
    """One call, whatever came of it. `code`: Telegram's refusal, None when it was accepted or cut off."""

    method: str
    chat_id: int | None
    at: datetime
    code: int | None = None
    retry_after: float = 0


class WatchedQueue(UpdateQueue):
    """Knows which updates there were, and which the bot has confirmed."""

    def remember(self) -> None:
        """To be called once, before the first update."""
        self.given: set[int] = set()
        self.confirmed: set[int] = set()

    def put_raw(self, update: Json, *, now: float, life: float) -> bool:
        queued = super().put_raw(update, now=now, life=life)
        if queued:
            self.given.add(self.waiting[-1].update["update_id"])
        return queued

    def get(self, offset: int, limit: int, now: float) -> list[Json]:
        self.forget_old(now)
        before = self._ids()
        handed = super().get(offset, limit, now)
        self.confirmed |= before - self._ids()
        return handed

    def _ids(self) -> set[int]:
        return {entry.update["update_id"] for entry in self.waiting}


class Watched(Sandbox):
    """Telegram, watched."""

    def __init__(self, clock: AnyClock, **how: Any) -> None:
        super().__init__(clock, **how)
        self.attempts: list[Attempt] = []
        self.polls_taken_over: list[datetime] = []
        """When a newer getUpdates cut an older one off: the older one hears 409."""
        queue = WatchedQueue(self.limits, self.random)
        queue.next_id = self.updates.next_id
        queue.remember()
        self.updates: WatchedQueue = queue

    def call(self, method: str, params: Json | None = None, files: Uploads | None = None) -> Any:
        chat_id, at = chat_of(params or {}), self.moment()
        try:
            result = super().call(method, params, files)
        except BotApiError as error:
            wait = float((error.parameters or {}).get("retry_after", 0))
            self.attempts.append(Attempt(method, chat_id, at, error.error_code, wait))
            raise
        except Exception:
            self.attempts.append(Attempt(method, chat_id, at))
            raise
        self.attempts.append(Attempt(method, chat_id, at))
        return result

    def end_waiting_poll(self, *, arrived: bool) -> None:
        if self.waiting_poll and not arrived:
            self.polls_taken_over.append(self.moment())
        super().end_waiting_poll(arrived=arrived)
