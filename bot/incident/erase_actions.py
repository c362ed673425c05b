"""What a person wrote about incidents goes; the incidents stay."""

from __future__ import annotations

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from bot.incident.models import Duty, Incident, Word
from bot.timeline.rules import FORGOTTEN


def erase_words(session: Session, person_id: int, name: str) -> None:
    """Of their own incidents and to anybody; also their name where somebody named them for a customer."""
    execute = session.connection().execute
    theirs = Incident.operator_id == person_id
    named = theirs & Incident.software_words.is_not(None)
    execute(update(Incident).where(named).values(software_words=FORGOTTEN))
    noted = theirs & Incident.customer_reference.is_not(None)
    execute(update(Incident).where(noted).values(customer_reference=FORGOTTEN))
    execute(update(Word).where(Word.by_id == person_id, Word.text != "").values(text=FORGOTTEN))
    to_them = or_(Duty.ticked_by == person_id, Duty.redirected_to == name)
    execute(update(Duty).where(to_them, Duty.redirected_to.is_not(None)).values(redirected_to=FORGOTTEN))
