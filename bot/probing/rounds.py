"""Look at what is due, several at once: often while somebody waits for it, else seldom."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.centre.rules import Probe
from bot.clock import Clock
from bot.db import Database, is_storage_trouble
from bot.incident.probe_actions import note_probe
from bot.incident.queries import open_incidents
from bot.probe.queries import probe_result
from bot.probe.rules import is_due
from bot.probing.looking import Look, look
from bot.runbook.library import Library

log = logging.getLogger(__name__)

_BETWEEN = 5.0
_AT_ONCE = 8


class Rounds:
    """The probes of one bot."""

    def __init__(self, db: Database, clock: Clock, library: Library, looking: Look = look) -> None:
        self._db, self._clock, self._library, self._look = db, clock, library, looking
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def run(self) -> None:
        """For ever: every few seconds what is due."""
        while True:
            await self.turn()
            await asyncio.sleep(_BETWEEN)

    async def turn(self) -> None:
        """Once. Without disk or seat it waits for its next turn."""
        try:
            await self.once()
        except Exception as error:
            if is_storage_trouble(error):
                log.warning("action=probes_wait why=%s", error)
            else:
                log.exception("action=probes_failed")

    async def once(self) -> int:
        """Look at all that is due now; how many that was."""
        probes = {
            key: one.probe for key, one in self._library.centre.software.items() if one.probe is not None
        }
        if not probes:
            return 0
        due = await self._db.read(self._due, list(probes))
        await asyncio.gather(*(self._one(software, probes[software]) for software in due))
        return len(due)

    def _due(self, session: Session, software: Sequence[str]) -> list[str]:
        waited_for = {
            key for incident, _ in open_incidents(session) for key in (incident.software, *incident.also)
        }
        paces = self._library.centre.probes
        now, due = self._clock.now(), []
        for key in software:
            found = probe_result(session, key)
            last = found.checked_at if found else None
            needed = key in waited_for
            if is_due(last, needed=needed, often=paces.while_down, seldom=paces.otherwise, now=now):
                due.append(key)
        return due

    async def _one(self, software: str, probe: Probe) -> None:
        async with self._slots:
            verdict = await self._look(probe, self._library.centre.probes.allow_inside)
        log.info("action=probed software=%s finding=%s", software, verdict.finding)
        await self._db.write(note_probe, software, verdict, now=self._clock.now())
