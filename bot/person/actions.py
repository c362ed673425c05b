"""Let people in, give them roles, and keep what they chose.

Each action is idempotent: asked for what is so already, it changes nothing and writes no event.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import wake
from bot.person import rules
from bot.person.invitation_actions import claimed, withdraw
from bot.person.models import Grant, Invitation, Person
from bot.person.queries import person as person_of
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.timeline.actions import record
from bot.timeline.rules import Event, words

_THEIR_OWN = {"name", "phone"}
"""Not in the clear in the history."""


def join(
    session: Session,
    *,
    telegram_id: int,
    name: str,
    language: str,
    time_zone: str,
    phone: str | None = None,
    by: int | None = None,
    now: datetime,
) -> Person:
    """Make them known, without any role yet. Whoever is known already stays as they are (and is back)."""
    known = session.scalar(select(Person).where(Person.telegram_id == telegram_id))
    if known is not None and known.left_at is None:
        return known
    person = known or Person(telegram_id=telegram_id, joined_at=now)
    person.name = rules.checked_name(name)
    person.language = rules.checked_language(language)
    person.time_zone = rules.checked_zone(time_zone)
    person.phone = rules.checked_phone(phone) if phone else None
    person.left_at = None
    session.add(person)
    session.flush()
    _tell(session, Event.PERSON_JOINED, person, by=by, at=now)
    return person


def grant(
    session: Session, person_id: int, role: Role, *, level: int = 1, by: int | None, now: datetime
) -> bool:
    """Give the role, on this level of the ladder; where it is held, change the level. True if it changed."""
    person, held = person_of(session, person_id), session.get(Grant, (person_id, role))
    if held is not None and held.level == rules.checked_level(level):
        return False
    if held is None:
        held = Grant(person_id=person_id, role=role, granted_at=now, granted_by=by)
        session.add(held)
    held.level, person.left_at = rules.checked_level(level), None
    session.flush()
    _tell(session, Event.PERSON_CHANGED, person, by=by, at=now, granted=role, level=level)
    return True


def revoke(session: Session, person_id: int, role: Role, *, by: int | None, now: datetime) -> bool:
    """Take the role away, and an administrator's unused invitations. With the last one the person has left.

    True if they held it.
    """
    person, held = person_of(session, person_id), session.get(Grant, (person_id, role))
    if held is None:
        return False
    session.delete(held)
    session.flush()
    if role is Role.ADMINISTRATOR:
        withdraw(session, made_by=person_id, now=now)
    if not roles_of(session, person_id):
        person.left_at = now
        session.flush()
    _tell(session, Event.PERSON_CHANGED, person, by=by, at=now, revoked=role, left=person.left_at is not None)
    return True


def change_settings(
    session: Session,
    person_id: int,
    *,
    language: str | None = None,
    time_zone: str | None = None,
    recheck_minutes: int | None = None,
    by: int | None,
    now: datetime,
) -> Person:
    """Keep what the person chose; what is not given stays. Mistakes: unknown language, zone, interval."""
    chosen: dict[str, Any] = {}
    if language is not None:
        chosen["language"] = rules.checked_language(language)
    if time_zone is not None:
        chosen["time_zone"] = rules.checked_zone(time_zone)
    if recheck_minutes is not None:
        chosen["recheck_minutes"] = rules.checked_recheck_minutes(recheck_minutes)
    return _change(session, person_id, chosen, by=by, now=now)


def correct(
    session: Session,
    person_id: int,
    *,
    name: str | None = None,
    phone: str | None = None,
    by: int | None,
    now: datetime,
) -> Person:
    """Put the name or the phone right; an empty phone removes it."""
    facts: dict[str, Any] = {}
    if name is not None:
        facts["name"] = rules.checked_name(name)
    if phone is not None:
        facts["phone"] = rules.checked_phone(phone) if phone else None
    return _change(session, person_id, facts, by=by, now=now)


def mark_unreachable(session: Session, person_id: int, *, why: str, now: datetime) -> bool:
    """Telegram refuses to deliver to them, for good. True the first time."""
    person = person_of(session, person_id)
    if person.unreachable_at is not None:
        return False
    person.unreachable_at, person.unreachable_why = now, why
    session.flush()
    _tell(session, Event.PERSON_UNREACHABLE, person, by=None, at=now, reason=why)
    return True


def mark_reachable(session: Session, person_id: int, *, now: datetime) -> bool:
    """They wrote to us, or something reached them. True if they were unreachable."""
    person = person_of(session, person_id)
    if person.unreachable_at is None:
        return False
    person.unreachable_at = person.unreachable_why = None
    session.flush()
    _tell(session, Event.PERSON_REACHABLE, person, by=None, at=now)
    return True


def started(session: Session, person_id: int, *, now: datetime) -> bool:
    """They pressed Start: from now on Telegram lets us write to them. True the first time."""
    person = person_of(session, person_id)
    mark_reachable(session, person_id, now=now)
    if person.started_at is not None:
        return False
    person.started_at = now
    session.flush()
    _tell(session, Event.PERSON_CHANGED, person, by=person_id, at=now, started=True)
    return True


def invite(
    session: Session,
    *,
    role: Role,
    level: int = 1,
    name: str | None = None,
    by: int | None,
    now: datetime,
    lifetime: timedelta,
) -> str:
    """Make a one-time invitation and return its secret, 43 characters fit for a link. Only a hash is kept."""
    secret = secrets.token_urlsafe(32)
    row = Invitation(
        secret_hash=rules.hash_of(secret),
        name=rules.checked_name(name) if name is not None else None,
        role=role,
        level=rules.checked_level(level),
        made_by=by,
        made_at=now,
        expires_at=now + lifetime,
    )
    session.add(row)
    session.flush()
    record(session, Event.PERSON_INVITED, by=by, at=now, role=role, level=level)
    return secret


def use_invitation(
    session: Session,
    secret: str,
    *,
    telegram_id: int,
    name: str,
    language: str,
    time_zone: str,
    now: datetime,
) -> Person:
    """Let them in with the invitation's role; somebody known gets it as a further role.

    `name` is what Telegram says; the name in the invitation goes before it. InvitationNotValid for
    everything that is wrong with the secret, and for whoever comes second.
    """
    invitation = claimed(session, secret, now=now)
    person = join(
        session,
        telegram_id=telegram_id,
        name=invitation.name or rules.fitting_name(name),
        language=language,
        time_zone=time_zone,
        by=invitation.made_by,
        now=now,
    )
    invitation.used_by = person.id
    role = Role(invitation.role)
    if role not in roles_of(session, person.id):
        grant(session, person.id, role, level=invitation.level, by=invitation.made_by, now=now)
    session.flush()
    return person


def _change(
    session: Session, person_id: int, facts: dict[str, Any], *, by: int | None, now: datetime
) -> Person:
    person = person_of(session, person_id)
    changed = {fact: value for fact, value in facts.items() if getattr(person, fact) != value}
    if not changed:
        return person
    before = {fact: getattr(person, fact) for fact in changed}
    for fact, value in changed.items():
        setattr(person, fact, value)
    session.flush()
    shown: dict[str, Any] = {
        fact: [before[fact], value] for fact, value in changed.items() if fact not in _THEIR_OWN
    }
    if "name" in changed:
        shown["name_before"], shown["name"] = (
            words(one, of=person_id) for one in (before["name"], person.name)
        )
    _tell(session, Event.PERSON_CHANGED, person, by=by, at=now, changed=sorted(changed), **shown)
    return person


def _tell(
    session: Session, kind: Event, person: Person, *, by: int | None, at: datetime, **data: Any
) -> None:
    record(session, kind, by=by, at=at, person=person.id, **data)
    wake(session, "people")
