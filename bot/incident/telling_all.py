"""Tell everybody who waits for one outage at once: one promise a person, however many wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.news import news_planned
from bot.incident.rules import Way
from bot.incident.telling import (
    LEAD_CARD,
    OPERATOR_CARD,
    show,
    show_outage,
    tell_leads,
    tell_sysadmins,
)
from bot.outage.models import Outage
from bot.outbox.queries import onlookers_of_all
from bot.outbox.rules import SoundWhy
from bot.ticket.queries import ticket_of
from bot.ticket.rules import OPEN
from bot.timer.actions import arm_all, disarm


def tell_all(
    session: Session,
    incidents: Sequence[Incident],
    *,
    now: datetime,
    operator: Way = Way.EDIT,
    lead: Way = Way.EDIT,
    why: SoundWhy | None = None,
) -> None:
    """As `telling.tell` for each of these; the board and the ticket, which they share, are promised once."""
    for outage_id in dict.fromkeys(incident.outage_id for incident in incidents):
        there = [incident for incident in incidents if incident.outage_id == outage_id]
        _tell_operators(session, outage_id, there, now=now, way=operator, why=why)
        _tell_leads(session, outage_id, there, now=now, way=lead, why=why)
        tell_sysadmins(session, there[0], now=now)


def _tell_operators(
    session: Session,
    outage_id: int,
    incidents: Sequence[Incident],
    *,
    now: datetime,
    way: Way,
    why: SoundWhy | None,
) -> None:
    ticket = ticket_of(session, outage_id)
    awaited = ticket is not None and ticket.status in OPEN
    for incident in incidents:
        incident.news_at, incident.news_count = None, 0
    for incident in incidents:
        number, to = incident.id, incident.operator_id
        show(session, OPERATOR_CARD, number, to=to, way=way, now=now, why=why, incident_id=number)
    awaiting = [incident for incident in incidents if awaited and incident.closed_at is None]
    arm_all(session, [news_planned(session, incident, now=now) for incident in awaiting], "operator_news")
    idle = [incident for incident in incidents if not awaited or incident.closed_at is not None]
    disarm(session, *(f"operator_news:{incident.id}" for incident in idle))


def _tell_leads(
    session: Session,
    outage_id: int,
    incidents: Sequence[Incident],
    *,
    now: datetime,
    way: Way,
    why: SoundWhy | None,
) -> None:
    """The board is drawn anew once; cards of single incidents only where a lead has looked at one."""
    outage = session.get_one(Outage, outage_id)
    if outage.mass_at is None:
        for incident in incidents:
            tell_leads(session, incident, now=now, way=way, why=why)
        return
    show_outage(session, outage, now=now, why=why if way is Way.SOUND else None)
    numbers = [incident.id for incident in incidents]
    for number, person_id in onlookers_of_all(session, LEAD_CARD, numbers):
        show(session, LEAD_CARD, number, to=person_id, way=Way.EDIT, now=now)
