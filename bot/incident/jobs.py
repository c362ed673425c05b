"""What time does to an incident. A timer is a question, not an order: each looks at the rows as they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.escalation.actions import end_ladder
from bot.escalation.jobs import climb_on as go_on
from bot.escalation.models import Escalation
from bot.escalation.rules import LadderName
from bot.incident.effects import carry_out, plan_recheck
from bot.incident.models import Incident
from bot.incident.news import news_ended, plan_news
from bot.incident.queries import incidents_of_outage
from bot.incident.rules import Way
from bot.incident.telling import (
    OPERATOR_CARD,
    book,
    facts,
    lead_of,
    note,
    ring,
    show,
    tell,
    tell_leads,
    tell_sysadmins,
)
from bot.incident.walk import ask_what_is_next, close, make, set_work_status
from bot.outage.models import Outage
from bot.outbox.rules import SoundWhy
from bot.person.rules import Role
from bot.rota.queries import shift_of
from bot.runbook.queries import centre_of
from bot.runbook.rules import Ask, Closing, Effect, WorkStatus, asked, step_of
from bot.ticket.models import Ticket
from bot.ticket.queries import report, ticket_of
from bot.ticket.rules import OPEN
from bot.timeline.rules import Event
from bot.timer.actions import arm, put_off_rest
from bot.timer.rules import Fired


def ask_again(session: Session, timer: Fired, *, now: datetime) -> None:
    """The operator has been silent at this step: ask once more, quietly."""
    incident = _still(session, timer)
    if incident is None or incident.turn != timer.data["turn"]:
        return
    put_off_rest(session, timer, "ask_again", "silent", now=now)
    note(session, incident, Event.ASKED_AGAIN, by=None, at=now, step=incident.step)
    show(session, OPERATOR_CARD, incident.id, to=incident.operator_id, way=Way.FRESH, now=now)


def went_silent(session: Session, timer: Fired, *, now: datetime) -> None:
    """The lead hears "silent, last seen at …". A report that is begun goes to the sysadmin as it is."""
    incident = _still(session, timer)
    if incident is None or incident.turn != timer.data["turn"]:
        return
    note(session, incident, Event.WENT_SILENT, by=None, at=now, step=incident.step)
    step = step_of(book(session, incident), incident.step)
    if step.ask is Ask.REPORT and report(session, [incident.id]):
        make(session, incident, asked(book(session, incident), incident.step), by=None, now=now)
    if incident.closed_at is not None:
        return
    incident.silent_at = now
    ask_what_is_next(session, incident, now=now)
    _lead_hears(session, incident, now=now)


def ask_recheck(session: Session, timer: Fired, *, now: datetime) -> None:
    """Ask quietly whether it works. The lead hears of the third silence in a row; after the cap, no more."""
    incident = _still(session, timer)
    if incident is None:
        return
    if session.get_one(Outage, incident.outage_id).return_phase is not None:
        plan_recheck(session, incident, now=now)  # they are asked when it is their turn
        return
    timings = facts(session, incident).timings
    if incident.recheck_asked_at is not None:
        incident.rechecks_unanswered += 1
    if incident.rechecks_unanswered >= timings.most_reminders:
        incident.recheck_at = None
        tell(session, incident, now=now, news=False)
        return
    incident.recheck_asked_at = now
    note(session, incident, Event.RECHECK_ASKED, by=None, at=now)
    plan_recheck(session, incident, now=now)
    tell(session, incident, now=now, operator=Way.FRESH, news=False)
    if incident.rechecks_unanswered == timings.recheck.unanswered:
        incident.silent_at = now
        note(
            session, incident, Event.RECHECKS_UNANSWERED, by=None, at=now, count=incident.rechecks_unanswered
        )
        _lead_hears(session, incident, now=now)


def climb_on(session: Session, timer: Fired, *, now: datetime) -> None:
    """Nobody acknowledged in time: the ladder goes on, without end while anybody waits.

    About a ticket that nobody waits for any more the top is paged as often as the centre reminds anybody.
    Then it rests: the ticket stays open, and the next operator who reports it begins the ladder anew.
    """
    escalation = session.get_one(Escalation, timer.data["escalation"])
    if escalation.ended_at is None and _in_vain(session, escalation):
        incident = session.get_one(Incident, escalation.incident_id)
        end_ladder(session, LadderName.SYSADMIN, escalation.subject_id, by=None, now=now)
        note(session, incident, Event.LADDER_RESTED, by=None, at=now, ticket=escalation.subject_id)
        tell_sysadmins(session, incident, now=now)
    else:
        go_on(session, timer, now=now)


def _in_vain(session: Session, escalation: Escalation) -> bool:
    if escalation.ladder != LadderName.SYSADMIN:
        return False
    ticket = session.get_one(Ticket, escalation.subject_id)
    most = centre_of(session, escalation.centre).timings.most_reminders
    waiting = incidents_of_outage(session, ticket.outage_id, open_only=True)
    return not waiting and escalation.round > most


def repeat_news(session: Session, timer: Fired, *, now: datetime) -> None:
    """Nothing has changed for long: the operator gets their card anew. After the cap the leads see it."""
    incident = _still(session, timer)
    ticket = ticket_of(session, incident.outage_id) if incident is not None else None
    if incident is None or ticket is None or ticket.status not in OPEN:
        return
    incident.news_count += 1
    if news_ended(session, incident):
        note(session, incident, Event.NEWS_ENDED, by=None, at=now)
        tell_leads(session, incident, now=now)
        return
    incident.news_at = now
    note(session, incident, Event.NEWS_REPEATED, by=None, at=now)
    plan_news(session, incident, now=now)
    why = SoundWhy.NEWS
    show(
        session, OPERATOR_CARD, incident.id, to=incident.operator_id, way=ring(session, incident, why),
        now=now, why=why, incident_id=incident.id,
    )  # fmt: skip


def end_of_shift(session: Session, timer: Fired, *, now: datetime) -> None:
    """The operator's shift is over, the outage goes on: they are let go. A longer shift moves the timer."""
    incident = _still(session, timer)
    if incident is None:
        return
    shift = shift_of(session, incident.operator_id, Role.OPERATOR, now)
    if shift is not None:
        incident.shift_ends_at = shift.ends_at
        arm(session, timer.key, timer.kind, at=shift.ends_at, incident_id=incident.id)
        return
    note(session, incident, Event.SHIFT_ENDED, by=None, at=now)
    set_work_status(session, incident, WorkStatus.SHIFT_OVER, by=None, now=now)
    close(session, incident, Closing.SHIFT_OVER, by=None, now=now)
    show(session, OPERATOR_CARD, incident.id, to=incident.operator_id, way=Way.FRESH, now=now)


def _lead_hears(session: Session, incident: Incident, *, now: datetime) -> None:
    """A lead who has it gets a new message; where nobody was paged yet, the ladder begins."""
    if lead_of(session, incident) is None:
        carry_out(session, incident, Effect.PAGE_DUTY_LEAD, now=now)
        tell(session, incident, now=now, news=False)
    else:
        tell(session, incident, now=now, lead=Way.FRESH, news=False)


def _still(session: Session, timer: Fired) -> Incident | None:
    incident = session.get_one(Incident, timer.incident_id, with_for_update=True)
    return None if incident.closed_at is not None else incident
