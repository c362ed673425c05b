"""Every open incident on one page of twelve lines, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.queries import duties, open_incidents
from bot.incident.rules import Duty
from bot.incident.telling import news_ended
from bot.person.models import Person
from bot.roles.duty_lead import taps
from bot.roles.lines import lines, name_of, subject
from bot.roles.statuses import counted, doing
from bot.telegram.buttons import twin
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.texts import Texts, texts_for

ON_A_PAGE = 5
"""Two lines each, below the heading and the counts."""
_SIGNS = {"call": "📞", "chat": "💬"}
_NO_NEWS = "🔕"
"""The operator waits and hears nothing more, because nothing has changed for so long."""


def board(session: Session, reader: Person, page: int) -> Drawing:
    """One page of the board, the first is 0; behind the last page it is the last one."""
    texts = texts_for(reader)
    rows = open_incidents(session)
    if not rows:
        return Drawing(Text(texts("lead-board-empty")))
    pages = -(-len(rows) // ON_A_PAGE)
    page = min(page, pages - 1)
    heading = texts("lead-board", count=len(rows))
    shown = [
        part
        for incident, operator in rows[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
        for part in _entry(session, incident, operator, texts)
    ]
    of_pages = f" · {texts('page-of-pages', page=page + 1, pages=pages)}" if pages > 1 else ""
    counts = counted((incident for incident, _ in rows), texts)
    return Drawing(lines(Text(Bold(heading), of_pages), counts, *shown), _turning(page, pages, texts))


def _entry(session: Session, incident: Incident, operator: Person, texts: Texts) -> Sequence[str]:
    number, since = texts("number", number=incident.id), texts("lead-since", at=texts.at(incident.opened_at))
    first = [number, subject(session, incident, texts), inline(operator.name), since]
    if incident.customer is not None and Duty.REDIRECTED not in duties(session, incident.id):
        first.append(_SIGNS[incident.customer])
    if incident.lead_id is None:
        command = twin(taps.Acknowledge(incident=incident.id).pack())
        has_it = f"{texts('nobody-has-it')} {command}"
    else:
        command = twin(taps.ShowIncident(incident=incident.id).pack())
        has_it = f"{name_of(session, incident.lead_id)} {command}"
    if news_ended(session, incident):
        first.append(_NO_NEWS)
    return [" · ".join(first), f"{doing(session, incident, texts)} · {has_it}"]


def _turning(page: int, pages: int, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    if pages < 2:
        return ()
    following = page + 1 if page + 1 < pages else 0
    label = texts("page-next") if following else texts("page-first")
    return ((Button(label, taps.BoardPage(page=following).pack()),),)
