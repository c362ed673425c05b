"""What follows for an incident from a page that is on a phone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.escalation import jobs
from bot.escalation.models import Escalation, Page
from bot.escalation.rules import LadderName
from bot.incident.mass import point_to_board
from bot.outage.models import Outage
from bot.outbox.rules import Outcome, Sent


def page_arrived(session: Session, page_id: int, outcome: Outcome, now: datetime) -> None:
    """The ladder hears of it. Below its board nobody needs the cards of the single incidents above it."""
    jobs.page_arrived(session, page_id, outcome, now)
    page = session.get_one(Page, page_id)
    escalation = session.get_one(Escalation, page.escalation_id)
    if isinstance(outcome, Sent) and escalation.ladder == LadderName.OUTAGE:
        outage = session.get_one(Outage, escalation.subject_id)
        point_to_board(session, outage, page.person_id, now=now)
