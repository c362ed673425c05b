"""What operators do meanwhile, in words with a sign; one of them, and many counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.roles.lines import channel_title
from bot.runbook.rules import WorkStatus
from bot.telegram.texts import Texts

_TOGETHER = "\u00a0"
_SHORT = frozenset(
    {
        WorkStatus.IN_ANOTHER_CHANNEL,
        WorkStatus.STUDYING,
        WorkStatus.AWAITING_THE_LEAD,
        WorkStatus.CHECKING_THE_FIX,
    }
)
"""The others are short as they are."""


def status_words(status: str, texts: Texts) -> str:
    """A work status: "🔴 не на линии"."""
    return texts(f"work-status-{status.replace('_', '-')}")


def doing(session: Session, incident: Incident, texts: Texts) -> str:
    """What the operator does now, and in which channel."""
    words = status_words(incident.work_status, texts)
    if incident.channel is None:
        return words
    return f"{words}: {channel_title(session, incident, incident.channel, texts)}"


def briefly(session: Session, incident: Incident, texts: Texts) -> str:
    """The same in at most three words: one line of a list has to fit on a phone."""
    if incident.channel is None:
        return _short(incident.work_status, texts)
    return f"🟢 {channel_title(session, incident, incident.channel, texts)}"


def counted(incidents: Iterable[Incident], texts: Texts, *, short: bool = False) -> str:
    """How many do what: "🔴 не на линии 2 · 🟡 ждёт руководителя 1". Short ones stay together on a phone."""
    counts = Counter(incident.work_status for incident in incidents)
    words = _short if short else status_words
    parts = [f"{words(status, texts)} {counts[status]}" for status in WorkStatus if counts[status]]
    return " · ".join(part.replace(" ", _TOGETHER) if short else part for part in parts)


def _short(status: str, texts: Texts) -> str:
    if status in _SHORT:
        return texts(f"work-status-short-{status.replace('_', '-')}")
    return status_words(status, texts)
