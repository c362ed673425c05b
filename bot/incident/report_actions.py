"""What an operator reports to the sysadmin: words and pictures, in any order, also later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.handing_on import hand_on_picture
from bot.incident.models import Incident
from bot.incident.operator_actions import at_turn, note_seen
from bot.incident.rules import Late, Way
from bot.incident.telling import book, note, own, tell
from bot.incident.walk import make
from bot.runbook.rules import Ask, asked, step_of
from bot.ticket.actions import add_part
from bot.ticket.models import Inquiry, ReportPart
from bot.ticket.queries import report, ticket_of, unanswered
from bot.ticket.rules import PartKind, missing
from bot.timeline.rules import Event


def add_to_report(
    session: Session,
    incident_id: int,
    *,
    by: int,
    now: datetime,
    text: str | None = None,
    picture: str | None = None,
    no_picture: bool = False,
    message_id: int | None = None,
) -> Incident:
    """Words, a picture, or "I cannot make one", in any order; with both there the walk goes on by itself."""
    incident = own(session, incident_id, by)
    inquiry = unanswered(session, incident.id)
    at_report = step_of(book(session, incident), incident.step).ask is Ask.REPORT
    if no_picture and not (at_report and PartKind.PICTURE in _lacking(session, incident)):
        raise Late(incident=incident.id)
    pieces: list[tuple[PartKind, str | None, str | None]] = []
    if picture:
        pieces.append((PartKind.PICTURE, None, picture))
    if text:
        filed = ticket_of(session, incident.outage_id) is not None
        told = PartKind.DESCRIPTION not in _lacking(session, incident)
        pieces.append((_kind_of_words(inquiry, late=filed and told), text, None))
    if no_picture:
        pieces.append((PartKind.NO_PICTURE, None, None))
    origin = {"message_id": message_id, "inquiry_id": inquiry.id if inquiry else None}
    added = [
        part
        for kind, words, sha256 in pieces
        if (
            part := add_part(session, incident.id, kind, by=by, now=now, text=words, picture=sha256, **origin)
        )
    ]
    _note_added(session, incident, added, inquiry, by=by, now=now)
    if at_report:
        _go_on_when_whole(session, incident, by=by, now=now)
    else:
        tell(session, incident, now=now, ticket=Way.EDIT if inquiry is None else Way.FRESH)
    return incident


def _note_added(
    session: Session,
    incident: Incident,
    added: Sequence[ReportPart],
    inquiry: Inquiry | None,
    *,
    by: int,
    now: datetime,
) -> None:
    note_seen(session, incident, now=now)
    for part in added:
        note(session, incident, Event.REPORT_ADDED, by=by, at=now, part=part.kind)
        hand_on_picture(session, incident, part, now=now)
    if inquiry is not None and added:
        inquiry.answered_at = now
        note(session, incident, Event.DETAILS_GIVEN, by=by, at=now, inquiry=inquiry.id)


def _go_on_when_whole(session: Session, incident: Incident, *, by: int, now: datetime) -> None:
    if _lacking(session, incident):
        tell(session, incident, now=now)
    else:
        make(session, incident, asked(book(session, incident), incident.step), by=by, now=now)


def _lacking(session: Session, incident: Incident) -> set[PartKind]:
    return missing(part.kind for part in report(session, [incident.id]))


def _kind_of_words(inquiry: Inquiry | None, *, late: bool) -> PartKind:
    """`late`: the ticket has this operator's description. It may have been filed by another one's report."""
    if inquiry is not None:
        return PartKind.DETAIL
    return PartKind.ADDITION if late else PartKind.DESCRIPTION


def pass_over(session: Session, incident_id: int, turn: int, *, by: int, now: datetime) -> Incident:
    """Go on without the words that the step asked for."""
    incident = at_turn(session, incident_id, turn, by=by)
    if step_of(book(session, incident), incident.step).ask is not Ask.WORDS:
        raise Late(incident=incident.id)
    make(session, incident, asked(book(session, incident), incident.step), by=by, now=now)
    return incident


def say_words(
    session: Session, incident_id: int, text: str, *, by: int, now: datetime, message_id: int | None = None
) -> Incident:
    """The words that a step asked for: they reach the ticket and the lead."""
    incident = own(session, incident_id, by)
    if step_of(book(session, incident), incident.step).ask is not Ask.WORDS:
        raise Late(incident=incident.id)
    add_part(session, incident.id, PartKind.NOT_RESOLVED, by=by, now=now, text=text, message_id=message_id)
    note(session, incident, Event.REPORT_ADDED, by=by, at=now, part=str(PartKind.NOT_RESOLVED))
    make(session, incident, asked(book(session, incident), incident.step), by=by, now=now)
    return incident
