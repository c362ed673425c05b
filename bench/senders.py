"""Many messages at Telegram's rate: our pacing beside aiolimiter, and beside sending until it is refused.

All three send at once, each on a wire of its own, which counts 30 in any second as the stand-in does. A call
takes some milliseconds; what is refused waits as long as it was told and is sent again, as aiogram's
documentation says.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from aiolimiter import AsyncLimiter

from bench.least import OVERALL, least
from bench.line import Line, at_most, no_more_than
from bench.rounds import Say
from bot.sandbox.limits import Limits, Rates
from bot.sandbox.trouble import BotApiError
from bot.telegram.pacing import Pacing

_CALL = 0.005


class Drained(NamedTuple):
    """Seconds until the last was there, and how many calls were refused."""

    seconds: float
    refused: int


class Wire:
    """Takes one message at a time to each chat, or says how many seconds too early it is."""

    def __init__(self) -> None:
        self._rates = Rates(Limits(rates_on=True))
        self.came: Counter[int] = Counter()
        self.refused = 0

    async def call(self, chat: int) -> float:
        """0.0, or seconds to wait."""
        await asyncio.sleep(_CALL / 2)
        try:
            self._rates.spend(chat, asyncio.get_running_loop().time())
        except BotApiError as refusal:
            self.refused += 1
            return float((refusal.parameters or {})["retry_after"])
        else:
            self.came[chat] += 1
            return 0.0
        finally:
            await asyncio.sleep(_CALL / 2)

    async def until_taken(self, chat: int) -> None:
        """Wait when refused, and again."""
        if wait := await self.call(chat):
            await asyncio.sleep(wait)
            await self.until_taken(chat)


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    many = 90 if quick else 600
    ours, limited, naive = asyncio.run(_all(many))
    for name, one in (("ours", ours), ("aiolimiter", limited), ("naive", naive)):
        say(f"{name}: {many} messages in {one.seconds:.1f} s, {one.refused} refusals")
    what, soonest = f"{many} messages to as many chats", least((0.0, chat) for chat in range(many))
    return [
        Line(what, ours.seconds, soonest, "s", "the least at 30 a second", at_most(1.1)),
        Line(what, ours.seconds, limited.seconds, "s", f"aiolimiter({OVERALL}, 1)", at_most(1.1)),
        Line(what, ours.seconds, naive.seconds, "s", "send, wait when refused", at_most(1.1)),
        Line(f"{what}: refusals", ours.refused, limited.refused, "", "aiolimiter", no_more_than(0)),
    ]


async def _all(many: int) -> tuple[Drained, Drained, Drained]:
    return await asyncio.gather(_ours(many), _limited(many), _naive(many))


async def _ours(many: int) -> Drained:
    wire, pacing = Wire(), Pacing()

    async def send(chat: int) -> None:
        async with pacing.turn(chat):
            wait = await wire.call(chat)
        if wait:
            raise AssertionError("our pacing has earned a refusal, and nobody here sends again")

    return await _drained(wire, send, many)


async def _limited(many: int) -> Drained:
    wire, limiter = Wire(), AsyncLimiter(OVERALL, 1)

    async def send(chat: int) -> None:
        async with limiter:
            wait = await wire.call(chat)
        if wait:
            await asyncio.sleep(wait)
            await send(chat)

    return await _drained(wire, send, many)


async def _naive(many: int) -> Drained:
    wire = Wire()
    return await _drained(wire, wire.until_taken, many)


async def _drained(wire: Wire, send: Callable[[int], Awaitable[None]], many: int) -> Drained:
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(send(chat) for chat in range(1, many + 1)))
    if wire.came != Counter(range(1, many + 1)):
        raise AssertionError(f"{wire.came.total()} came, {len(wire.came)} chats have one, of {many}")
    return Drained(loop.time() - began, wire.refused)
