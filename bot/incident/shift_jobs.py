"""The rota changes while an incident is open: its operator is let go when their shift ends as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.queries import open_incidents
from bot.person.rules import Role
from bot.rota.queries import times_on_duty
from bot.timer.actions import arm


def shift_moved(session: Session, now: datetime) -> bool:
    """Whether some open incident waits for an end of shift that the rota does not have."""
    return next(_moved(session, now), None) is not None


def follow_the_rota(session: Session, *, now: datetime) -> None:
    """Wait for the ends of shifts as the rota has them; whose shift was taken off it is let go now."""
    for incident, ends_at in list(_moved(session, now)):
        incident.shift_ends_at = ends_at or now
        at = incident.shift_ends_at
        arm(session, f"shift:{incident.id}", "shift_over", at=at, incident_id=incident.id)


def _moved(session: Session, now: datetime) -> Iterator[tuple[Incident, datetime | None]]:
    """Each with the end of its operator's shift now; who was on no shift from the beginning stays at it."""
    incidents = [incident for incident, _ in open_incidents(session)]
    on_duty = times_on_duty(session, {one.operator_id for one in incidents}, Role.OPERATOR, now)
    for incident in incidents:
        span = on_duty.get(incident.operator_id)
        ends_at = span.ends_at if span else None
        over = incident.shift_ends_at is not None and incident.shift_ends_at <= now
        if ends_at != incident.shift_ends_at and not (ends_at is None and over):
            yield incident, ends_at
