"""Who invites a lead or an administrator is not alone: a second one vouches for it, or it lets nobody in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.person.models import Invitation, Person, Vouching
from bot.person.queries import people_with
from bot.person.rules import NothingToVouch, Role, hash_of
from bot.timeline.actions import record
from bot.timeline.rules import Event

NEED_A_SECOND = (Role.DUTY_LEAD, Role.ADMINISTRATOR)
"""Roles that nobody gives alone; whoever has one of them may vouch."""


def seconds(session: Session, *, by: int) -> Sequence[Person]:
    """Who could vouch for what this person invites: whom messages reach."""
    holders = {person.id: person for role in NEED_A_SECOND for person in people_with(session, role)}
    return [
        one
        for one in holders.values()
        if one.id != by and one.started_at is not None and one.unreachable_at is None
    ]


def hold_back(session: Session, secret: str, *, by: int, now: datetime) -> Vouching | None:
    """The invitation waits for a second person. None: its role needs none, or there is nobody yet."""
    invitation = session.get_one(Invitation, hash_of(secret))
    if invitation.role not in NEED_A_SECOND or not seconds(session, by=by):
        return None
    vouching = Vouching(secret_hash=invitation.secret_hash, asked_at=now)
    session.add(vouching)
    session.flush()
    return vouching


def decide(session: Session, vouching_id: int, *, granted: bool, by: int, now: datetime) -> Vouching:
    """They know of it, or they do not. The first word counts. NothingToVouch."""
    vouching = session.get(Vouching, vouching_id, with_for_update=True)
    invitation = session.get_one(Invitation, vouching.secret_hash) if vouching is not None else None
    if vouching is None or invitation is None or vouching.decided_at is not None:
        raise NothingToVouch
    if invitation.made_by == by or invitation.expires_at <= now:
        raise NothingToVouch
    vouching.decided_by, vouching.decided_at, vouching.granted = by, now, granted
    what = {"role": invitation.role, "level": invitation.level}
    record(session, Event.PERSON_INVITED, by=by, at=now, vouched=granted, incident_id=None, **what)
    session.flush()
    return vouching
