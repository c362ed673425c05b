"""The canary: an update of our own that flies the whole way, and where it can be stopped."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

FIRST = 2**62
"""Updates from here on are canaries. Telegram's own numbers have 31 bits."""
CARD = "canary"
FAILED_CARD = "canary_failed"
KIND = "canary"
"""Of its timer and of its card."""
TIME_TO_ARRIVE = timedelta(seconds=60)


class Stage(StrEnum):
    """How far it has come. The last two are ends."""

    JOURNAL = "journal"
    INBOX = "inbox"
    TIMER = "timer"
    OUTBOX = "outbox"
    REFUSED = "refused"
    ARRIVED = "arrived"


def is_canary(update_id: int) -> bool:
    return update_id >= FIRST


def number_at(now: datetime) -> int:
    """The number of the canary of this moment: milliseconds, so that no two are alike."""
    return int(now.timestamp() * 1000)


def raw_update(number: int, bot_id: int) -> dict[str, object]:
    """The update as Telegram would give it: we say /canary to ourselves."""
    seconds = number // 1000
    who = {"id": bot_id, "is_bot": True, "first_name": CARD}
    message = {
        "message_id": 1,
        "date": seconds,
        "from": who,
        "chat": {"id": bot_id, "type": "private", "first_name": CARD},
        "text": f"/{CARD}",
    }
    return {"update_id": FIRST + number, "message": message}
