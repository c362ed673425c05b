"""What an operator sees while many return after a mass fix."""

from __future__ import annotations

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.telling import facts
from bot.outage.queries import outage_of
from bot.roles.lines import lines
from bot.roles.operator import taps
from bot.runbook.rules import Ask, Step, WorkStatus
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts
from bot.ticket.queries import ticket_of
from bot.ticket.rules import OPEN

_AT_IT = (WorkStatus.TRYING_IT_MYSELF, WorkStatus.CHECKING_THE_FIX)
"""They look at it themselves just now."""


def volunteering(session: Session, incident: Incident, heading: Text, texts: Texts) -> Drawing:
    """Will you check first? Asked, not appointed."""
    yes = Button(texts("volunteer-yes"), taps.Volunteer(incident=incident.id, yes=1).pack(), "primary")
    no = Button(texts("volunteer-no"), taps.Volunteer(incident=incident.id, yes=0).pack())
    fixed = texts("volunteer-fixed", at=_resolved(session, incident, texts))
    why = texts("volunteer-why", count=facts(session, incident).timings.mass_return.volunteers)
    return Drawing(lines(heading, fixed, why), ((yes,), (no,)))


def is_returning(session: Session, incident: Incident) -> bool:
    """It is fixed, and the operator's turn to check comes later."""
    outage = outage_of(session, incident.outage_id)
    return outage.return_phase is not None and incident.work_status != WorkStatus.CHECKING_THE_FIX


def turn_comes(session: Session, incident: Incident, texts: Texts) -> str | None:
    """Why the operator, who hears of the fix, is not asked yet."""
    if not is_returning(session, incident):
        return None
    return texts("return-turn-comes", at=_resolved(session, incident, texts))


def not_you_alone(session: Session, incident: Incident, step: Step, texts: Texts) -> str | None:
    """In a mass outage: that a fix was none; before that, on the first card, why nothing is restarted."""
    outage, ticket = outage_of(session, incident.outage_id), ticket_of(session, incident.outage_id)
    checks = step.ask is Ask.WORDS or incident.work_status in _AT_IT
    if outage.mass_at is None or checks or (ticket is not None and ticket.status not in OPEN):
        return None
    again = ticket.reopened_at if ticket is not None else None
    if again is not None:
        return texts("return-down-again", at=texts.at(again)) if incident.opened_at < again else None
    first = step.ask is Ask.CHANNELS and not incident.channels
    return texts("not-you-alone", at=texts.at(outage.opened_at)) if first else None


def _resolved(session: Session, incident: Incident, texts: Texts) -> str:
    ticket = ticket_of(session, incident.outage_id)
    return texts.at(ticket.resolved_at) if ticket is not None and ticket.resolved_at is not None else ""
