"""What a person wrote into tickets, and which pictures were only theirs."""

from __future__ import annotations

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from bot.ticket.models import Inquiry, ReportPart, Ticket
from bot.timeline.rules import FORGOTTEN


def erase_reports(session: Session, person_id: int) -> list[str]:
    """Their words go. Returns hashes of pictures that nobody else has sent: their bytes go too."""
    execute = session.connection().execute
    theirs = ReportPart.by_id == person_id
    execute(update(ReportPart).where(theirs, ReportPart.text.is_not(None)).values(text=FORGOTTEN))
    asked = (Inquiry.asked_by == person_id) & (Inquiry.question != "")
    execute(update(Inquiry).where(asked).values(question=FORGOTTEN))
    had = or_(Ticket.acknowledged_by == person_id, Ticket.resolved_by == person_id)
    told = had & Ticket.cannot_resolve_why.is_not(None)
    execute(update(Ticket).where(told).values(cannot_resolve_why=FORGOTTEN))
    others = select(ReportPart.picture).where(ReportPart.by_id != person_id, ReportPart.picture.is_not(None))
    sent = select(ReportPart.picture).where(theirs, ReportPart.picture.not_in(others)).distinct()
    return sorted(one for one in session.scalars(sent) if one is not None)
