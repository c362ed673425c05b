"""How fast messages could go at the very best, if nothing but Telegram's own limits took time."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable

OVERALL, CHAT = 30, 3
"""So many in any second; and to one private chat in any three seconds."""


def least(messages: Iterable[tuple[float, int]]) -> float:
    """Seconds until the last of these messages is there.

    Each is (the second at which it can be known at the earliest, chat). They go in this order, each at the
    first moment at which neither window is full; nothing else costs time.
    """
    overall: deque[float] = deque(maxlen=OVERALL)
    chats: dict[int, deque[float]] = defaultdict(lambda: deque(maxlen=CHAT))
    last = 0.0
    for known, chat in sorted(messages):
        at = max(known, _free(overall, OVERALL, 1.0), _free(chats[chat], CHAT, float(CHAT)))
        overall.append(at)
        chats[chat].append(at)
        last = max(last, at)
    return last


def _free(window: deque[float], most: int, seconds: float) -> float:
    return window[0] + seconds if len(window) == most else 0.0
