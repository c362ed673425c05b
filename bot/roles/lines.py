"""Lines that the cards of several roles share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.centre.rules import Centre
from bot.incident.models import Duty as DutyRow
from bot.incident.models import Incident
from bot.incident.operator_actions import KNOWLEDGE_BASE
from bot.incident.queries import duties
from bot.incident.rules import Duty
from bot.incident.telling import book, facts
from bot.person.models import Person
from bot.telegram.drawing import LONGEST_TEXT, MOST_LINES, inline
from bot.telegram.texts import Texts
from bot.ticket.models import Ticket
from bot.ticket.rules import TicketStatus

Line = Text | str


def lines(*parts: Line | None) -> Text:
    """One below the other; what is None or empty leaves no gap."""
    nodes: list[Line] = []
    for part in parts:
        if part:
            nodes += [part, "\n"]
    return Text(*nodes[:-1])


def fitting(
    needed: Iterable[Line | None],
    optional: Iterable[Line | None] = (),
    last: Line | None = None,
    *,
    longest: int = LONGEST_TEXT,
) -> Text:
    """A card of at most 12 lines: all that is needed, then what else fits, the most telling first."""
    shown, end = [part for part in needed if part], [last] if last else []
    for part in optional:
        whole = lines(*shown, part, *end).render()[0]
        if part and whole.count("\n") < MOST_LINES and len(whole) <= longest:
            shown.append(part)
    return lines(*shown, *end)


def titles(centre: Centre, keys: Iterable[str], texts: Texts) -> str:
    """Software by its names: "Телефония, CRM"."""
    known = (centre.software[key].title.to(texts.language) for key in keys if key in centre.software)
    return ", ".join(known)


def subject(session: Session, incident: Incident, texts: Texts) -> str:
    """What the incident is about: the software, what the operator called it, or the runbook's title."""
    centre = facts(session, incident)
    if incident.software_words:
        return inline(incident.software_words, most=40)
    software = [key for key in (incident.software, *incident.also) if key]
    if len(software) >= len(centre.software) > 1:
        return texts("subject-everything")
    return titles(centre, software, texts) or book(session, incident).title.to(texts.language)


def channel_title(session: Session, incident: Incident, key: str, texts: Texts) -> str:
    """A channel, or the knowledge base, by its name."""
    if key == KNOWLEDGE_BASE:
        return texts("knowledge-base")
    return facts(session, incident).channels[key].title.to(texts.language)


def lasted(since: datetime, until: datetime, texts: Texts) -> str:
    """A length of time in whole minutes: "35 мин", "2 ч 5 мин"."""
    hours, minutes = divmod(round((until - since).total_seconds() / 60), 60)
    return (
        texts("hours-minutes", hours=hours, minutes=minutes) if hours else texts("minutes", minutes=minutes)
    )


def name_of(session: Session, person_id: int | None) -> str:
    """A person's name, fit for a line of ours; empty for nobody."""
    person = session.get(Person, person_id) if person_id else None
    return inline(person.name) if person else ""


def handed_over(session: Session, from_id: int | None, to_id: int | None, texts: Texts) -> str | None:
    """ "Передаёт: Лев → Соня, не подписано"; nothing where nothing is being handed over."""
    if to_id is None:
        return None
    return texts("handed-over-to", giver=name_of(session, from_id), name=name_of(session, to_id))


def zone_of(session: Session, person_id: int) -> str:
    """Whose clock a person goes by: it stands beside the reader's where it shows another time."""
    return session.get_one(Person, person_id).time_zone


def ticked(
    session: Session, incident: Incident, texts: Texts, *, timed: bool = False, but: Collection[Duty] = ()
) -> str:
    """The duties that are carried out: "статус ✓ · снят с линии ✓"; `timed`: each with its time.

    `but`: what a line of its own says already.
    """
    rows = duties(session, incident.id)
    return " · ".join(
        _tick(row, texts) + (f" {texts.at(row.ticked_at)}" if timed else "")
        for name in Duty
        if name not in but and (row := rows.get(name))
    )


def _tick(row: DutyRow, texts: Texts) -> str:
    if row.duty == Duty.REDIRECTED and row.redirected_to is None:
        return texts("ticked-nobody-to-redirect")
    to = inline(row.redirected_to) if row.redirected_to else ""
    return texts(f"ticked-{row.duty.replace('_', '-')}", to=to)


def ticket_line(session: Session, ticket: Ticket | None, texts: Texts, *, yours: bool = False) -> str | None:
    """Where the ticket is, who has it and since when, and what they expect; `yours`: the reader leads it."""
    if ticket is None:
        return None
    name = name_of(session, ticket.acknowledged_by)
    if ticket.status == TicketStatus.FILED or ticket.acknowledged_at is None:
        return texts(
            "ticket-line-filed", number=ticket.id, at=texts.at(ticket.reopened_at or ticket.filed_at)
        )
    values = {"number": ticket.id, "name": name, "at": texts.at(ticket.acknowledged_at)}
    if ticket.status == TicketStatus.RESOLVED and ticket.resolved_at:
        return texts("ticket-line-resolved", **{**values, "at": texts.at(ticket.resolved_at)})
    if ticket.status == TicketStatus.CANNOT_BE_RESOLVED:
        return texts("ticket-line-cannot-yours" if yours else "ticket-line-cannot", **values)
    if ticket.estimate_at is not None:
        return texts("ticket-line-estimate", **values, estimate=texts.at(ticket.estimate_at))
    return texts("ticket-line-acknowledged", **values)
