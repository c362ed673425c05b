"""Whom a lead means, in words: numbers, ranges, "with a customer", everybody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.incident.bulk_actions import who_lacks
from bot.incident.queries import incidents_of_outage
from bot.incident.rules import Duty
from bot.telegram.texts import Texts

_NUMBERS = re.compile(r"(\d{1,9})(?:\s*[-–—]\s*/?(?:incident_)?(\d{1,9}))?")
_MOST_NAMED = 500


def meant(session: Session, outage_id: int, words: str, texts: Texts) -> list[int] | None:
    """The open incidents that these words name: none for "all", None where they name nobody."""
    there = incidents_of_outage(session, outage_id, open_only=True)
    said = words.casefold()
    if set(said.split()) & set(texts("outage-word-all").split()):
        return []
    if texts("outage-word-customer") in said:
        with_one = who_lacks(session, there, Duty.REDIRECTED)
        return [incident.id for incident in with_one] or None
    return numbered(words, [incident.id for incident in there]) or None


def numbered(words: str, known: Sequence[int]) -> list[int]:
    """Which of these the numbers and ranges name, in either order: "17, 20-25"."""
    pairs = [(int(first), int(last or first)) for first, last in _NUMBERS.findall(words)[:_MOST_NAMED]]
    return [one for one in known if any(min(pair) <= one <= max(pair) for pair in pairs)]
