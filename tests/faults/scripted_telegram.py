"""Telegram answering getUpdates from a script, for what the stand-in would never say."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from typing import Any, cast

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetUpdates, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.clock import WoundClock
from bot.db import Database
from bot.intake.poll import Poller
from bot.sandbox.model import Sandbox
from tests.faults.intake_rig import Rig


async def poll_until(rig: Rig, enough: Callable[[], bool]) -> None:
    """Run the poller; a pause that finds it enough ends it, as a stop does."""
    note = rig.pauses

    async def pause(seconds: float) -> None:
        await note(seconds)
        if enough():
            raise asyncio.CancelledError

    poller = Poller(rig.bot, rig.db, rig.clock, rig.worker, pause=pause)
    rig.poller = poller
    with pytest.raises(asyncio.CancelledError):
        await poller.run()


def message(update_id: int) -> dict[str, Any]:
    sender = {"id": 101, "is_bot": False, "first_name": "Olga"}
    body = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 101, "type": "private"},
        "from": sender,
        "text": "help",
    }
    return {"update_id": update_id, "message": body}


def rig_over(session: BaseSession, db: Database, clock: WoundClock) -> Rig:
    rig = Rig(Sandbox(clock), db, clock)
    rig.bot = Bot(rig.box.token, session=session)
    rig.poller = Poller(rig.bot, db, clock, rig.worker, pause=rig.pauses)
    return rig


class Scripted(BaseSession):
    """Answers getUpdates from a script or from a queue of raw texts, then breaks; all else with True."""

    def __init__(self, *script: tuple[int, Any], serve: dict[int, str] | None = None) -> None:
        super().__init__()
        self.script, self.serve = list(script), serve
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        params = method.model_dump(exclude_none=True)
        self.calls.append((method.__api_method__, params))
        if not isinstance(method, GetUpdates):
            status, content = 200, '{"ok":true,"result":true}'
        elif self.serve is not None:
            status, content = 200, self._served(params)
        elif self.script:
            status, answer = self.script.pop(0)
            content = json.dumps(answer)
        else:
            status, content = 502, ""
        if not content or self.serve == {}:
            raise TelegramNetworkError(method=method, message="the script is over")
        return cast(TelegramType, self.check_response(bot, method, status, content).result)

    def _served(self, params: dict[str, Any]) -> str:
        assert self.serve is not None
        for update_id in [one for one in self.serve if one < params.get("offset", 0)]:
            del self.serve[update_id]
        return '{"ok":true,"result":[' + ",".join(list(self.serve.values())[: params["limit"]]) + "]}"

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""
