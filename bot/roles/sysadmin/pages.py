"""The sysadmin's card: a ticket, how many operators it stops, what they reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.escalation.rules import LadderName
from bot.incident.models import Incident
from bot.incident.queries import incidents_of_outage, report_of_outage
from bot.incident.rules import CANCELLED
from bot.outage.models import Outage
from bot.outage.queries import is_mass
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.question.queries import open_question
from bot.roles.calling import calling
from bot.roles.lines import Line, fitting, handed_over, lines, name_of, subject
from bot.roles.statuses import counted
from bot.roles.sysadmin.buttons import buttons, of_somebody_else
from bot.roles.sysadmin.mass import first_words, how_many
from bot.roles.sysadmin.pictures import SYSADMINS, pictures_line
from bot.roles.sysadmin.reports import descriptions, no_picture, questions_and_answers, still_seen
from bot.telegram.drawing import LONGEST_CAPTION, LONGEST_TEXT, Drawing, said
from bot.telegram.texts import Texts, texts_for
from bot.ticket.models import ReportPart, Ticket
from bot.ticket.rules import OPEN, TicketStatus
from bot.ticket.stack_queries import Stack, stacks

_PROMPTS = {
    "ticket_estimate": "ticket-prompt-estimate",
    "ticket_details": "ticket-prompt-details",
    "cannot_resolve_why": "ticket-prompt-cannot",
}


def ticket(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """One ticket for one of those who were paged; nothing once the reader is no sysadmin any more."""
    if not roles_of(session, reader.id) & SYSADMINS:
        return None
    this, texts = session.get_one(Ticket, subject_id), texts_for(reader)
    incidents = incidents_of_outage(session, this.outage_id)
    parts = report_of_outage(session, this.outage_id)
    mine, is_open = reader.id in (this.acknowledged_by, this.next_sysadmin_id), this.status in OPEN
    found = stacks(session, parts) if is_open else []
    asked = _asked(session, this, reader) if mine and is_open else None
    waiting = _waiting(incidents) > 0
    news_asked_at = this.news_asked_at if mine and waiting else None
    needed: list[Line | None] = [
        *(still_seen(session, this, parts, texts) if is_open else []),
        Bold(
            texts(
                f"ticket-heading-{_sign(this)}",
                number=this.id,
                subject=_about(session, this, incidents, texts),
            )
        ),
        *(_who_waits(session, this, incidents, texts) if is_open else []),
        _of_pictures(this, parts, found, texts) if is_open else None,
        texts("ticket-let-go") if this.let_go_id == reader.id and not mine and is_open else None,
        texts("ticket-news-wanted", at=texts.at(news_asked_at)) if news_asked_at else None,
        *_state(session, this, incidents, reader, texts),
        handed_over(session, this.acknowledged_by, this.next_sysadmin_id, texts) if is_open else None,
    ]
    optional = [
        *questions_and_answers(session, this, parts, texts, waiting=_waiting(incidents)),
        *_told(session, this, incidents, parts, texts),
    ]
    picture = found[0].first.picture if found else None
    text = fitting(
        needed,
        optional if is_open else [],
        texts(_PROMPTS[asked]) if asked else None,
        longest=LONGEST_CAPTION if picture else LONGEST_TEXT,
    )
    if _acts(this, mine=mine):
        below = buttons(this, texts, asked=asked, waiting=waiting)
    else:
        below = of_somebody_else(this, texts)
    return Drawing(text, below, picture, protected=picture is not None)


def _asked(session: Session, this: Ticket, reader: Person) -> str | None:
    """What their next message answers, if it is about this ticket."""
    question = open_question(session, reader.id)
    about_it = question is not None and question.subject_id == this.id and question.kind in _PROMPTS
    return question.kind if question is not None and about_it else None


def _acts(this: Ticket, *, mine: bool) -> bool:
    """Whether this reader has anything to tap: nobody has it yet, or they do."""
    return this.status == TicketStatus.FILED or (mine and this.status in OPEN)


def _sign(this: Ticket) -> str:
    if this.status == TicketStatus.ACKNOWLEDGED:
        return "acknowledged" if this.reopened_at is None else "filed"
    return {
        TicketStatus.RESOLVED: "resolved",
        TicketStatus.WITHDRAWN: "withdrawn",
    }.get(TicketStatus(this.status), "filed")


def _about(session: Session, this: Ticket, incidents: Sequence[Incident], texts: Texts) -> str:
    if not incidents and this.joined_id is not None:
        incidents = incidents_of_outage(session, session.get_one(Ticket, this.joined_id).outage_id)
    return subject(session, incidents[0], texts) if incidents else ""


def _who_waits(session: Session, this: Ticket, incidents: Sequence[Incident], texts: Texts) -> list[str]:
    waiting = [incident for incident in incidents if incident.closed_at is None]
    since = texts.at(session.get_one(Outage, this.outage_id).opened_at)
    if not waiting:
        return [texts("ticket-nobody-waits", at=since)]
    if is_mass(session, this.outage_id):
        return how_many(session, incidents, texts)
    return [f"{texts('ticket-waiting', count=len(waiting), at=since)}: {counted(waiting, texts)}"]


def _waiting(incidents: Sequence[Incident]) -> int:
    return sum(incident.closed_at is None for incident in incidents)


def _of_pictures(
    this: Ticket, parts: Sequence[ReportPart], found: Sequence[Stack], texts: Texts
) -> str | None:
    return pictures_line(this, found, texts) or no_picture(parts, texts)


def _told(
    session: Session,
    this: Ticket,
    incidents: Sequence[Incident],
    parts: Sequence[ReportPart],
    texts: Texts,
) -> list[Text]:
    """What they write: the newest words of a few, the first different ones of many."""
    if is_mass(session, this.outage_id):
        return first_words(session, parts, texts)
    return descriptions(session, parts, texts, named=len(incidents) > 1)


def _state(
    session: Session, this: Ticket, incidents: Sequence[Incident], reader: Person, texts: Texts
) -> list[Line | None]:
    """Who has it, since when, until when; or how it ended."""
    match this.status:
        case TicketStatus.FILED:
            return calling(session, LadderName.SYSADMIN, this.id, reader, texts)
        case TicketStatus.RESOLVED:
            return [_resolved(this, incidents, texts)]
        case TicketStatus.WITHDRAWN if this.joined_id is not None:
            return [texts("ticket-joined", number=this.joined_id)]
        case TicketStatus.WITHDRAWN:
            by_mistake = all(incident.closed_as == CANCELLED for incident in incidents)
            return [texts("ticket-withdrawn-cancelled" if by_mistake else "ticket-withdrawn-works")]
    at = texts.at(this.acknowledged_at or this.filed_at)
    if this.acknowledged_by == reader.id:
        has_it = texts("ticket-mine", at=at)
    else:
        has_it = texts("ticket-taken", name=name_of(session, this.acknowledged_by), at=at)
    if this.status == TicketStatus.CANNOT_BE_RESOLVED:
        why = said(this.cannot_resolve_why, lines=2, most=200) if this.cannot_resolve_why else None
        return [has_it, texts("ticket-cannot"), why]
    if this.estimate_at is not None:
        has_it = f"{has_it} · {texts('ticket-estimate', at=texts.at(this.estimate_at))}"
    return [has_it]


def _resolved(this: Ticket, incidents: Sequence[Incident], texts: Texts) -> Text:
    """How many of those who waited have said that it works for them."""
    at = this.resolved_at or this.filed_at
    waited = [incident for incident in incidents if incident.closed_at is None or incident.closed_at >= at]
    checked = sum(incident.closed_at is not None for incident in waited)
    counts = texts("ticket-checked", checked=checked, waited=len(waited)) if waited else None
    return lines(texts("ticket-resolved", at=texts.at(at)), counts)
