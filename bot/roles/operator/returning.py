"""What an operator sees while many return after a mass fix."""

from __future__ import annotations

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.outage.models import Outage
from bot.roles.lines import lines
from bot.roles.operator import taps
from bot.runbook.rules import WorkStatus
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts
from bot.ticket.queries import ticket_of


def volunteering(session: Session, incident: Incident, heading: Text, texts: Texts) -> Drawing:
    """Will you check first? Asked, not appointed."""
    yes = Button(texts("volunteer-yes"), taps.Volunteer(incident=incident.id, yes=1).pack(), "primary")
    no = Button(texts("volunteer-no"), taps.Volunteer(incident=incident.id, yes=0).pack())
    text = lines(
        heading, texts("volunteer-fixed", at=_resolved(session, incident, texts)), texts("volunteer-why")
    )
    return Drawing(text, ((yes,), (no,)))


def turn_comes(session: Session, incident: Incident, texts: Texts) -> str | None:
    """It is fixed, and the operator's turn to check comes later."""
    outage = session.get_one(Outage, incident.outage_id)
    if outage.return_phase is None or incident.work_status == WorkStatus.CHECKING_THE_FIX:
        return None
    return texts("return-turn-comes", at=_resolved(session, incident, texts))


def _resolved(session: Session, incident: Incident, texts: Texts) -> str:
    ticket = ticket_of(session, incident.outage_id)
    return texts.at(ticket.resolved_at) if ticket is not None and ticket.resolved_at is not None else ""
