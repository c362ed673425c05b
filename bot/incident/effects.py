"""What entering a step sets in motion: one function an effect, the table at the bottom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.escalation.actions import begin_ladder, tell_first_level
from bot.escalation.queries import open_escalation, paged
from bot.escalation.rules import LadderName
from bot.incident.mass import call_leads, give, outage_lead
from bot.incident.models import Incident
from bot.incident.reminders import asked_for_news, remind_of_news
from bot.incident.telling import (
    TICKET_CARD,
    book,
    facts,
    holders,
    lead_of,
    note,
    ring,
    show,
    show_lead,
)
from bot.outage.models import Outage
from bot.outage.queries import is_mass
from bot.outbox.rules import SoundWhy
from bot.person.queries import is_there
from bot.person.rules import Role
from bot.runbook.rules import Closing, Effect, step_of
from bot.ticket.actions import become, file_ticket, release
from bot.ticket.queries import ticket_of
from bot.ticket.rules import OPEN, TicketStatus
from bot.timeline.rules import Event
from bot.timer.actions import arm, disarm


def carry_out(session: Session, incident: Incident, effect: Effect, *, now: datetime) -> None:
    """One effect of a step, or of time."""
    _EFFECTS[effect](session, incident, now)


def _page_duty_lead(session: Session, incident: Incident, now: datetime) -> None:
    if lead_of(session, incident) is not None:
        return
    outage = session.get_one(Outage, incident.outage_id)
    if outage.mass_at is None:
        begin_ladder(
            session,
            LadderName.LEAD,
            incident.id,
            incident_id=incident.id,
            edition=incident.centre,
            now=now,
        )
    elif outage_lead(session, outage) is not None:
        give(session, incident, outage, now=now)
    else:
        call_leads(session, outage, incident, now=now)


def _tell_duty_lead(session: Session, incident: Incident, now: datetime) -> None:
    """Leads who know of it see every move anyway. Where none does, those on duty are told, quietly."""
    if step_of(book(session, incident), incident.step).closes is Closing.RETURNED:
        return
    if is_mass(session, incident.outage_id):
        return
    climbing = open_escalation(session, LadderName.LEAD, incident.id) is not None
    if incident.lead_id is None and not climbing and not paged(session, LadderName.LEAD, incident.id):
        tell_first_level(
            session,
            LadderName.LEAD,
            incident.id,
            incident_id=incident.id,
            edition=incident.centre,
            now=now,
        )


def _ask_duty_lead(session: Session, incident: Incident, now: datetime) -> None:
    incident.lead_asked_at = now
    note(session, incident, Event.LEAD_ASKED, by=incident.operator_id, at=now)
    _page_duty_lead(session, incident, now)
    for lead_id in holders(incident):
        way = ring(session, incident, SoundWhy.LEAD_ASKED)
        show_lead(session, incident, to=lead_id, way=way, now=now, why=SoundWhy.LEAD_ASKED)


def _file_ticket(session: Session, incident: Incident, now: datetime) -> None:
    ticket = ticket_of(session, incident.outage_id) or file_ticket(session, incident.outage_id, now=now)
    if ticket.status == TicketStatus.WITHDRAWN:  # whoever waits again waits for a sysadmin again
        release(session, ticket)
        ticket.reopened_at, ticket.joined_id = now, None
    if ticket.status == TicketStatus.RESOLVED:
        _reopen_ticket(session, incident, now)  # for them it is not
        return
    note(session, incident, Event.TICKET_FILED, by=incident.operator_id, at=now, ticket=ticket.id)
    if ticket.status == TicketStatus.FILED:
        _page_sysadmin(session, incident, ticket.id, now)
    elif ticket.status == TicketStatus.ACKNOWLEDGED and not asked_for_news(session, ticket.id):
        remind_of_news(session, ticket, incident, since=now)


def _reopen_ticket(session: Session, incident: Incident, now: datetime) -> None:
    ticket = ticket_of(session, incident.outage_id)
    if ticket is None or ticket.status in OPEN:
        return
    if ticket.status == TicketStatus.WITHDRAWN:
        _file_ticket(session, incident, now)
        return
    outage = session.get_one(Outage, incident.outage_id)
    if outage.return_phase is not None:
        arm(session, f"return:{outage.id}", "return", at=now, outage=outage.id)
    holder = ticket.acknowledged_by
    if holder is not None and not is_there(session, holder, Role.SYSADMIN):
        holder = ticket.acknowledged_by = ticket.acknowledged_at = None
    become(session, ticket, TicketStatus.ACKNOWLEDGED if holder else TicketStatus.FILED)
    ticket.reopened_at, ticket.resolved_at, ticket.estimate_at = now, None, None
    note(session, incident, Event.TICKET_REOPENED, by=incident.operator_id, at=now, ticket=ticket.id)
    if holder is None:
        _page_sysadmin(session, incident, ticket.id, now)
    else:
        remind_of_news(session, ticket, incident, since=now)
        why = SoundWhy.TICKET_REOPENED
        show(
            session, TICKET_CARD, ticket.id, to=holder, way=ring(session, incident, why), now=now,
            why=why, incident_id=incident.id,
        )  # fmt: skip


def _page_sysadmin(session: Session, incident: Incident, ticket_id: int, now: datetime) -> None:
    begin_ladder(
        session,
        LadderName.SYSADMIN,
        ticket_id,
        incident_id=incident.id,
        edition=incident.centre,
        now=now,
    )


def _start_rechecks(session: Session, incident: Incident, now: datetime) -> None:
    if incident.recheck_at is None:
        incident.rechecks_unanswered = 0
        plan_recheck(session, incident, now=now)


def plan_recheck(session: Session, incident: Incident, *, now: datetime) -> None:
    """Ask "does it work now?" after the operator's interval, counted from now."""
    every = timedelta(minutes=incident.recheck_minutes or 0) or facts(session, incident).timings.recheck.every
    incident.recheck_at = now + every
    arm(session, f"recheck:{incident.id}", "recheck", at=incident.recheck_at, incident_id=incident.id)


def rearm_recheck(session: Session, incident: Incident, *, now: datetime) -> None:
    """The timer was lost: ask when it was planned, or now where that moment has passed."""
    if incident.recheck_at is not None:
        at = max(incident.recheck_at, now)
        arm(session, f"recheck:{incident.id}", "recheck", at=at, incident_id=incident.id)


def _stop_rechecks(session: Session, incident: Incident, _: datetime) -> None:
    incident.recheck_at = incident.recheck_asked_at = None
    disarm(session, f"recheck:{incident.id}")


_EFFECTS: dict[Effect, Callable[[Session, Incident, datetime], None]] = {
    Effect.PAGE_DUTY_LEAD: _page_duty_lead,
    Effect.TELL_DUTY_LEAD: _tell_duty_lead,
    Effect.ASK_DUTY_LEAD: _ask_duty_lead,
    Effect.FILE_TICKET: _file_ticket,
    Effect.REOPEN_TICKET: _reopen_ticket,
    Effect.START_RECHECKS: _start_rechecks,
    Effect.STOP_RECHECKS: _stop_rechecks,
}
