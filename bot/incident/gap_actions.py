"""The bot stood still or heard nothing for minutes: whoever waits for it is told what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.incident.queries import open_incidents
from bot.incident.telling import LEAD_CARD, OPERATOR_CARD, TICKET_CARD, holders
from bot.outbox.actions import put
from bot.outbox.queries import live_card
from bot.ticket.models import Ticket
from bot.ticket.rules import OPEN

AWAY_CARD = "was_away"
_MOST = 5
"""So many of somebody's cards come anew; whoever has more finds the rest where they are."""


class _Held(NamedTuple):
    person_id: int
    card: str
    subject_id: int


def tell_of_gap(session: Session, *, since: datetime, now: datetime) -> int:
    """A word about the gap, and below it each card as it is now. Silent: nothing has happened yet.

    Answers how many people that concerns.
    """
    told: Counter[int] = Counter()
    for held in _all_held(session):
        if told[held.person_id] >= _MOST or live_card(session, *held) is None:
            continue
        if not told[held.person_id]:
            put(
                session, AWAY_CARD, int(now.timestamp()), to=held.person_id, now=now, fresh=True,
                since=since.isoformat(), until=now.isoformat(),
            )  # fmt: skip
        put(session, held.card, held.subject_id, to=held.person_id, now=now, fresh=True)
        told[held.person_id] += 1
    return len(told)


def _all_held(session: Session) -> Iterator[_Held]:
    """Who has which open incident or ticket, the newest first."""
    for incident, operator in reversed(open_incidents(session)):
        yield _Held(operator.id, OPERATOR_CARD, incident.id)
        yield from (_Held(lead, LEAD_CARD, incident.id) for lead in holders(incident))
    query = select(Ticket).where(Ticket.status.in_(OPEN), Ticket.acknowledged_by.is_not(None))
    for ticket in session.scalars(query.order_by(Ticket.id.desc())):
        if ticket.acknowledged_by is not None:
            yield _Held(ticket.acknowledged_by, TICKET_CARD, ticket.id)
