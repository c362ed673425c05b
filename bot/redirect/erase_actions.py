"""What a colleague said was promised to a customer, in words of their own."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.redirect.models import Redirect
from bot.timeline.rules import FORGOTTEN


def erase_promises(session: Session, person_id: int) -> None:
    theirs = (Redirect.colleague_id == person_id) & Redirect.promise_words.is_not(None)
    session.connection().execute(update(Redirect).where(theirs).values(promise_words=FORGOTTEN))
