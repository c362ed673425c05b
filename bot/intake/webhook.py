"""Telegram brings the updates: each is kept before it is told that we have it.

A plain HTTP server behind a proxy that has the certificate; docs/decisions/0092-webhook.md.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import GetWebhookInfo, SetWebhook
from aiohttp import ClientError, web
from aiohttp.http_exceptions import HttpProcessingError, PayloadEncodingError

from bot.clock import Clock
from bot.db import is_storage_trouble
from bot.intake.hall import open_hall
from bot.intake.poll import Health, OnIntake
from bot.intake.rules import ALLOWED_UPDATES, Entry, entry
from bot.intake.webhook_rules import LONGEST, NoUpdate, is_from_telegram, update_in
from bot.replica.seat import Seat
from bot.settings import Settings

log = logging.getLogger(__name__)

BringIn = Callable[[list[Entry]], Awaitable[int]]
"""Keeps updates and hands them over; raises StorageFailure where they cannot be kept."""

_PATIENCE = 10.0
"""Seconds for a whole delivery to arrive."""
_AGAIN = "2"
"""Seconds after which Telegram shall bring it once more; it does as it is told."""
_LOOK_EVERY = 60.0
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Door:
    """Where deliveries arrive. Whatever comes, the answer is never an error of the server's own."""

    def __init__(self, secret: str, clock: Clock, bring_in: BringIn, *, patience: float = _PATIENCE) -> None:
        self._secret, self._clock, self._bring_in = secret.encode(), clock, bring_in
        self._patience = patience

    def application(self, path: str) -> web.Application:
        """Deliveries at this path; anything else is not there."""
        application = web.Application(middlewares=[_no_surprise], client_max_size=LONGEST)
        application.router.add_post(path, self.delivered)
        return application

    async def delivered(self, request: web.Request) -> web.Response:
        """Of whoever does not know the secret nothing is read; what is too long or deep is not parsed."""
        if not is_from_telegram(request.raw_headers, self._secret):
            return web.Response(status=401)
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return web.Response(status=415)
        try:
            async with asyncio.timeout(self._patience):
                body = await _body(request)
        except TimeoutError:
            return web.Response(status=408)
        if body is None:
            return web.Response(status=413)
        try:
            kept = entry(update_in(body), now=self._clock.now())
        except NoUpdate:
            kept = None
        if kept is None:
            return web.Response(status=400)
        return await self._kept(kept)

    async def _kept(self, one: Entry) -> web.Response:
        try:
            await self._bring_in([one])
        except Exception as error:
            if is_storage_trouble(error):
                log.warning("action=delivery_not_kept update=%s why=%s", one.update_id, error)
            else:
                log.exception("action=delivery_failed update=%s", one.update_id)
            return web.Response(status=503, headers={"Retry-After": _AGAIN})
        return web.Response()


class Webhook:
    """The door, and whoever tells Telegram where it is: the first of all replicas."""

    def __init__(
        self,
        bot: Bot,
        clock: Clock,
        seat: Seat,
        bring_in: BringIn,
        on_intake: OnIntake,
        settings: Settings,
    ) -> None:
        """`settings`: its webhook's address and secret, and where the proxy reaches us."""
        self._bot, self._clock, self._seat, self._on_intake = bot, clock, seat, on_intake
        assert settings.webhook_url  # noqa: S101  whoever makes a webhook has both
        assert settings.webhook_secret  # noqa: S101
        self._url, secret = settings.webhook_url, settings.webhook_secret.get_secret_value()
        self._secret = secret
        self._host, _, port = settings.webhook_listen.rpartition(":")
        self._port = int(port)
        self._door = Door(secret, clock, bring_in)
        self.health = Health()

    async def run(self) -> None:
        """Until cancelled. Raises OSError where nothing can listen there."""
        path = "/" + self._url.partition("://")[2].partition("/")[2]
        async with open_hall(self._door.application(path), self._host.strip("[]") or None, self._port):
            log.info("action=webhook_listens host=%s port=%s", self._host, self._port)
            while True:
                await self._seat.until_first()
                await asyncio.sleep(await self.look())

    async def look(self) -> float:
        """Telegram knows the address, or is told; how long to wait until the next look."""
        try:
            info = await self._bot(GetWebhookInfo())
            if info.url != self._url or self.health.last_intake is None:
                await self._set()
        except TelegramRetryAfter as error:
            self.health.reason = "flood"
            return float(error.retry_after)
        except AiogramError as error:
            wrong_token = isinstance(error, TelegramUnauthorizedError)
            self.health.reason = "token" if wrong_token else "telegram_down"
            log.warning("action=webhook_not_set why=%s", type(error).__name__)
            return 5.0
        now = self._clock.now()
        failed_at = info.last_error_date or _NEVER
        fails = info.pending_update_count and failed_at >= now - timedelta(seconds=2 * _LOOK_EVERY)
        if fails:
            log.warning("action=webhook_fails waiting=%s", info.pending_update_count)
        self.health.reason, self.health.last_intake = "webhook_fails" if fails else None, now
        await self._on_intake()
        return _LOOK_EVERY

    async def _set(self) -> None:
        """Its secret may be new, so it is set at every start."""
        await self._bot(
            SetWebhook(
                url=self._url,
                secret_token=self._secret,
                allowed_updates=list(ALLOWED_UPDATES),
                drop_pending_updates=False,
            )
        )
        log.info("action=webhook_set")


async def _body(request: web.Request) -> bytes | None:
    """The whole body; None as soon as it is too long, however long it says that it is."""
    if (request.content_length or 0) > LONGEST:
        return None
    chunks, size = [], 0
    async for chunk in request.content.iter_any():
        size += len(chunk)
        if size > LONGEST:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


@web.middleware
async def _no_surprise(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """A delivery that breaks off, or breaks HTTP itself, is its sender's fault."""
    try:
        return await handler(request)
    except (ClientError, HttpProcessingError, PayloadEncodingError, OSError) as error:
        log.warning("action=delivery_broken why=%s", type(error).__name__)
        return web.Response(status=400)
