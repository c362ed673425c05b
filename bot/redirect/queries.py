"""Who was asked to come for a customer, and who has them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.redirect.models import Redirect
from bot.redirect.rules import Status
from bot.tables import once


def redirects(session: Session, incident_id: int) -> Sequence[Redirect]:
    """Everybody who was named for this incident's customer, whoever was asked last at the end."""
    return once(
        session,
        ("redirects", incident_id),
        lambda: session.scalars(_OF_INCIDENT, {"incident": incident_id}).all(),
    )


_OF_INCIDENT = (
    select(Redirect)
    .where(Redirect.incident_id == bindparam("incident"))
    .order_by(Redirect.asked_at, Redirect.id)
)


def open_redirect(session: Session, incident_id: int) -> Redirect | None:
    """The colleague asked last whose answer is still out, in time or late."""
    asked = [one for one in redirects(session, incident_id) if one.status == Status.ASKED]
    return asked[-1] if asked else None


def claimed(session: Session, incident_id: int) -> Redirect | None:
    """Whoever said that they have the customer: the first who did."""
    return next(iter(promises(session, incident_id)), None)


def promises(session: Session, incident_id: int) -> Sequence[Redirect]:
    """The customers of this incident that colleagues have, with what was promised (None: not noted yet)."""
    return [one for one in redirects(session, incident_id) if one.status == Status.CLAIMED]


def unanswered(session: Session) -> Sequence[Redirect]:
    """Every page of this kind that still waits for its answer."""
    query = select(Redirect).where(Redirect.status == Status.ASKED)
    return session.scalars(query.order_by(Redirect.id)).all()
