"""The queue of updates waiting for the bot, with Telegram's lifetimes and offsets."""

from collections import deque
from dataclasses import dataclass
from random import Random

from bot.sandbox.limits import Limits
from bot.sandbox.trouble import Json

ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
WEEK = 7 * 86_400


@dataclass
class Waiting:
    update_id: int
    update: Json
    until: float


class UpdateQueue:
    """Updates by rising id; times are seconds of the injected clock."""

    def __init__(self, limits: Limits, random: Random) -> None:
        self.limits = limits
        self.random = random
        self.waiting: deque[Waiting] = deque()
        self.allowed: frozenset[str] | None = None
        self.next_id = random.randrange(2_000_001, 900_000_000)
        self.last_put = 0.0
        self.webhook = ("", "")
        """Address and secret; no address: updates are asked for."""

    def allow(self, kinds: list[str] | None) -> None:
        """None keeps the previous choice, an empty list goes back to Telegram's default set."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed is not None else kind not in ON_REQUEST_ONLY

    def put(self, kind: str, body: Json, *, now: float, life: float) -> bool:
        """False when the bot never asked for this kind or the queue is full: such an update never existed."""
        if not self.wants(kind):
            return False
        return self.put_raw({kind: body}, now=now, life=life)

    def put_raw(self, update: Json, *, now: float, life: float) -> bool:
        """Queue any JSON at all under the next id; an update_id of its own stays as it is in the text."""
        self.forget_old(now)
        if len(self.waiting) >= self.limits.queue:
            return False
        if not self.waiting and self.last_put and now - self.last_put > WEEK:
            self.next_id = self.random.randrange(2_000_001, 900_000_000)
        self.last_put = now
        self.waiting.append(Waiting(self.next_id, {"update_id": self.next_id, **update}, now + life))
        self.next_id += 1
        return True

    def forget_old(self, now: float) -> None:
        if any(entry.until <= now for entry in self.waiting):
            self.waiting = deque(entry for entry in self.waiting if entry.until > now)

    def get(self, offset: int, limit: int, now: float) -> list[Json]:
        """Confirm everything below the offset at once and hand out what is next.

        A negative offset keeps the last N; one more than ten past the end is ignored, as Telegram does.
        """
        self.forget_old(now)
        if offset < 0:
            self.waiting = deque(list(self.waiting)[offset:])
        elif offset <= self.next_id + 10:
            while self.waiting and self.waiting[0].update_id < offset:
                self.waiting.popleft()
        return [entry.update for entry in list(self.waiting)[:limit]]

    def drop_all(self) -> None:
        self.waiting.clear()
