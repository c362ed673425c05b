"""How a shift stands in an iCalendar file (RFC 5545): what both directions must agree about."""

from __future__ import annotations

PERSON, ROLE, LEVEL, ZONE = (f"X-NIGHTSHIFT-{name}" for name in ("PERSON", "ROLE", "LEVEL", "TIME-ZONE"))
"""An event's own properties: the person's Telegram id, role, place on the ladder, zone it was planned in."""

LINE = "X-NIGHTSHIFT-LINE"
"""Only while a file is read: the line on which the event begins."""

UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Zulu", "Etc/Zulu"})


def is_calendar(raw: bytes) -> bool:
    """Whether the file begins as a calendar does."""
    return raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"
