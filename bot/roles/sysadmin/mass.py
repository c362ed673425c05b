"""What a ticket says while many wait for it: how many, where, growing or not, what they write first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.centre.rules import affected_channels
from bot.incident.models import Incident
from bot.incident.telling import facts
from bot.roles.lines import channel_title, lines, name_of
from bot.roles.statuses import counted
from bot.runbook.rules import WorkStatus
from bot.telegram.drawing import said
from bot.telegram.texts import Texts
from bot.ticket.models import ReportPart
from bot.ticket.rules import PartKind

LATELY = timedelta(minutes=10)
_AT_WORK = (WorkStatus.ON_THE_LINE, WorkStatus.IN_ANOTHER_CHANNEL)
_WORDS = re.compile(r"\w+")
_FIRST = 3
_LETTERS = 120


def how_many(session: Session, incidents: Sequence[Incident], texts: Texts) -> list[str]:
    """Who waits and cannot work, in which channels, how fast they become more, what they do meanwhile."""
    waiting = [incident for incident in incidents if incident.closed_at is None]
    if not waiting:
        return []
    since = texts.at(min(incident.opened_at for incident in incidents))
    stopped = sum(incident.work_status not in _AT_WORK for incident in waiting)
    return [
        texts("ticket-mass", at=since, count=len(waiting), stopped=stopped),
        *_by_channel(session, waiting, texts),
        _growing(incidents, texts),
        *([counted(waiting, texts)] if len({incident.work_status for incident in waiting}) > 1 else []),
    ]


def _by_channel(session: Session, waiting: Sequence[Incident], texts: Texts) -> list[str]:
    """ "Звонки 27 · Чаты 3": a channel that cannot work without what is broken for them."""
    down: Counter[str] = Counter()
    for incident in waiting:
        software = [key for key in (incident.software, *incident.also) if key]
        down.update(affected_channels(facts(session, incident), *software))
    titled = [
        f"{channel_title(session, waiting[0], key, texts)} {count}" for key, count in down.most_common()
    ]
    return [texts("ticket-mass-channels", channels=" · ".join(titled))] if titled else []


def _growing(incidents: Sequence[Incident], texts: Texts) -> str:
    """How many came in the ten minutes up to the last one: true whenever the card is read."""
    last = max(incident.opened_at for incident in incidents)
    count = sum(incident.opened_at > last - LATELY for incident in incidents)
    return texts("ticket-mass-growing", count=count, at=texts.at(last))


def first_words(session: Session, parts: Iterable[ReportPart], texts: Texts) -> list[Text]:
    """The first different descriptions, with how many wrote the same."""
    same: dict[str, list[ReportPart]] = {}
    for part in parts:
        if part.kind == PartKind.DESCRIPTION and part.text:
            same.setdefault(_alike(part.text), []).append(part)
    return [_told(session, written, texts) for written in list(same.values())[:_FIRST]]


def _told(session: Session, written: Sequence[ReportPart], texts: Texts) -> Text:
    first = written[0]
    count = len({part.by_id for part in written})
    times = f" {texts('ticket-times', count=count)}" if count > 1 else ""
    writes = texts("ticket-writes", name=f"{name_of(session, first.by_id)}{times}", at=texts.at(first.at))
    return lines(writes, said(first.text or "", lines=1, most=_LETTERS))


def _alike(text: str) -> str:
    """The same words in other letters and with other signs between them are the same words."""
    return " ".join(_WORDS.findall(text.casefold())) or text
