"""A sender's look at what it has before it: once a second at most, while nobody wakes it."""

from __future__ import annotations

from typing import NamedTuple

from bot.clock import Clock
from bot.db import Database
from bot.outbox.queries import ahead

NAP = 1.0
"""Seconds without a look into the outbox, at most: another process may have promised something."""


class Look(NamedTuple):
    """Whether anything may be claimed, and in how many seconds to look again."""

    may_go: bool
    again_in: float


async def look(db: Database, clock: Clock) -> Look:
    """Only reads, in front of whatever waits."""
    now = clock.now()
    found = await db.read_first(ahead, now)
    wait = NAP if found.next_at is None else (found.next_at - now).total_seconds()
    return Look(found.may_go, min(NAP, wait))
