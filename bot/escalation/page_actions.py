"""Page one person, ring once more, and what the delivery says."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.centre.rules import makes_sound
from bot.escalation.models import Escalation, Page
from bot.escalation.queries import pages_of_level
from bot.escalation.rules import CARD, WHY, LadderName
from bot.outbox.actions import put
from bot.outbox.rules import SOUND_OF, Priority, SoundWhy
from bot.person.models import Person
from bot.runbook.queries import centre_of
from bot.timeline.actions import record
from bot.timeline.rules import Event

PAGED = {
    LadderName.LEAD: Event.LEAD_PAGED,
    LadderName.SYSADMIN: Event.SYSADMIN_PAGED,
    LadderName.OUTAGE: Event.LEAD_PAGED,
}


def page_person(
    session: Session, escalation: Escalation, person: Person, *, now: datetime, why: SoundWhy | None = None
) -> None:
    """Ask this person to act, with sound where the centre lets it. `why`: other than by the ladder."""
    name = LadderName(escalation.ladder)
    page = note_page(session, escalation, person, PAGED[name], now=now)
    _ring(session, escalation, page, why or WHY[name], now=now)


def note_page(
    session: Session, escalation: Escalation, person: Person, kind: Event, *, now: datetime
) -> Page:
    """Write down that this person was called on the ladder's present level."""
    row = Page(
        escalation_id=escalation.id,
        person_id=person.id,
        level=escalation.level,
        round=escalation.round,
        paged_at=now,
    )
    session.add(row)
    session.flush()
    called = {"to": person.id, "level": escalation.level}
    record(session, kind, by=None, at=now, incident_id=escalation.incident_id, **called)
    return row


def page_again(session: Session, escalation: Escalation, *, now: datetime) -> None:
    """Ring once more at everybody of this level whom the first page reached, or has not reached yet."""
    for page in pages_of_level(session, escalation):
        if page.refused_at is None:
            _ring(session, escalation, page, SoundWhy.PAGE_AGAIN, now=now)


def ring_anew(session: Session, page: Page, *, now: datetime) -> None:
    """The page got lost on its way: once more, as it was."""
    escalation = session.get_one(Escalation, page.escalation_id)
    _ring(session, escalation, page, WHY[LadderName(escalation.ladder)], now=now)


def note_delivered(session: Session, page: Page, *, now: datetime) -> None:
    """The page is on their phone. Only the first delivery is written down."""
    if page.delivered_at is not None:
        return
    page.delivered_at = now
    escalation = session.get_one(Escalation, page.escalation_id)
    row = {"to": page.person_id, "level": page.level}
    record(session, Event.PAGE_DELIVERED, by=None, at=now, incident_id=escalation.incident_id, **row)


def _ring(session: Session, escalation: Escalation, page: Page, why: SoundWhy, *, now: datetime) -> None:
    put(
        session,
        CARD[LadderName(escalation.ladder)],
        escalation.subject_id,
        to=page.person_id,
        now=now,
        fresh=True,
        sound=makes_sound(centre_of(session, escalation.centre), SOUND_OF[why]),
        priority=Priority.PAGE,
        receipt=f"page:{page.id}",
        why=why,
        incident_id=escalation.incident_id,
    )
