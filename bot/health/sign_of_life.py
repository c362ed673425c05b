"""A sign of life to whoever waits for it outside: once a minute, only while all is well, and without a word.

When the signs stay away they call a person, by another way than this bot. No alarm of ours can be lost so.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from bot.centre.rules import Probe
from bot.health.rules import Trouble
from bot.probe.rules import Finding
from bot.probing.looking import Look, look

log = logging.getLogger(__name__)

EVERY = 60.0
_LOOK_EVERY = 5.0
"""What is well again, or was not heard, is not a minute's silence."""
_WITHIN = timedelta(seconds=10)

Pause = Callable[[float], Awaitable[Any]]


class SignOfLife:
    """`inside`: networks of the centre's own that may be reached. `heard`: whether the last sign was.

    `ours`: whether it is for this process to give signs. Of several replicas it is the one that fetches
    updates: another that is well must not cover for one that is not.
    """

    def __init__(
        self,
        url: str,
        wrong: Callable[[], tuple[Trouble, ...]],
        inside: Callable[[], Sequence[str]],
        *,
        looking: Look = look,
        ours: Callable[[], bool] = lambda: True,
        pause: Pause = asyncio.sleep,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._probe = Probe(http=url, within=_WITHIN)
        self._wrong, self._inside, self._look, self._pause = wrong, inside, looking, pause
        self._ours = ours
        self._steady, self._heard_at, self._withheld = steady, -EVERY, False
        self.heard: bool | None = None

    async def run(self) -> None:
        while True:
            try:
                await self.once()
            except Exception:
                log.exception("action=sign_of_life_failed")
            await self._pause(_LOOK_EVERY)

    async def once(self) -> bool:
        """Give a sign, if it is time for one and all is well; whether one was given and heard."""
        now = self._steady()
        if now - self._heard_at < EVERY or not self._ours():
            return False
        if wrong := self._wrong():
            if not self._withheld:
                log.warning("action=sign_of_life_withheld name=%s", wrong[0].name)
            self._withheld = True
            return False
        self._withheld = False
        verdict = await self._look(self._probe, self._inside())
        heard = verdict.finding is Finding.ANSWERS or 200 <= (verdict.status or 0) < 300
        if heard != self.heard:
            say = log.info if heard else log.warning
            say("action=sign_of_life heard=%s finding=%s status=%s", heard, verdict.finding, verdict.status)
        self.heard = heard
        if heard:
            self._heard_at = now
        return heard
