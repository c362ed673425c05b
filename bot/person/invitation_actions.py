"""An invitation ends: somebody comes with it, or whoever made it may invite nobody any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, update
from sqlalchemy.orm import Session

from bot.person.models import Invitation, Vouching
from bot.person.rules import InvitationNotValid, hash_of


def claimed(session: Session, secret: str, *, now: datetime) -> Invitation:
    """The invitation with this secret, used from now on; InvitationNotValid for whoever comes second."""
    this = (Invitation.secret_hash == hash_of(secret)) & _valid(now) & ~_held_back
    claim = update(Invitation).where(this).values(used_at=now).returning(Invitation.secret_hash)
    key = session.connection().scalar(claim)
    invitation = session.get(Invitation, key, populate_existing=True) if key else None
    if invitation is None:
        raise InvitationNotValid
    return invitation


def withdraw(session: Session, *, made_by: int, now: datetime) -> None:
    """Whoever is no administrator any more leaves no door open behind them."""
    theirs = (Invitation.made_by == made_by) & _valid(now)
    session.connection().execute(update(Invitation).where(theirs).values(expires_at=now))


def _valid(now: datetime) -> ColumnElement[bool]:
    return Invitation.used_at.is_(None) & (Invitation.expires_at > now)


_held_back = exists().where(Vouching.secret_hash == Invitation.secret_hash, Vouching.granted.is_not(True))
"""Nobody else has vouched for it yet, or somebody said no."""
