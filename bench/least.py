"""How fast messages could go at the very best, if nothing but Telegram's own limits took time."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

OVERALL, CHAT = 30, 3
"""So many in any second; and to one private chat in any three seconds."""


def least(messages: Iterable[tuple[float, int]]) -> float:
    """Seconds until the last of these messages is there, at the earliest.

    Each is (the second at which it can be known at the earliest, chat). Each limit is held by itself, with
    nothing else in the way: nobody is faster than the slower of the two.
    """
    known = sorted(messages)
    chats: dict[int, list[float]] = defaultdict(list)
    for at, chat in known:
        chats[chat].append(at)
    alone = (_drained(theirs, CHAT, float(CHAT)) for theirs in chats.values())
    return max(_drained([at for at, _ in known], OVERALL, 1.0), *alone, 0.0)


def _drained(known: Sequence[float], most: int, seconds: float) -> float:
    """When the last one goes if each goes as soon as the window has a place for it."""
    window: deque[float] = deque(maxlen=most)
    for at in known:
        window.append(max(at, window[0] + seconds) if len(window) == most else at)
    return window[-1] if window else 0.0
