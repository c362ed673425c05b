"""Telegram that brings updates: one after another, with the secret, again and again until it hears 200."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import aiohttp

from bot.sandbox.model import Sandbox

_AGAIN = 0.1
"""Telegram waits a second or two; nobody has that time here."""


async def bring_for_ever(box: Sandbox) -> None:
    """What waits goes to the webhook that is set, in its order, and is forgotten once it was taken."""
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            url, secret = box.updates.webhook
            if not (url and box.updates.waiting and await _taken(session, box, url, secret)):
                await asyncio.sleep(_AGAIN)


async def _taken(session: aiohttp.ClientSession, box: Sandbox, url: str, secret: str) -> bool:
    first = box.updates.waiting[0]
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    with suppress(aiohttp.ClientError, TimeoutError, OSError):
        async with session.post(url, json=first.update, headers=headers) as answer:
            if answer.status == 200:
                box.updates.waiting.popleft()
                return True
    return False
