"""Every open incident on pages of twelve lines: a line a mass outage, then the others, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.news import news_ended
from bot.incident.queries import duties, open_incidents
from bot.incident.rules import Duty
from bot.outage.models import Outage
from bot.outage.queries import open_outages
from bot.person.models import Person
from bot.roles.duty_lead import taps
from bot.roles.duty_lead.outage_taps import OutageTap
from bot.roles.lines import lines, name_of, subject
from bot.roles.statuses import counted, doing
from bot.telegram.buttons import twin
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.texts import Texts, texts_for

LINES = 10
"""For outages, one each, and incidents, two each, below the heading and the counts."""
MOST_OUTAGES = 6
_SIGNS = {"call": "📞", "chat": "💬"}
_NO_NEWS = "🔕"
"""The operator waits and hears nothing more, because nothing has changed for so long."""


def board(session: Session, reader: Person, page: int) -> Drawing:
    """One page of the board, the first is 0; behind the last page it is the last one."""
    texts = texts_for(reader)
    rows = open_incidents(session)
    if not rows:
        return Drawing(Text(texts("lead-board-empty")))
    outages = [one for one in open_outages(session) if one.mass_at is not None]
    in_one = {one.id for one in outages}
    alone = [row for row in rows if row[0].outage_id not in in_one]
    many = [_outage(session, one, rows, texts) for one in outages][:MOST_OUTAGES]
    on_a_page = (LINES - len(many)) // 2
    pages = max(-(-len(alone) // on_a_page), 1)
    page = min(page, pages - 1)
    heading = texts("lead-board", count=len(rows))
    shown = [
        part
        for incident, operator in alone[page * on_a_page : (page + 1) * on_a_page]
        for part in _entry(session, incident, operator, texts)
    ]
    of_pages = f" · {texts('page-of-pages', page=page + 1, pages=pages)}" if pages > 1 else ""
    counts = counted((incident for incident, _ in rows), texts)
    return Drawing(lines(Text(Bold(heading), of_pages), counts, *many, *shown), _turning(page, pages, texts))


def _outage(
    session: Session, outage: Outage, rows: Sequence[tuple[Incident, Person]], texts: Texts
) -> str | None:
    """ "🔴 Mass outage No. 2 · Telephony · since 02:14 · 30 operators · Lev /outage_2"; None: over."""
    there = [incident for incident, _ in rows if incident.outage_id == outage.id]
    if not there:
        return None
    about = texts(
        "lead-board-outage",
        number=outage.id,
        subject=subject(session, there[0], texts),
        at=texts.at(outage.opened_at),
        count=len(there),
    )
    has_it = name_of(session, outage.lead_id) or texts("nobody-has-it")
    return f"{about} · {has_it} {twin(OutageTap(outage=outage.id).pack())}"


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
