"""Fetch updates and keep them; only then does Telegram hear, by the next offset, that we have them."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, GetUpdates
from aiogram.methods.base import Response

from bot.clock import Clock
from bot.db import Database, StorageFailure, is_storage_trouble
from bot.intake.bringing import Bringing, Takes
from bot.intake.rules import ALLOWED_UPDATES, LONGEST_KEPT, Entry, Unreadable, entry, poll_again_in
from bot.intake.worker import Pause
from bot.replica.seat import Alone, Seat

log = logging.getLogger(__name__)

MOST_AT_ONCE = 100
WAIT_SECONDS = 25
_SALVAGED_ID = re.compile(r'"ok":\s*true.*?"update_id":\s*([0-9]{1,18})\b', re.DOTALL)


class RawGetUpdates(GetUpdates):
    """getUpdates whose answer stays as it came: one update that nobody can parse must not hide the others."""

    __returning__ = list[Any]


_ANSWER = Response[RawGetUpdates.__returning__]
"""Held for the reason that bot/telegram/wire.py gives."""


@dataclass
class Health:
    """`reason`: why nothing comes in, in one word; None while all is well."""

    reason: str | None = None
    since: datetime | None = None
    last_intake: datetime | None = None
    """When Telegram last answered, and what it gave was kept."""


OnIntake = Callable[[], Awaitable[None]]


class Poller:
    """Long polling. It may be cancelled at any moment: what is not committed was never confirmed."""

    def __init__(
        self,
        bot: Bot,
        db: Database,
        clock: Clock,
        worker: Takes,
        *,
        pause: Pause = asyncio.sleep,
        on_intake: OnIntake | None = None,
        seat: Seat | None = None,
        bringing: Bringing | None = None,
    ) -> None:
        """`on_intake` is told each time Telegram has answered, and what it gave was kept."""
        self._on_intake = on_intake
        self._bot, self._clock, self._pause = bot, clock, pause
        self.bring_in = (bringing or Bringing(db, clock, worker)).bring_in
        self._seat = seat or Alone()
        self._offset: int | None = None
        self._limit = MOST_AT_ONCE
        self._failures = 0
        self.health = Health()

    async def run(self) -> None:
        """Poll until cancelled. Trouble is named in `health` and waited out."""
        while True:
            if not self._seat.first:
                self.health = Health(last_intake=self.health.last_intake)
                await self._seat.until_first()
                self._offset = None
            try:
                await self.once()
            except (AiogramError, StorageFailure, Unreadable) as error:
                await self._pause(await self._trouble(error))
            except Exception as error:
                log.exception("action=poll_failed")
                await self._pause(await self._trouble(error))
            else:
                self._failures = 0
                self.health.reason = self.health.since = None
                self.health.last_intake = self._clock.now()
                if self._on_intake is not None:
                    await self._on_intake()

    async def once(self, *, wait_seconds: int = WAIT_SECONDS) -> int:
        """One getUpdates; returns how many updates were new. Raises what went wrong, confirming nothing."""
        allowed = list(ALLOWED_UPDATES)
        ask = RawGetUpdates(
            offset=self._offset, limit=self._limit, timeout=wait_seconds, allowed_updates=allowed
        )
        try:
            raw = await self._bot(ask, request_timeout=wait_seconds + 10)
        except ClientDecodeError as error:
            return await self._salvage(error)
        self._limit = min(MOST_AT_ONCE, self._limit * 2)
        entries = [found for one in raw if (found := entry(one, now=self._clock.now()))]
        entries.sort(key=lambda one: one.update_id)
        if raw and not entries:
            raise Unreadable("updates without ids")
        return await self._keep(entries) if entries else 0

    async def _keep(self, entries: list[Entry]) -> int:
        new = await self.bring_in(entries)
        self._offset = entries[-1].update_id + 1
        return new

    async def _salvage(self, error: ClientDecodeError) -> int:
        """Something in the answer cannot be decoded: fetch one by one, and keep the culprit as it is."""
        culprit = _SALVAGED_ID.search(error.data) if isinstance(error.data, str) else None
        if culprit is None:
            raise error
        if self._limit > 1:
            self._limit = 1
            raise error
        body = error.data.encode("ascii", "backslashreplace").decode()[:LONGEST_KEPT]
        return await self._keep([Entry(int(culprit[1]), None, body, self._clock.now())])

    async def _trouble(self, error: Exception) -> float:
        """Name it, do what can be done, and say how long to wait."""
        reason, seconds = _named(error), poll_again_in(self._failures)
        if isinstance(error, TelegramRetryAfter):
            seconds = float(error.retry_after)
        if isinstance(error, TelegramConflictError) and "webhook" in error.message:
            reason = "webhook"
            await self._remove_webhook()
        if reason == "another_poller" and not self._seat.trusted():
            self._seat.step_back()
        self._failures += 1
        if self.health.reason != reason:
            self.health = Health(reason, self._clock.now(), self.health.last_intake)
        log.warning(
            "action=poll_failed reason=%s wait=%.1f", reason, seconds, exc_info=reason == "unexpected"
        )
        return seconds

    async def _remove_webhook(self) -> None:
        try:
            await self._bot(DeleteWebhook(drop_pending_updates=False))
        except AiogramError as error:
            log.warning("action=webhook_stays why=%s", type(error).__name__)


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (TelegramRetryAfter, "flood"),
    (TelegramConflictError, "another_poller"),
    (TelegramUnauthorizedError, "token"),
    (TelegramNotFound, "token"),
    (TelegramServerError, "telegram_down"),
    (TelegramNetworkError, "network"),
    (ClientDecodeError, "undecodable"),
    (Unreadable, "undecodable"),
    (AiogramError, "telegram_refuses"),
)


def _named(error: Exception) -> str:
    if is_storage_trouble(error):
        return "storage"
    if isinstance(error, ClientDecodeError) and str(error.data).lstrip().startswith("<"):
        return "telegram_down"
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), "unexpected")
