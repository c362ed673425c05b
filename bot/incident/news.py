"""Who waits hears how it stands, after a pause in which nothing changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.runbook.queries import centre_of
from bot.ticket.models import Ticket
from bot.ticket.rules import OPEN
from bot.timer.actions import Planned, arm, disarm


def await_news(session: Session, incident: Incident, ticket: Ticket | None, *, now: datetime) -> None:
    """The operator sees something new; while they wait for the ticket the next news is due from now on."""
    incident.news_at, incident.news_count = None, 0
    if incident.closed_at is None and ticket is not None and ticket.status in OPEN:
        plan_news(session, incident, now=now)
    else:
        disarm(session, f"operator_news:{incident.id}")


def plan_news(session: Session, incident: Incident, *, now: datetime) -> None:
    """The operator hears how it stands after the centre's pause, counted from now."""
    planned = news_planned(session, incident, now=now)
    arm(session, planned.key, "operator_news", at=planned.at, incident_id=incident.id)


def news_planned(session: Session, incident: Incident, *, now: datetime) -> Planned:
    """When that is."""
    at = now + centre_of(session, incident.centre).timings.operator_news
    return Planned(f"operator_news:{incident.id}", incident.id, at)


def news_ended(session: Session, incident: Incident) -> bool:
    """Whether the operator waits and gets their card no more, because nothing has changed for so long."""
    return incident.news_count > centre_of(session, incident.centre).timings.most_reminders
