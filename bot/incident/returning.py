"""After a mass fix: a few volunteers check first, then the others return in waves.

One timer an outage, `return:<outage>`, is the question "what is next?": whatever may change the answer arms
it for now, and the answer is read from the rows alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.centre.rules import MassReturn
from bot.incident.mass import outage_lead
from bot.incident.models import Incident
from bot.incident.progress import how_many_check, how_many_green, still_waiting, was_asked
from bot.incident.rules import Late, NotYours
from bot.incident.telling import book, facts, note, own, ring, show_outage, tell
from bot.incident.telling_all import tell_all
from bot.incident.walk import make
from bot.outage.models import Outage
from bot.outage.rules import NothingToDo, ReturnPhase
from bot.outbox.rules import SoundWhy
from bot.runbook.rules import Event as Happening
from bot.runbook.rules import enter
from bot.ticket.models import Ticket
from bot.ticket.queries import ticket_of
from bot.ticket.rules import TicketStatus
from bot.timeline.actions import record_all
from bot.timeline.rules import Event
from bot.timer.actions import arm, disarm
from bot.timer.rules import Fired

OFFER_LASTS = timedelta(minutes=2)
"""As long as this a volunteer may think about it before others are asked as well."""
OFFERS_A_PLACE = 2
"""So many are asked for each volunteer that is wanted: not everybody looks at their phone."""


def returns_in_waves(session: Session, outage_id: int, waiting: Sequence[Incident]) -> bool:
    """Whether so many wait for this outage that everybody at once could bring it down again."""
    outage = session.get_one(Outage, outage_id)
    return outage.mass_at is not None and len(waiting) >= _plan(session, waiting[0]).at_once_below


def begin_return(session: Session, outage_id: int, *, now: datetime) -> None:
    """The sysadmin says that it is fixed: who checks first?"""
    outage = session.get_one(Outage, outage_id)
    outage.return_phase, outage.wave_at, outage.wave = ReturnPhase.VOLUNTEERS, None, 0
    for incident in still_waiting(session, outage):
        incident.recheck_asked_at = None
    _go_on(session, outage, now=now)


def volunteer(session: Session, incident_id: int, *, yes: bool, by: int, now: datetime) -> Incident:
    """The answer to "will you check first?"."""
    incident = own(session, incident_id, by)
    outage = session.get_one(Outage, incident.outage_id)
    if incident.volunteer_asked_at is None or outage.return_phase != ReturnPhase.VOLUNTEERS:
        raise Late(incident=incident.id)
    incident.volunteer_asked_at = None
    note(session, incident, Event.VOLUNTEERED if yes else Event.VOLUNTEER_DECLINED, by=by, at=now)
    if yes:
        _ask_to_check(session, [incident], now=now)
    else:
        tell(session, incident, now=now)
    _go_on(session, outage, now=now)
    return incident


def let_all_return(session: Session, outage_id: int, *, by: int, now: datetime) -> Outage:
    """The lead does not wait for waves."""
    outage = _returning(session, outage_id, by)
    _ask_to_check(session, still_waiting(session, outage), now=now)
    _end(session, outage, now=now)
    return outage


def next_wave_now(session: Session, outage_id: int, *, by: int, now: datetime) -> Outage:
    """The lead does not wait for volunteers, or for the minute to pass."""
    outage = _returning(session, outage_id, by)
    outage.return_phase, outage.wave_at = ReturnPhase.WAVES, now
    _go_on(session, outage, now=now)
    return outage


def stop_returning(session: Session, outage_id: int, *, by: int, now: datetime) -> Outage:
    """The lead stops the waves; `next_wave_now` goes on with them."""
    outage = _returning(session, outage_id, by)
    _stop(session, outage, by=by, now=now)
    return outage


def go_on_returning(session: Session, timer: Fired, *, now: datetime) -> None:
    """What is next for this outage?"""
    _go_on(session, session.get_one(Outage, timer.data["outage"]), now=now)


def arm_return(session: Session, outage: Outage, *, at: datetime) -> None:
    """Ask what is next at this moment."""
    arm(session, f"return:{outage.id}", "return", at=at, outage=outage.id)


def _go_on(session: Session, outage: Outage, *, now: datetime) -> None:
    ticket = ticket_of(session, outage.id)
    if outage.return_phase is None or ticket is None:
        return
    if ticket.status != TicketStatus.RESOLVED:
        _stop(session, outage, by=None, now=now)
        return
    waiting = still_waiting(session, outage)
    if not waiting:
        _end(session, outage, now=now)
    elif outage.return_phase == ReturnPhase.VOLUNTEERS:
        _find_volunteers(session, outage, ticket, waiting, now=now)
    elif outage.return_phase == ReturnPhase.WAVES:
        _send_wave(session, outage, waiting, now=now)


def _find_volunteers(
    session: Session, outage: Outage, ticket: Ticket, waiting: Sequence[Incident], *, now: datetime
) -> None:
    plan = _plan(session, waiting[0])
    if how_many_green(session, outage, ticket) >= plan.volunteers:
        outage.return_phase, outage.wave_at = ReturnPhase.WAVES, now
        _send_wave(session, outage, waiting, now=now)
        return
    wanted = plan.volunteers - how_many_green(session, outage, ticket) - how_many_check(session, outage)
    thinking = [
        one for one in waiting if one.volunteer_asked_at and one.volunteer_asked_at + OFFER_LASTS > now
    ]
    if wanted <= 0:
        _withdraw_offers(session, waiting, now=now)
    not_asked = [one for one in waiting if not was_asked(one, ticket)]
    for incident in not_asked[: max(wanted * OFFERS_A_PLACE - len(thinking), 0)]:
        incident.volunteer_asked_at = incident.volunteer_seen_at = now
        note(session, incident, Event.VOLUNTEER_ASKED, by=None, at=now)
        tell(session, incident, now=now, operator=ring(session, incident, SoundWhy.FIX), why=SoundWhy.FIX)
    nobody_is_left = wanted > 0 and not thinking and not not_asked
    show_outage(session, outage, now=now, why=SoundWhy.RETURN_NEEDS_LEAD if nobody_is_left else None)
    if wanted > 0 and not nobody_is_left:
        arm_return(session, outage, at=now + OFFER_LASTS)


def _withdraw_offers(session: Session, waiting: Sequence[Incident], *, now: datetime) -> None:
    """There are enough volunteers."""
    for incident in waiting:
        if incident.volunteer_asked_at is not None:
            incident.volunteer_asked_at = None
            tell(session, incident, now=now)


def _send_wave(session: Session, outage: Outage, waiting: Sequence[Incident], *, now: datetime) -> None:
    plan = _plan(session, waiting[0])
    if outage.wave_at is not None and outage.wave_at <= now:
        wave = waiting[: plan.wave]
        for incident in wave:
            note(session, incident, Event.WAVE_ASKED, by=None, at=now, count=len(wave))
        _ask_to_check(session, wave, now=now)
        outage.wave_at, outage.wave = now + plan.wave_every, (outage.wave or 0) + 1
    if still_waiting(session, outage):
        arm_return(session, outage, at=outage.wave_at or now)
        show_outage(session, outage, now=now)
    else:
        _end(session, outage, now=now)


def _ask_to_check(session: Session, incidents: Sequence[Incident], *, now: datetime) -> None:
    for incident in incidents:
        incident.volunteer_asked_at = None
        runbook = book(session, incident)
        if Happening.FIXED in runbook.when:
            make(session, incident, enter(runbook, runbook.when[Happening.FIXED]), by=None, now=now)
    if incidents:
        way = ring(session, incidents[0], SoundWhy.FIX)
        tell_all(session, incidents, now=now, operator=way, why=SoundWhy.FIX)


def _end(session: Session, outage: Outage, *, now: datetime) -> None:
    outage.return_phase = outage.wave_at = None
    disarm(session, f"return:{outage.id}")
    show_outage(session, outage, now=now)


def _stop(session: Session, outage: Outage, *, by: int | None, now: datetime) -> None:
    """Nobody else is asked; whoever checks already goes on checking."""
    outage.return_phase, outage.wave_at = (ReturnPhase.STOPPED if by else None), None
    disarm(session, f"return:{outage.id}")
    waiting = still_waiting(session, outage)
    for incident in waiting:
        incident.volunteer_asked_at = None
    record_all(session, Event.RETURN_STOPPED, [one.id for one in waiting], by=by, at=now)
    tell_all(session, waiting, now=now)
    show_outage(session, outage, now=now, why=None if by else SoundWhy.RETURN_NEEDS_LEAD)


def _returning(session: Session, outage_id: int, person_id: int) -> Outage:
    outage = session.get(Outage, outage_id, with_for_update=True)
    if outage is None or outage.return_phase is None:
        raise NothingToDo
    if outage_lead(session, outage) not in (None, person_id):
        raise NotYours
    return outage


def _plan(session: Session, incident: Incident) -> MassReturn:
    return facts(session, incident).timings.mass_return
