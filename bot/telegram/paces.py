"""The arithmetic of sending rates, with the time handed in: as fast as Telegram allows and never faster.

A *closed window* counts a message from the moment we begin it until a full window after it ended: whenever
Telegram counts it, it is inside. Why this and not a bucket: docs/decisions/0011-closed-window-pacing.md.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.outbox.rules import Priority

_SOON = 0.05
"""A place that opens within this time is as good as one kept free for a page."""

_MADE_UP_FOR = 0.1
"""So much of a delay the next messages make up for: whoever was busy for that long has lost no place."""

_TOGETHER = 1.5
"""Two chats refused within this time: it is the whole bot that is too fast."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Messages: `overall` in any second, `chat` in as many seconds, `group` in any minute.

    `for_pages` of the overall ones are free for a page at any moment, or very soon. Telegram gives these
    numbers as guidance only.
    """

    overall: int = 30
    chat: int = 3
    group: int = 20
    for_pages: int = 1


class Outlook(NamedTuple):
    """What could begin: how many messages, but none to the resting chats; and when this gets better."""

    room: int
    resting: frozenset[int]
    better_in: float | None


class Window:
    """Never more than `most` that are begun and not finished, or finished within the last `seconds`."""

    __slots__ = ("_finished", "begun", "most", "seconds")

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self.begun = 0
        self._finished: deque[float] = deque()

    def begin(self) -> None:
        self.begun += 1

    def finish(self, now: float) -> None:
        self.begun -= 1
        self._finished.append(now)

    def used(self, now: float, ahead: float = 0.0) -> int:
        """How many places are taken now; with `ahead`: how many of them still are so many seconds later."""
        while self._finished and self._finished[0] + self.seconds <= now:
            self._finished.popleft()
        over = sum(at + self.seconds <= now + ahead for at in self._finished) if ahead else 0
        return self.begun + len(self._finished) - over

    def opens_in(self, now: float, keep: int = 0) -> float:
        """Seconds until one more fits and `keep` places stay free; infinite: not before one finishes."""
        surplus = self.used(now) + 1 + keep - self.most
        if surplus <= 0:
            return 0.0
        if surplus > len(self._finished):
            return math.inf
        return self._finished[surplus - 1] + self.seconds - now


@dataclass
class Paces:
    """Every limit at once; times are monotonic seconds. Half a window may go as a burst, the rest evenly."""

    pace: Pace = field(default_factory=Pace)
    _overall: Window = field(init=False)
    _chats: dict[int, Window] = field(default_factory=dict, init=False)
    _paused: dict[int | None, float] = field(default_factory=dict, init=False)
    _refused: dict[int, float] = field(default_factory=dict, init=False)
    _next: float = field(default=-math.inf, init=False)
    """When the next one goes evenly. A beginning that was a little late delays none after it."""

    def __post_init__(self) -> None:
        self._overall = Window(self.pace.overall, 1.0)

    def share(self, of: int) -> None:
        """Begin only one in `of` of all messages; a page and one other message a second at the least."""
        self._overall.most = max(self.pace.overall // of, self.pace.for_pages + 1)

    def begin(self, chat_id: int, now: float) -> None:
        self._overall.begin()
        self._chat(chat_id).begin()
        step = 1 / self._overall.most
        self._next = min(max(self._next, now - max(step, _MADE_UP_FOR)), now) + step

    def finish(self, chat_id: int, now: float) -> None:
        self._overall.finish(now)
        self._chat(chat_id).finish(now)

    def opens_in(self, chat_id: int, priority: int, now: float) -> float:
        """Seconds until a message of this priority to this chat may begin."""
        chat = self._chats.get(chat_id)
        in_chat = chat.opens_in(now) if chat else 0.0
        return max(in_chat, self.paused_for(chat_id, now), self.overall_opens_in(priority, now))

    def overall_opens_in(self, priority: int, now: float) -> float:
        """The same for a chat that is ready."""
        opens = self._overall.opens_in(now)
        if priority <= Priority.PAGE:
            return opens
        kept_free = self._overall.opens_in(now, self.pace.for_pages) - _SOON
        evenly = self._next - now if self._half_used(now) else 0.0
        return max(opens, kept_free, evenly)

    def outlook(self, priority: int, now: float, ahead: float) -> Outlook:
        """What could begin within the next `ahead` seconds."""
        self._forget(now)
        resting = self._resting(now)
        chats = frozenset(chat_id for chat_id, opens in resting.items() if opens > ahead)
        opens = max(self.overall_opens_in(priority, now), self.paused_for(None, now))
        waits = [wait for wait in (opens, *resting.values()) if ahead < wait < math.inf]
        return Outlook(self._room(priority, now, ahead), chats, min(waits, default=None))

    def pause(self, chat_id: int | None, seconds: float, now: float) -> None:
        """Nothing to this chat (None: at all) for so long. A longer pause stays."""
        self._paused[chat_id] = max(self._paused.get(chat_id, now), now + seconds)

    def paused_for(self, chat_id: int | None, now: float) -> float:
        """Seconds of silence left for this chat, or for all."""
        until = max(self._paused.get(chat_id, now), self._paused.get(None, now))
        return max(until - now, 0.0)

    def refused(self, chat_id: int, seconds: float, now: float) -> bool:
        """A 429 came back. Pauses the chat; True: everything, as another chat was refused a moment ago."""
        self._refused = {chat: at for chat, at in self._refused.items() if now - at <= _TOGETHER}
        whole = any(chat != chat_id for chat in self._refused)
        self._refused[chat_id] = now
        self.pause(None if whole else chat_id, seconds, now)
        return whole

    def _room(self, priority: int, now: float, ahead: float) -> int:
        if self.paused_for(None, now) > ahead:
            return 0
        free = self._overall.most - self._overall.used(now, ahead)
        if priority <= Priority.PAGE:
            return max(free, 0)
        if self.overall_opens_in(priority, now) > ahead:
            return 0
        evenly = math.ceil(ahead * self._overall.most) + max(
            self._overall.most // 2 - self._overall.used(now), 0
        )
        return max(min(free, evenly), 0)

    def _half_used(self, now: float) -> bool:
        return self._overall.used(now) * 2 >= self._overall.most

    def _resting(self, now: float) -> dict[int, float]:
        """Seconds until each chat that is not ready becomes so."""
        resting = {chat_id: chat.opens_in(now) for chat_id, chat in self._chats.items()}
        for chat_id in self._paused:
            if chat_id is not None:
                resting[chat_id] = max(resting.get(chat_id, 0.0), self.paused_for(chat_id, now))
        return {chat_id: opens for chat_id, opens in resting.items() if opens > 0}

    def _forget(self, now: float) -> None:
        self._chats = {chat_id: chat for chat_id, chat in self._chats.items() if chat.used(now)}
        self._paused = {chat_id: until for chat_id, until in self._paused.items() if until > now}

    def _chat(self, chat_id: int) -> Window:
        window = self._chats.get(chat_id)
        if window is None:
            group = chat_id < 0
            window = Window(self.pace.group, 60.0) if group else Window(self.pace.chat, float(self.pace.chat))
            self._chats[chat_id] = window
        return window
