"""One look at a probe, whose HTTP client is imported by the first one: many a centre has no probe."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.centre.rules import Probe
from bot.probe.rules import Verdict

Look = Callable[[Probe, Sequence[str]], Awaitable[Verdict]]


async def look(probe: Probe, inside: Sequence[str]) -> Verdict:
    """`bot.probing.guarded.look`."""
    from bot.probing import guarded

    return await guarded.look(probe, inside)
