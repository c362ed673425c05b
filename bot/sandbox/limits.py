"""The numbers Telegram is known for, and its limiter of sending rates."""

import math
from collections import deque
from dataclasses import dataclass, field

from bot.sandbox.trouble import too_many

MIB = 1024 * 1024


@dataclass
class Limits:
    """Sizes in characters (code points) unless the name says bytes; times in seconds."""

    text: int = 4096
    caption: int = 1024
    entities: int = 100
    callback_bytes: int = 64
    buttons: int = 100
    buttons_a_row: int = 8
    keyboard_bytes: int = 10_000
    answer_text: int = 200
    answer_within: float = 30
    message_life: float = 86_400
    callback_life: float = 150
    delete_within: float = 48 * 3600
    queue: int = 100_000
    poll_timeout: int = 50
    photo_bytes: int = 10 * MIB
    upload_bytes: int = 50 * MIB
    download_bytes: int = 20 * MIB
    link_life: float = 3600
    rates_on: bool = False
    """Off in tests unless they ask; on in the demo."""
    per_second: int = 30
    chat_burst: int = 3
    """A private chat takes this many messages in as many seconds."""
    group_per_minute: int = 20


@dataclass
class Rates:
    """Sliding windows over accepted sends; a refused call costs nothing but its 429."""

    limits: Limits
    overall: deque[float] = field(default_factory=deque)
    chats: dict[int, deque[float]] = field(default_factory=dict)

    def spend(self, chat_id: int, now: float, cost: int = 1) -> None:
        """Count `cost` messages to the chat, or raise the 429 they have earned."""
        if not self.limits.rates_on:
            return
        burst, seconds = (
            (self.limits.group_per_minute, 60.0)
            if chat_id < 0
            else (self.limits.chat_burst, float(self.limits.chat_burst))
        )
        chat = self.chats.setdefault(chat_id, deque())
        wait = max(
            _wait(self.overall, self.limits.per_second, 1.0, now, cost),
            _wait(chat, burst, seconds, now, cost),
        )
        if wait > 0:
            raise too_many(math.ceil(wait))
        self.overall.extend([now] * cost)
        chat.extend([now] * cost)


def _wait(window: deque[float], most: int, seconds: float, now: float, cost: int) -> float:
    """Seconds until `cost` more fit; an album larger than the window passes when the window is empty."""
    while window and window[0] <= now - seconds:
        window.popleft()
    surplus = min(len(window) + cost - most, len(window))
    return window[surplus - 1] + seconds - now if surplus > 0 else 0.0
