"""Acknowledged and forgotten: reminders, capped; after the last one the incident goes back up the ladder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.centre.rules import Reminders
from bot.escalation.actions import begin_ladder
from bot.escalation.queries import level_of
from bot.escalation.rules import LadderName
from bot.incident.models import Incident
from bot.incident.queries import duties_left, incidents_of_outage
from bot.incident.rules import Way
from bot.incident.telling import LEAD_CARD, TICKET_CARD, facts, note, ring, show, tell
from bot.outbox.rules import SoundWhy
from bot.person.rules import Role
from bot.ticket.actions import release
from bot.ticket.models import Ticket
from bot.ticket.rules import TicketStatus
from bot.timeline.rules import Event
from bot.timer.actions import arm, disarm_kinds, disarm_like, put_off_rest
from bot.timer.queries import armed_like, timer
from bot.timer.rules import Fired

LEADING = (Role.DUTY_LEAD, Role.ADMINISTRATOR)
MENDING = (Role.SYSADMIN, Role.ADMINISTRATOR)
"""Who may have an incident, and who a ticket."""


def remind_of_duties(session: Session, incident: Incident, *, since: datetime) -> None:
    """Arm the reminders of the lead who has the incident, and the moment at which it is taken from them.

    While it is being handed over nobody is reminded: it cannot be taken from one who leaves.
    """
    forget_duties(session, incident.id)
    if incident.next_lead_id is not None:
        return
    plan = facts(session, incident).timings.duties
    about = {"incident_id": incident.id, "lead": incident.lead_id}
    for count, at in moments(plan, since):
        last = count > plan.times
        arm(session, f"duties:{incident.id}:{count}", "let_go" if last else "duties", at=at, **about)


def forget_duties(session: Session, incident_id: int) -> None:
    """Nobody is reminded any more."""
    disarm_kinds(session, incident_id, "duties", "let_go")


def remind_of_news(session: Session, ticket: Ticket, incident: Incident, *, since: datetime) -> None:
    """Arm "still on it?" anew after each sign of life of the sysadmin who has the ticket.

    While it is being handed over nobody is asked.
    """
    forget_news(session, ticket.id)
    if ticket.next_sysadmin_id is not None:
        return
    plan = facts(session, incident).timings.ticket_news
    begins = max(since, ticket.estimate_at) if ticket.estimate_at else since
    about = {"ticket": ticket.id, "sysadmin": ticket.acknowledged_by}
    for count, at in moments(plan, begins):
        last = count > plan.times
        arm(session, f"news:{ticket.id}:{count}", "let_ticket_go" if last else "news", at=at, **about)


def forget_news(session: Session, ticket_id: int) -> None:
    """Nobody is asked any more."""
    disarm_like(session, f"news:{ticket_id}:")


def asked_for_news(session: Session, ticket_id: int) -> bool:
    """Whether the sysadmin will be asked again: not once all waited in vain, or nobody did."""
    return armed_like(session, f"news:{ticket_id}:")


def moments(plan: Reminders, since: datetime) -> Iterable[tuple[int, datetime]]:
    """Each reminder with its number from 1, and one more: when patience ends."""
    due = [since + after for after in plan.due_at()]
    return enumerate([*due, due[-1] + plan.then_every], start=1)


def duties_forgotten(session: Session, timer: Fired, *, now: datetime) -> None:
    """The lead acknowledged and has not ticked everything: once more, with the card at the bottom."""
    incident = _held(session, timer)
    if incident is not None:
        put_off_rest(session, timer, "duties", "let_go", now=now)
        note(session, incident, Event.DUTIES_REMINDED, by=None, at=now, to=incident.lead_id)
        why = SoundWhy.DUTIES_REMINDER
        show(
            session, LEAD_CARD, incident.id, to=timer.data["lead"], way=ring(session, incident, why), now=now,
            why=why, incident_id=incident.id,
        )  # fmt: skip


def lead_let_go(session: Session, timer: Fired, *, now: datetime) -> None:
    """After the last reminder the incident is nobody's again; the ladder goes on above the first level."""
    incident = _held(session, timer)
    if incident is not None:
        _let_go(session, incident, timer.data["lead"], now=now)


def _let_go(session: Session, incident: Incident, lead: int, *, now: datetime) -> None:
    incident.let_go_id, incident.lead_id, incident.lead_at = lead, None, None
    forget_duties(session, incident.id)
    note(session, incident, Event.LEAD_LET_GO, by=None, at=now, to=lead)
    page_above(session, incident, lead, now=now)
    tell(session, incident, now=now)
    show(session, LEAD_CARD, incident.id, to=lead, way=Way.FRESH, now=now)


def page_above(session: Session, incident: Incident, lead_id: int, *, now: datetime) -> None:
    """Begin to climb above the level on which this lead was paged; from the top, at the top."""
    begin_ladder(
        session,
        LadderName.LEAD,
        incident.id,
        incident_id=incident.id,
        edition=incident.centre,
        now=now,
        above=level_of(session, LadderName.LEAD, incident.id, lead_id),
        past=lead_id,
    )


def news_wanted(session: Session, timer: Fired, *, now: datetime) -> None:
    """ "Still on it?" to the sysadmin who has the ticket."""
    ticket, incident = _ticket_held(session, timer)
    if ticket is not None and incident is not None:
        put_off_rest(session, timer, "news", "let_ticket_go", now=now)
        note(
            session, incident, Event.NEWS_ASKED, by=None, at=now, ticket=ticket.id, to=ticket.acknowledged_by
        )
        ticket.news_asked_at = now
        why = SoundWhy.NEWS_REMINDER
        show(
            session, TICKET_CARD, ticket.id, to=timer.data["sysadmin"], way=ring(session, incident, why),
            now=now, why=why, incident_id=incident.id,
        )  # fmt: skip


def ticket_let_go(session: Session, timer: Fired, *, now: datetime) -> None:
    """After the last question the ticket is nobody's again, and the ladder goes on above the first level."""
    ticket, incident = _ticket_held(session, timer)
    if ticket is not None and incident is not None:
        _let_ticket_go(session, ticket, timer.data["sysadmin"], now=now)


def _let_ticket_go(session: Session, ticket: Ticket, sysadmin: int, *, now: datetime) -> None:
    ticket.let_go_id = sysadmin
    release(session, ticket)
    forget_news(session, ticket.id)
    waiting = incidents_of_outage(session, ticket.outage_id, open_only=True)
    for one in waiting:
        note(session, one, Event.SYSADMIN_LET_GO, by=None, at=now, ticket=ticket.id, to=sysadmin)
    page_sysadmins_above(session, ticket, waiting[0], sysadmin, now=now)
    for one in waiting:
        tell(session, one, now=now)
    show(session, TICKET_CARD, ticket.id, to=sysadmin, way=Way.FRESH, now=now)


def page_sysadmins_above(
    session: Session, ticket: Ticket, incident: Incident, sysadmin_id: int, *, now: datetime
) -> None:
    """Begin to climb above the level on which this sysadmin was paged; from the top, at the top."""
    begin_ladder(
        session,
        LadderName.SYSADMIN,
        ticket.id,
        incident_id=incident.id,
        edition=incident.centre,
        now=now,
        above=level_of(session, LadderName.SYSADMIN, ticket.id, sysadmin_id),
        past=sysadmin_id,
    )


def _held(session: Session, timer: Fired) -> Incident | None:
    """The incident, while the same lead has it and something is not ticked."""
    incident = session.get_one(Incident, timer.incident_id, with_for_update=True)
    same = incident.closed_at is None and incident.lead_id == timer.data["lead"]
    return incident if same and duties_left(session, incident) else None


def _ticket_held(session: Session, timer: Fired) -> tuple[Ticket | None, Incident | None]:
    """The ticket, while the same sysadmin has it and somebody waits."""
    ticket = session.get_one(Ticket, timer.data["ticket"], with_for_update=True)
    waiting = incidents_of_outage(session, ticket.outage_id, open_only=True)
    same = ticket.acknowledged_by == timer.data["sysadmin"] and ticket.status == TicketStatus.ACKNOWLEDGED
    return (ticket, waiting[0]) if same and waiting else (None, None)


def last_reminder(session: Session, incident: Incident) -> datetime | None:
    """When it is taken from the lead; None before their first reminder."""
    if timer(session, f"duties:{incident.id}:1") is not None:
        return None
    last = timer(session, f"duties:{incident.id}:{facts(session, incident).timings.duties.times + 1}")
    return last.due_at if last else None
