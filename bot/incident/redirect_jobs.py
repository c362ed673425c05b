"""What time, a delivery and the rota do to a colleague who was named for a customer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.incident.customers import in_time, lapse, miss
from bot.incident.models import Incident
from bot.outbox.rules import Outcome, Refused, Stale, Unsendable
from bot.person.queries import is_there
from bot.person.rules import Role
from bot.redirect.models import Redirect
from bot.redirect.queries import unanswered
from bot.redirect.rules import LEFT, Status
from bot.rota.queries import shift_of
from bot.timer.rules import Fired

_TIMER_IS_LOST = timedelta(seconds=30)


def customer_unclaimed(session: Session, timer: Fired, *, now: datetime) -> None:
    """The colleague has not answered in time."""
    redirect = session.get_one(Redirect, timer.data["redirect"], with_for_update=True)
    incident = _open(session, redirect)
    if incident is not None and in_time(redirect):
        miss(session, incident, redirect, now=now)


def redirect_arrived(session: Session, redirect_id: int, outcome: Outcome, now: datetime) -> None:
    """The receipt of a colleague's page. One that never arrives has told nobody: the lead hears at once."""
    if not isinstance(outcome, Refused | Unsendable | Stale):
        return
    redirect = session.get_one(Redirect, redirect_id, with_for_update=True)
    incident = _open(session, redirect)
    if incident is not None and redirect.status == Status.ASKED:
        why = LEFT if isinstance(outcome, Stale) else str(outcome.why)
        lapse(session, incident, redirect, Status.UNTOLD, why, now=now)


def redirects_need_care(session: Session, now: datetime) -> bool:
    """Whether somebody who was asked has left, went off duty, or is late and nobody heard of it."""
    return any(_trouble(session, redirect, now) for redirect in unanswered(session))


def care_for_redirects(session: Session, *, now: datetime) -> None:
    """Whatever the timers say: nobody who will not come is waited for."""
    for redirect in unanswered(session):
        incident, trouble = _open(session, redirect), _trouble(session, redirect, now)
        if incident is None or trouble is None:
            continue
        if trouble is Status.ASKED:
            miss(session, incident, redirect, now=now)
        else:
            why = str(Status.OFF_DUTY) if trouble is Status.OFF_DUTY else LEFT
            lapse(session, incident, redirect, trouble, why, now=now)


def _trouble(session: Session, redirect: Redirect, now: datetime) -> Status | None:
    """What they have become; ASKED: still asked, but the time was over and no timer said so."""
    if not is_there(session, redirect.colleague_id, Role.OPERATOR):
        return Status.UNTOLD
    if _went_off_duty(session, redirect, now):
        return Status.OFF_DUTY
    late = in_time(redirect) and now >= redirect.due_at + _TIMER_IS_LOST
    return Status.ASKED if late else None


def _went_off_duty(session: Session, redirect: Redirect, now: datetime) -> bool:
    then, since = (
        shift_of(session, redirect.colleague_id, Role.OPERATOR, at) for at in (redirect.asked_at, now)
    )
    return then is not None and since is None


def _open(session: Session, redirect: Redirect) -> Incident | None:
    incident = session.get_one(Incident, redirect.incident_id, with_for_update=True)
    return None if incident.closed_at is not None else incident
