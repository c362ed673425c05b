"""Keeps the leads' group as it should be: looks what is there, makes the one call that is lacking, again.

Nobody promises anything to a group: what it shows follows from the rows of this moment, and a call that a
crash or a silence took away is found lacking at the next look (docs/decisions/0084).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from secrets import token_hex
from typing import Any, Protocol

import aiohttp
from aiogram.exceptions import AiogramError
from aiogram.methods import TelegramMethod
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db import Database, Woken, is_storage_trouble
from bot.group.models import LeadsGroup
from bot.group.rules import Call, Ended, Result
from bot.group.showing_actions import Step, begin, settle
from bot.outbox.rules import Priority
from bot.telegram.group_answers import result_of
from bot.telegram.group_plan import Draw, Planned, method_of, next_step

log = logging.getLogger(__name__)

_NAP = 5.0
"""Seconds without a look, at most: another process may have changed something."""

_BREATH = 0.5
"""Between two looks when a look found nothing to do: a storm of changes is a few looks."""

_AT_ONCE = 0.05
_LONGEST_CALL = 25.0
"""Less than the lease: what takes longer may have happened."""


class Mouth(Protocol):
    """Speaks at Telegram's pace: the `Sender`."""

    async def say(self, method: TelegramMethod[Any], priority: int = ...) -> Any: ...

    def opens_in(self, chat_id: int, priority: int) -> float: ...


class GroupKeeper:
    """One call after the other. Of several processes the one that `may`, as each paces groups by itself."""

    def __init__(
        self, db: Database, clock: Clock, mouth: Mouth, draw: Draw, *, may: Callable[[], bool] = lambda: True
    ) -> None:
        self._db, self._clock, self._mouth, self._draw, self._may = db, clock, mouth, draw, may
        self._token = token_hex(8)
        self._woken = asyncio.Event()
        self._stopping = self._stumbled = False
        db.after_commit.append(self._committed)

    def stop(self) -> None:
        """`run` ends when the call that is on its way has ended."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Keep it until stopped."""
        while not self._stopping:
            self._woken.clear()
            self._stumbled = False
            wait = await self._patient_look() if self._may() else _NAP
            if wait > 0 or self._stumbled:
                await self._rest(wait or _BREATH)

    async def keep_due(self) -> None:
        """Make every call that may be made now, and answer when none is left."""
        while await self._look() == 0:
            pass

    async def _patient_look(self) -> float:
        try:
            return await self._look()
        except Exception as error:
            if not is_storage_trouble(error):
                raise
            log.warning("action=group_waits why=%s", error)
            return _NAP

    async def _look(self) -> float:
        """Make at most one call. Answers in how many seconds to look again; 0: at once."""
        now = self._clock.now()
        planned = await self._db.read(next_step, self._draw, now)
        if not isinstance(planned, Planned):
            return min(max((planned - now).total_seconds(), _AT_ONCE), _NAP) if planned else _NAP
        step = planned.step
        opens = self._mouth.opens_in(step.chat_id, Priority.NOTICE)
        if opens > _AT_ONCE:
            return min(opens, _NAP)
        if not await self._db.write_from(_source(), begin, step, self._token, now=now):
            return _AT_ONCE if await self._is_held(step) else 0.0
        result = await self._made(planned)
        self._stumbled = result.ended is not Ended.DONE
        if self._stumbled:
            log.warning(
                "action=group_call call=%s outage=%s ended=%s", step.call, step.outage_id, result.ended
            )
        done = self._clock.now()
        if not await self._db.write_from(_source(), settle, step, self._token, result, now=done):
            log.warning("action=group_call_too_late call=%s outage=%s", step.call, step.outage_id)
        return 0.0

    async def _made(self, planned: Planned) -> Result:
        """Make the call. Nothing is raised for what Telegram or the network does."""
        method = method_of(planned)
        if method is None:
            return Result(Ended.DONE)
        repeatable = planned.step.call not in (Call.CREATE, Call.SEND)
        try:
            async with asyncio.timeout(_LONGEST_CALL):
                answer = await self._mouth.say(method, Priority.NOTICE)
        except TimeoutError:
            return Result(Ended.WAIT, seconds=_NAP) if repeatable else Result(Ended.LOST)
        except (AiogramError, aiohttp.ClientError, OSError) as error:
            return result_of(error, repeatable=repeatable)
        number = getattr(answer, "message_thread_id" if planned.step.call is Call.CREATE else "message_id", 0)
        return Result(Ended.DONE, number=number or 0)

    async def _is_held(self, step: Step) -> bool:
        """Whether another process speaks; else the plan was old, or what it found is marked now."""

        def held(session: Session) -> bool:
            until = session.get_one(LeadsGroup, step.group_id).lease_until
            return until is not None and until > self._clock.now()

        return await self._db.read(held)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        if not self._stopping:
            await asyncio.sleep(_BREATH)

    def _committed(self, woken: Woken) -> None:
        if "outbox" in woken or "groups" in woken:
            self._woken.set()


def _source() -> str:
    """Where a change comes from: the history knows each writing by a name of its own."""
    return f"group {token_hex(8)}"
