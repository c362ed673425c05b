"""What operators reported and answered, as it stands on a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.incident.queries import incidents_of_outage
from bot.roles.lines import Line, lines, name_of
from bot.roles.words import inquired_inline
from bot.telegram.drawing import said
from bot.telegram.texts import Texts
from bot.ticket.models import Inquiry, ReportPart, Ticket
from bot.ticket.queries import inquiries
from bot.ticket.rules import PartKind

_NEWEST = 3
_LINES, _LETTERS = 2, 180
"""Of each quote."""


def still_seen(
    session: Session, this: Ticket, parts: Sequence[ReportPart], texts: Texts
) -> list[Line | None]:
    """What operators still see after "resolved", of a ticket that was opened again."""
    if this.reopened_at is None:
        return []
    since = this.reopened_at
    words = [part for part in parts if part.kind == PartKind.NOT_RESOLVED and part.at >= since]
    again = texts("ticket-reopened", at=texts.at(since))
    if not words:
        return [again]
    return [f"{again} {name_of(session, words[-1].by_id)}:", _quote(words[-1].text)]


def no_picture(parts: Iterable[ReportPart], texts: Texts) -> str | None:
    """Somebody could not make one, and nobody has sent one."""
    kinds = {part.kind for part in parts}
    if PartKind.NO_PICTURE in kinds and PartKind.PICTURE not in kinds:
        return texts("ticket-no-picture")
    return None


def descriptions(session: Session, parts: Iterable[ReportPart], texts: Texts, *, named: bool) -> list[Text]:
    """The newest words of the report, the newest first; `named`: whose they are, where there are several."""
    kinds = (PartKind.DESCRIPTION, PartKind.ADDITION)
    told = [part for part in parts if part.kind in kinds and part.text]
    shown = []
    for part in reversed(told[-_NEWEST:]):
        writes = texts("ticket-writes", name=name_of(session, part.by_id), at=texts.at(part.at))
        shown.append(lines(writes if named else None, _quote(part.text)))
    return shown


def questions_and_answers(
    session: Session, this: Ticket, parts: Sequence[ReportPart], texts: Texts, *, waiting: int
) -> list[Text]:
    """The newest questions, and under each the newest answer there is; how many were asked of `waiting`."""
    rounds: dict[tuple[str, str | None], list[Inquiry]] = {}
    for inquiry in inquiries(session, this.id):
        rounds.setdefault((inquiry.question, inquiry.key), []).append(inquiry)
    newest = list(rounds.values())[-2:]
    return [_answered(session, asked, parts, texts, waiting) for asked in reversed(newest)]


def _answered(
    session: Session, asked: Sequence[Inquiry], parts: Sequence[ReportPart], texts: Texts, waiting: int
) -> Text:
    question = texts("ticket-asked", question=inquired_inline(asked[-1], texts))
    few = len({inquiry.incident_id for inquiry in asked})
    if few < waiting:
        question = f"{question} ({texts('ticket-asked-few', asked=few, waiting=waiting)})"
    numbers = {inquiry.id for inquiry in asked}
    answers = [part for part in parts if part.inquiry_id in numbers]
    if not answers:
        return lines(question, texts("ticket-no-answer-yet", at=texts.at(asked[-1].asked_at)))
    last = answers[-1]
    writes = texts("ticket-writes", name=name_of(session, last.by_id), at=texts.at(last.at))
    return lines(question, writes, _quote(last.text) if last.text else texts("ticket-answered-by-picture"))


def _quote(text: str | None) -> Text:
    return said(text or "", lines=_LINES, most=_LETTERS)


def whom_it_reached(session: Session, ticket_id: int, texts: Texts) -> str:
    """Whether the question that was just asked went to everybody who waits, or to how many of them."""
    ticket = session.get_one(Ticket, ticket_id)
    everything = inquiries(session, ticket.id)
    newest = {one.incident_id for one in everything if one.asked_at == everything[-1].asked_at}
    waiting = len(incidents_of_outage(session, ticket.outage_id, open_only=True))
    if len(newest) < waiting:
        return texts("ticket-inquired-few", asked=len(newest), waiting=waiting)
    return texts("ticket-inquired")
