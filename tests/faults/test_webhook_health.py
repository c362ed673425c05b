"""With a webhook nobody asks for updates: whether they can come is asked of Telegram."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any, cast

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.methods import GetWebhookInfo, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import WebhookInfo

from bot.clock import WoundClock
from bot.db import Database
from bot.intake.poll import Poller
from bot.intake.webhook import Webhook
from bot.replica.seat import Alone
from bot.sandbox.model import TOKEN
from bot.settings import Settings
from tests.faults.intake_rig import Rig, box_with

URL = "https://night.example.org/here"


class Telegram(BaseSession):
    """What it says about our webhook; None: that it does not know the token."""

    def __init__(self) -> None:
        super().__init__()
        self.info: dict[str, Any] | None = {"pending_update_count": 0}
        self.called: list[str] = []

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        self.called.append(method.__api_method__)
        if self.info is None:
            raise TelegramUnauthorizedError(method, "Unauthorized")
        info = WebhookInfo(url=URL, has_custom_certificate=False, **self.info)
        return cast("TelegramType", info if isinstance(method, GetWebhookInfo) else True)

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


class House:
    def __init__(self, db: Database, clock: WoundClock) -> None:
        self.telegram, self.clock, self.answered = Telegram(), clock, 0
        rig = Rig(box_with(clock)[0], db, clock)
        bot = Bot(TOKEN, session=self.telegram)
        keep = Poller(bot, db, clock, rig.worker).bring_in
        settings = Settings(webhook_url=URL, webhook_secret="s" * 32, webhook_listen="127.0.0.1:0")
        self.webhook = Webhook(bot, clock, Alone(), keep, self._hears, settings)

    async def _hears(self) -> None:
        self.answered += 1

    async def reason(self, **info: Any) -> str | None:
        self.telegram.info = info
        await self.webhook.look()
        return self.webhook.health.reason


@pytest.fixture
def house(db: Database, clock: WoundClock) -> House:
    return House(db, clock)


async def test_while_updates_come_nothing_is_wrong_and_telegram_has_been_heard(house: House) -> None:
    assert await house.reason(pending_update_count=0) is None
    assert house.webhook.health.last_intake == house.clock.now()
    assert house.telegram.called == ["getWebhookInfo", "setWebhook"]
    assert house.answered == 1


async def test_what_waits_because_telegram_does_not_reach_us_is_named_until_it_does(house: House) -> None:
    now = house.clock.now()
    failing = {"last_error_message": "Connection refused", "last_error_date": now}
    assert await house.reason(pending_update_count=3, **failing) == "webhook_fails"
    house.clock.forward(minutes=3)
    assert await house.reason(pending_update_count=1, **failing) is None, "that was long ago"
    recent = {"last_error_message": "x", "last_error_date": house.clock.now() - timedelta(seconds=5)}
    assert await house.reason(pending_update_count=0, **recent) is None, "it has come since"


async def test_a_token_that_telegram_does_not_know_is_named(house: House) -> None:
    house.telegram.info = None
    await house.webhook.look()
    assert house.webhook.health.reason == "token"
    assert house.answered == 0
