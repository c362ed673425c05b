"""Acknowledged and forgotten: reminders, capped; after the last one the incident goes back up the ladder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.centre.rules import Reminders, Sound, makes_sound
from bot.escalation.actions import begin_ladder
from bot.escalation.rules import LadderName
from bot.incident.models import Incident
from bot.incident.queries import duties, incidents_of_outage
from bot.incident.rules import Duty, Way
from bot.incident.telling import LEAD_CARD, TICKET_CARD, facts, note, show, tell, tell_sysadmins
from bot.ticket.models import Ticket
from bot.ticket.rules import TicketStatus
from bot.timeline.rules import Event
from bot.timer.actions import arm, disarm_like
from bot.timer.models import Timer


def remind_of_duties(session: Session, incident: Incident, *, since: datetime) -> None:
    """Arm the reminders of the lead who has the incident, and the moment at which it is taken from them."""
    forget_duties(session, incident.id)
    plan = facts(session, incident).timings.duties
    about = {"incident_id": incident.id, "lead": incident.lead_id}
    for count, at in _moments(plan, since):
        last = count > plan.times
        arm(session, f"duties:{incident.id}:{count}", "let_go" if last else "duties", at=at, **about)


def forget_duties(session: Session, incident_id: int) -> None:
    """Nobody is reminded any more."""
    disarm_like(session, f"duties:{incident_id}:")


def remind_of_news(session: Session, ticket: Ticket, incident: Incident, *, since: datetime) -> None:
    """Arm "still on it?" anew after each sign of life of the sysadmin who has the ticket."""
    forget_news(session, ticket.id)
    plan = facts(session, incident).timings.ticket_news
    begins = max(since, ticket.estimate_at) if ticket.estimate_at else since
    about = {"ticket": ticket.id, "sysadmin": ticket.acknowledged_by}
    for count, at in _moments(plan, begins):
        last = count > plan.times
        arm(session, f"news:{ticket.id}:{count}", "let_ticket_go" if last else "news", at=at, **about)


def forget_news(session: Session, ticket_id: int) -> None:
    """Nobody is asked any more."""
    disarm_like(session, f"news:{ticket_id}:")


def _moments(plan: Reminders, since: datetime) -> Iterable[tuple[int, datetime]]:
    """Each reminder with its number from 1, and one more: when patience ends."""
    due = [since + after for after in plan.due_at()]
    return enumerate([*due, due[-1] + plan.then_every], start=1)


def duties_forgotten(session: Session, timer: Timer, *, now: datetime) -> None:
    """The lead acknowledged and has not ticked everything: once more, with the card at the bottom."""
    incident = _held(session, timer)
    if incident is not None:
        note(session, incident, Event.DUTIES_REMINDED, by=None, at=now, to=incident.lead_id)
        show(
            session, LEAD_CARD, incident.id, to=timer.data["lead"], way=_reminding(session, incident), now=now
        )


def lead_let_go(session: Session, timer: Timer, *, now: datetime) -> None:
    """After the last reminder the incident is nobody's again; the ladder goes on above the first level."""
    incident = _held(session, timer)
    if incident is None:
        return
    incident.let_go_id, incident.lead_id, incident.lead_at = incident.lead_id, None, None
    note(session, incident, Event.LEAD_LET_GO, by=None, at=now, to=incident.let_go_id)
    page_leads(session, incident, now=now, above=1)
    tell(session, incident, now=now)


def page_leads(session: Session, incident: Incident, *, now: datetime, above: int = 0) -> None:
    """Begin to climb, above this level."""
    begin_ladder(
        session,
        LadderName.LEAD,
        incident.id,
        incident_id=incident.id,
        edition=incident.centre,
        centre=facts(session, incident),
        now=now,
        above=above,
    )


def news_wanted(session: Session, timer: Timer, *, now: datetime) -> None:
    """ "Still on it?" to the sysadmin who has the ticket."""
    ticket, incident = _ticket_held(session, timer)
    if ticket is not None and incident is not None:
        note(
            session, incident, Event.NEWS_ASKED, by=None, at=now, ticket=ticket.id, to=ticket.acknowledged_by
        )
        ticket.news_asked_at = now
        way = _reminding(session, incident)
        show(session, TICKET_CARD, ticket.id, to=timer.data["sysadmin"], way=way, now=now)


def ticket_let_go(session: Session, timer: Timer, *, now: datetime) -> None:
    """After the last question the ticket is nobody's again, and the ladder goes on above the first level."""
    ticket, incident = _ticket_held(session, timer)
    if ticket is None or incident is None:
        return
    ticket.let_go_id, ticket.acknowledged_by, ticket.acknowledged_at = ticket.acknowledged_by, None, None
    ticket.status, ticket.estimate_at, ticket.news_asked_at = TicketStatus.FILED, None, None
    note(session, incident, Event.SYSADMIN_LET_GO, by=None, at=now, ticket=ticket.id, to=ticket.let_go_id)
    begin_ladder(
        session,
        LadderName.SYSADMIN,
        ticket.id,
        incident_id=incident.id,
        edition=incident.centre,
        centre=facts(session, incident),
        now=now,
        above=1,
    )
    for waiting in incidents_of_outage(session, ticket.outage_id, open_only=True):
        tell(session, waiting, now=now)
    tell_sysadmins(session, incident, now=now)


def _held(session: Session, timer: Timer) -> Incident | None:
    """The incident, while the same lead has it and something is not ticked."""
    incident = session.get_one(Incident, timer.incident_id, with_for_update=True)
    forgotten = len(duties(session, incident.id)) < len(Duty)
    same = incident.lead_id == timer.data["lead"]
    return incident if incident.closed_at is None and same and forgotten else None


def _ticket_held(session: Session, timer: Timer) -> tuple[Ticket | None, Incident | None]:
    """The ticket, while the same sysadmin has it and somebody waits."""
    ticket = session.get_one(Ticket, timer.data["ticket"], with_for_update=True)
    waiting = incidents_of_outage(session, ticket.outage_id, open_only=True)
    same = ticket.acknowledged_by == timer.data["sysadmin"] and ticket.status == TicketStatus.ACKNOWLEDGED
    return (ticket, waiting[0]) if same and waiting else (None, None)


def _reminding(session: Session, incident: Incident) -> Way:
    return Way.SOUND if makes_sound(facts(session, incident), Sound.REMINDER) else Way.FRESH
