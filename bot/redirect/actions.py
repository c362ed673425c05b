"""Name a colleague, keep what they answer. What it means for everybody's cards is the conductor's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.redirect.models import Redirect
from bot.redirect.queries import redirects
from bot.redirect.rules import CLAIMABLE, Promise, Status
from bot.timer.actions import arm, disarm


def name_colleague(
    session: Session, incident_id: int, colleague_id: int, *, within: timedelta, by: int, now: datetime
) -> Redirect:
    """This colleague is asked, and has so long to answer. Naming them again begins anew."""
    redirect = session.scalar(
        select(Redirect).where(Redirect.incident_id == incident_id, Redirect.colleague_id == colleague_id)
    )
    if redirect is None:
        redirect = Redirect(incident_id=incident_id, colleague_id=colleague_id)
        session.add(redirect)
    redirect.status, redirect.asked_by, redirect.asked_at = Status.ASKED, by, now
    redirect.due_at, redirect.unclaimed_at, redirect.answered_at = now + within, None, None
    session.flush()
    arm(
        session,
        _key(redirect),
        "unclaimed",
        at=redirect.due_at,
        incident_id=incident_id,
        redirect=redirect.id,
    )
    return redirect


def answer(session: Session, redirect: Redirect, status: Status, *, now: datetime) -> None:
    """What became of it; nothing rings for it any more."""
    redirect.status, redirect.answered_at = status, now
    disarm(session, _key(redirect))
    session.flush()


def end_others(session: Session, incident_id: int, status: Status, *, now: datetime) -> Sequence[Redirect]:
    """Nobody else needs to come. Those it was still open for, as it stood with them, are returned."""
    ended = [one for one in redirects(session, incident_id) if one.status in CLAIMABLE]
    for redirect in ended:
        answer(session, redirect, status, now=now)
    return ended


def keep_promise(
    session: Session, redirect: Redirect, promise: Promise, words: str | None, *, now: datetime
) -> None:
    """What the customer was promised; the newest answer stands."""
    redirect.promise, redirect.promise_words, redirect.promised_at = str(promise), words, now
    session.flush()


def _key(redirect: Redirect) -> str:
    return f"unclaimed:{redirect.id}"
