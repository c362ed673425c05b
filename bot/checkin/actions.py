"""Ask who begins, note who answers, and have the duty leads know who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.centre.rules import Centre, makes_sound
from bot.checkin.models import CheckIn
from bot.checkin.queries import ON_A_LADDER, missing, standing_in, to_tell, waiting
from bot.checkin.rules import NothingToCheckIn
from bot.outbox.actions import put
from bot.outbox.queries import live_card
from bot.outbox.rules import SOUND_OF, Priority, SoundWhy
from bot.person.models import Person
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.rota.queries import on_duty
from bot.timeline.actions import record
from bot.timeline.rules import Event

START_CARD, MISSING_CARD, STAND_IN_CARD = "shift_start", "not_confirmed", "stand_in"

Begins = tuple[Role, datetime]
"""A role, and when the whole time on duty in it began."""


def ask(session: Session, person_id: int, begins: Sequence[Begins], centre: Centre, *, now: datetime) -> None:
    """One card for all roles that begin together: with sound for whoever is paged at night, else silent."""
    due_at = now + centre.checkin.confirm_within
    for role, starts_at in begins:
        session.add(CheckIn(person_id=person_id, role=role, starts_at=starts_at, asked_at=now, due_at=due_at))
    pages = any(role in ON_A_LADDER for role, _ in begins)
    put(
        session,
        START_CARD,
        person_id,
        to=person_id,
        now=now,
        fresh=True,
        sound=pages and makes_sound(centre, SOUND_OF[SoundWhy.SHIFT_START]),
        priority=Priority.CARD if pages else Priority.NOTICE,
        receipt=f"{START_CARD}:{person_id}",
        why=SoundWhy.SHIFT_START,
    )
    if any(role is Role.DUTY_LEAD for role, _ in begins) and missing(session):
        put(session, MISSING_CARD, person_id, to=person_id, now=now, fresh=True)


def check_in(session: Session, *, by: int, now: datetime) -> None:
    """They are there, and their sound is on. NothingToCheckIn where nobody asked."""
    if not seen(session, by, now=now):
        raise NothingToCheckIn


def seen(session: Session, person_id: int, *, now: datetime) -> bool:
    """They tapped, wrote or sent anything: their phone works. True if that was waited for."""
    waited = waiting(session, person_id)
    for row in waited:
        row.checked_in_at = now
        late = row.missed_at is not None
        _note(session, Event.CHECKED_IN, row, by=person_id, now=now, late=late)
    if waited:
        put(session, START_CARD, person_id, to=person_id, now=now)
        tell_leads(session, now=now)
    return bool(waited)


def miss(session: Session, rows: Iterable[CheckIn], *, now: datetime) -> None:
    """They have not answered in time, or never will: Telegram brings them nothing."""
    for row in rows:
        row.missed_at = now
        _note(session, Event.NOT_CHECKED_IN, row, by=None, now=now, refused=row.refused_at is not None)
        if row.refused_at is None:
            put(session, START_CARD, row.person_id, to=row.person_id, now=now, priority=Priority.NOTICE)


def end(session: Session, rows: Iterable[CheckIn], *, now: datetime) -> None:
    """Their time on duty is over: nothing is waited for any more."""
    for row in rows:
        row.over_at = now
        if row.refused_at is None:
            put(session, START_CARD, row.person_id, to=row.person_id, now=now, priority=Priority.NOTICE)


def tell_leads(session: Session, *, now: datetime) -> None:
    """One live card a lead lists everybody missing; a new message only when the first one goes missing."""
    session.flush()
    changed = to_tell(session)
    if not changed:
        return
    known = any(row.told_at is not None for row, _ in missing(session))
    news = [row for row, _ in changed if row.told_at is None]
    readers = _readers(session, now)
    for reader in readers:
        put(session, MISSING_CARD, reader, to=reader, now=now, fresh=bool(news) and not known)
    for lead in people_with(session, Role.DUTY_LEAD):
        if lead.id not in readers and live_card(session, lead.id, MISSING_CARD, lead.id) is not None:
            put(session, MISSING_CARD, lead.id, to=lead.id, now=now)
    for row, person in changed:
        row.told_at = now if row in news else None
        if row.role in ON_A_LADDER:
            _tell_stand_ins(session, person, Role(row.role), readers, fresh=row in news, now=now)


def _tell_stand_ins(
    session: Session, person: Person, role: Role, readers: Sequence[int], *, fresh: bool, now: datetime
) -> None:
    """Who is paged in their place. Leads who read the list of the missing read it there."""
    everybody = [*people_with(session, role), *people_with(session, Role.ADMINISTRATOR)]
    told = standing_in(session, person, role, now) if fresh else everybody
    for one in dict.fromkeys(other.id for other in told):
        known = fresh or live_card(session, one, STAND_IN_CARD, person.id) is not None
        listed = fresh and role is Role.DUTY_LEAD and one in readers
        if known and one != person.id and not listed:
            put(session, STAND_IN_CARD, person.id, to=one, now=now, fresh=fresh)


def _readers(session: Session, now: datetime) -> list[int]:
    """The leads on duty; administrators too, where none of those leads is there, or they were told before."""
    out = {person.id for _, person in missing(session)}
    leads = [person.id for person, _ in on_duty(session, Role.DUTY_LEAD, now)]
    alone = not set(leads) - out
    administrators = [person.id for person in people_with(session, Role.ADMINISTRATOR)]
    told = [one for one in administrators if alone or live_card(session, one, MISSING_CARD, one)]
    return list(dict.fromkeys([*leads, *told]))


def _note(session: Session, kind: Event, row: CheckIn, *, by: int | None, now: datetime, **data: Any) -> None:
    starts_at = row.starts_at.isoformat()
    record(session, kind, by=by, at=now, person=row.person_id, role=row.role, starts_at=starts_at, **data)
