"""What an update must be before we read it, how often somebody may speak, and when we try again."""

from __future__ import annotations

import json
import unicodedata
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
LONGEST_KEPT = 512 * 1024
"""Bytes of one update that are kept. Telegram sends no larger one."""
LONGEST_READ = 256 * 1024
DEEPEST_READ = 64
MOST_ATTEMPTS = 3
RETRY_SECONDS = (0.2, 1.0)
"""How long to wait before the second and the third attempt."""
STORAGE_SECONDS = 1.0
"""How long to wait for a disk that takes nothing."""
LONGEST_ATTEMPT_SECONDS = 120.0
"""Most of it may be waiting: the five-hundredth answer of a flood goes half a minute after the first."""

FLOOD_MOST = 30
FLOOD_WITHIN = timedelta(seconds=10)

_COMPACT = json.JSONEncoder(separators=(",", ":"))
_HIGHEST_ID = 2**63 - 1
_MOST_KEYS = 10_000


class State(StrEnum):
    """How far an update has come. Every state but the first is final."""

    NEW = "new"
    APPLIED = "applied"
    IGNORED = "ignored"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


class Unreadable(Exception):
    """An update that is not worth a second look. Its text says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One update as it stands in the journal. `at` is when it was sent, as far as it says so."""

    update_id: int
    telegram_id: int | None
    body: str
    at: datetime
    attempts: int = 0
    suspect: bool = False
    """A process died with it in hand: it is tried by itself, and each attempt is counted beforehand."""


def entry(raw: object, *, now: datetime) -> Entry | None:
    """What to keep of a raw update, read without trusting any of it. None: it has no id to be kept under."""
    if not isinstance(raw, dict) or (update_id := _id(raw.get("update_id"))) is None:
        return None
    inside: dict[str, object] = next(
        (raw[kind] for kind in ALLOWED_UPDATES if isinstance(raw.get(kind), dict)), {}
    )
    sender = inside.get("from")
    telegram_id = _id(sender.get("id")) if isinstance(sender, dict) else None
    at = _moment(inside.get("edit_date", inside.get("date")), now)
    return Entry(update_id, telegram_id, _body(raw), at)


def readable(body: str) -> object:
    """The update's JSON, small and flat enough to be parsed in earnest. Raises `Unreadable`."""
    if not body:
        raise Unreadable(f"longer than {LONGEST_KEPT} bytes or nested beyond reading: not kept")
    if _bytes(body) > LONGEST_READ:
        raise Unreadable(f"longer than {LONGEST_READ} bytes")
    try:
        tree: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    if body.count("{") + body.count("[") > DEEPEST_READ and _deeper_than(tree, DEEPEST_READ):
        raise Unreadable(f"nested deeper than {DEEPEST_READ}")
    return tree


def plain(text: str) -> str:
    """Words without signs, case and double spaces: how a label is recognised in what somebody typed."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded).split())


def poll_again_in(failures: int) -> float:
    """Seconds until the next getUpdates after so many failures in a row. Presses live 150 s: be quick."""
    return min(15.0, 0.5 * 2.0 ** min(failures, 5))


class Allowance:
    """At most so many times within a window, for each key on its own."""

    def __init__(self, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._times: dict[object, deque[datetime]] = {}

    def grants(self, key: object, now: datetime) -> bool:
        """Whether once more is allowed; if so, it counts. A clock set back forgives what was before."""
        times = self._times.pop(key, None) or deque(maxlen=self._most)
        if times and times[-1] - now > self._within:
            times.clear()
        granted = len(times) < self._most or now - times[0] >= self._within
        if granted:
            times.append(now)
        self._times[key] = times
        if len(self._times) > _MOST_KEYS:
            del self._times[next(iter(self._times))]
        return granted


def _id(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 < value <= _HIGHEST_ID else None


def _body(raw: Mapping[str, object]) -> str:
    """ASCII, so that half a surrogate pair can be kept as well. Empty when it cannot be kept."""
    try:
        body = _COMPACT.encode(raw)
    except RecursionError:
        return ""
    return body if len(body) <= LONGEST_KEPT else ""


def _bytes(body: str) -> int:
    return len(body) if body.isascii() else len(body.encode("utf-8", "surrogatepass"))


def _moment(seconds: object, now: datetime) -> datetime:
    if isinstance(seconds, int) and 0 < seconds < now.timestamp():
        return datetime.fromtimestamp(seconds, UTC)
    return now


def _deeper_than(tree: object, deepest: int) -> bool:
    level = [tree]
    for _ in range(deepest):
        level = [
            inner
            for node in level
            if isinstance(node, dict | list)
            for inner in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return False
    return any(isinstance(node, dict | list) for node in level)
