"""Within a minute a lead takes back what they did for many, with an event for each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.incident.bulk_actions import NAMED, WORDS
from bot.incident.customers import show_customer
from bot.incident.deeds import settle_deed
from bot.incident.mass import outage_lead
from bot.incident.mass_duties import remind_of_outage
from bot.incident.models import Duty, Incident, Word
from bot.incident.moving_actions import JOINED, MOVED, SPLIT, move_back
from bot.incident.rules import NotYours, Way
from bot.incident.telling import OUTAGE_CARD, note, show, show_outage
from bot.incident.telling_all import tell_all
from bot.outage.models import BulkDeed, Outage
from bot.outage.rules import UNDO_WITHIN, TooLateToUndo
from bot.redirect.actions import answer
from bot.redirect.queries import redirects
from bot.redirect.rules import Status
from bot.timeline.rules import Event


def undo(session: Session, deed_id: int, *, by: int, now: datetime, board: bool = True) -> BulkDeed:
    """Take it back for everybody whose incident is still open. NotYours, TooLateToUndo.

    `board`: whoever did it looks at a board.
    """
    deed = session.get(BulkDeed, deed_id, with_for_update=True)
    if deed is None or deed.by_id != by:
        raise NotYours
    if deed.undone_at is not None or now - deed.at > UNDO_WITHIN:
        raise TooLateToUndo
    deed.undone_at = now
    settle_deed(session, deed)
    incidents = session.scalars(select(Incident).where(Incident.id.in_(deed.incidents)).order_by(Incident.id))
    there = [incident for incident in incidents if incident.closed_at is None]
    elsewhere = {incident.outage_id for incident in there}
    _UNDOING.get(deed.kind, _untick)(session, deed, there, by=by, now=now)
    session.flush()
    tell_all(session, there, now=now)
    for outage_id in sorted({deed.outage_id, *elsewhere, *(incident.outage_id for incident in there)}):
        outage = session.get_one(Outage, outage_id)
        if outage.mass_at is not None:
            show_outage(session, outage, now=now)
    if board:
        show(session, OUTAGE_CARD, deed.outage_id, to=by, way=Way.EDIT, now=now)
    return deed


def _untick(session: Session, deed: BulkDeed, there: Sequence[Incident], *, by: int, now: datetime) -> None:
    for incident in there:
        theirs = (Duty.incident_id == incident.id, Duty.duty == deed.kind, Duty.ticked_at == deed.at)
        session.execute(delete(Duty).where(*theirs))
        note(session, incident, Event.DUTY_UNTICKED, by=by, at=now, duty=deed.kind)
    outage = session.get_one(Outage, deed.outage_id)
    if there and outage_lead(session, outage) is not None:
        remind_of_outage(session, outage, there[0], since=now)


def _unsay(session: Session, deed: BulkDeed, there: Sequence[Incident], *, by: int, now: datetime) -> None:
    for incident in there:
        same = (Word.incident_id == incident.id, Word.by_id == deed.by_id, Word.at == deed.at)
        session.execute(delete(Word).where(*same))
        asked_at = deed.before.get(str(incident.id))
        if asked_at and incident.lead_asked_at is None and incident.moved_at <= deed.at:
            incident.lead_asked_at = datetime.fromisoformat(asked_at)
        note(session, incident, Event.WORDS_WITHDRAWN, by=by, at=now)


def _unname(session: Session, deed: BulkDeed, there: Sequence[Incident], *, by: int, now: datetime) -> None:
    """The colleague need not come, unless they have the customer already."""
    for incident in there:
        for redirect in redirects(session, incident.id):
            asked = redirect.status == Status.ASKED and redirect.asked_at == deed.at
            if asked and redirect.colleague_id == deed.before[str(incident.id)]:
                answer(session, redirect, Status.ELSEWHERE, now=now)
                note(session, incident, Event.REDIRECT_WITHDRAWN, by=by, at=now, to=redirect.colleague_id)
                show_customer(session, redirect, now=now, way=Way.FRESH)


_UNDOING: dict[str, Callable[..., None]] = {
    WORDS: _unsay,
    NAMED: _unname,
    JOINED: move_back,
    MOVED: move_back,
    SPLIT: move_back,
}
