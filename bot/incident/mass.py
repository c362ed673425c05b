"""Many at once: incidents on one software become one mass outage, with one lead, one page and one ticket."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.escalation.actions import begin_ladder, end_ladder
from bot.escalation.rules import LadderName
from bot.incident.mass_duties import remind_of_outage
from bot.incident.mass_queries import alike, held_outages
from bot.incident.models import Incident
from bot.incident.queries import anybody, incidents_of_outage, operators_since
from bot.incident.reminders import forget_duties, forget_news
from bot.incident.rules import Way
from bot.incident.telling import LEAD_CARD, TICKET_CARD, facts, is_lead_there, note, show, show_outage
from bot.outage.actions import end_outage
from bot.outage.models import Outage
from bot.outage.queries import open_outages
from bot.outage.rules import OutageOver
from bot.outbox.actions import point_down
from bot.outbox.queries import onlookers, subjects_shown
from bot.outbox.rules import SoundWhy
from bot.probe.queries import is_red
from bot.runbook.rules import WorkStatus
from bot.ticket.actions import become
from bot.ticket.queries import ticket_of
from bot.ticket.rules import OPEN, TicketStatus
from bot.timeline.rules import Event


def known_outage(session: Session, software: str) -> Outage | None:
    """The outage of this software that somebody who reports now may be part of.

    While everybody in it still tries it themselves, the trouble may be theirs alone: it is not known yet.
    """
    return next((outage for outage in open_outages(session, software) if _is_known(session, outage)), None)


def _is_known(session: Session, outage: Outage) -> bool:
    if outage.mass_at is not None:
        return True
    return anybody(session, outage.id, Incident.work_status != WorkStatus.TRYING_IT_MYSELF)


def mass_outage_of(session: Session, software: str | None) -> Outage | None:
    """The mass outage of this software: whoever reports it now is part of it, whatever they tap."""
    mass = [number for number, is_mass in held_outages(session, software) if is_mass] if software else []
    return session.get_one(Outage, mass[0]) if mass else None


def is_confirmed(session: Session, outage: Outage, *, now: datetime) -> bool:
    """Whether trying it oneself is in vain.

    It is where our own probe is red, where a sysadmin works on it, and where many have it or a lead said so,
    until the sysadmin says that it is fixed: whoever has it after that may be alone.
    """
    if is_red(session, outage.software, now=now):
        return True
    ticket = ticket_of(session, outage.id)
    if ticket is not None and ticket.status == TicketStatus.RESOLVED:
        return False
    cared_for = ticket is not None and ticket.status == TicketStatus.ACKNOWLEDGED
    return outage.mass_at is not None or cared_for


def joinable(session: Session, outage_id: int) -> Outage:
    """The outage that an operator wants to join, or where its incidents went over to; OutageOver."""
    outage = session.get(Outage, outage_id)
    while outage is not None and outage.joined_id is not None:
        outage = session.get(Outage, outage.joined_id)
    if outage is None or outage.resolved_at is not None:
        raise OutageOver
    return outage


def gather(session: Session, newest: Incident, *, now: datetime) -> list[Incident]:
    """Enough operators on one software within the time make a mass outage. Answers with who is in it anew.

    Five hundred come within seconds: whoever is in it already is not looked at again.
    """
    if newest.software is None or newest.apart_at is not None:
        return []
    plan = facts(session, newest).timings.mass_outage
    target = _target(session, newest, now=now)
    fresh = target.mass_at is None
    if fresh and operators_since(session, newest.software, now - plan.within) < plan.operators:
        return []
    moved = alike(session, newest.software, but=target)
    for incident in moved:
        move(session, incident, target, by=None, now=now)
    if fresh:
        begin_mass(session, target, now=now)
    session.flush()
    return list(alike(session, newest.software)) if fresh else moved


def _target(session: Session, newest: Incident, *, now: datetime) -> Outage:
    """The outage that the others join: a confirmed one before the others, the oldest of them."""
    holding = [number for number, _ in held_outages(session, newest.software)] if newest.software else []
    for number in holding:
        one = session.get_one(Outage, number)
        if is_confirmed(session, one, now=now):
            return one
    return session.get_one(Outage, holding[0] if holding else newest.outage_id)


def begin_mass(
    session: Session,
    outage: Outage,
    *,
    now: datetime,
    why: SoundWhy | None = SoundWhy.MASS_OUTAGE,
    by: int | None = None,
) -> None:
    """One lead from now on: whoever leads most of its incidents, else the ladder is climbed once.

    `why`: what that lead hears it by; None: they see it without a sound. `by`: the lead who says so has it.
    """
    outage.mass_at = now
    incidents = incidents_of_outage(session, outage.id, open_only=True)
    for incident in incidents:
        note(session, incident, Event.OUTAGE_MASS, by=by, at=now, outage=outage.id, count=len(incidents))
        end_ladder(session, LadderName.LEAD, incident.id, by=None, now=now)
        forget_duties(session, incident.id)
    leads = [incident.lead_id for incident in incidents if incident.lead_id is not None]
    leads = [lead for lead in leads if is_lead_there(session, lead)]
    if leads:
        outage.lead_id, outage.lead_at = by or max(dict.fromkeys(leads), key=leads.count), now
        for incident in incidents:
            if incident.lead_id is None:
                give(session, incident, outage, now=now)
        remind_of_outage(session, outage, incidents[0], since=now)
        point_to_board(session, outage, outage.lead_id, now=now)
        show_outage(session, outage, now=now, why=why)
    elif any(incident.work_status != WorkStatus.ON_THE_LINE for incident in incidents):
        call_leads(session, outage, incidents[0], now=now)


def point_to_board(session: Session, outage: Outage, person_id: int, *, now: datetime) -> None:
    """The cards that this lead had of single incidents before they were many point down to the board."""
    if outage.mass_at is None:
        return
    for number in subjects_shown(session, person_id, LEAD_CARD, outage.mass_at):
        if session.get_one(Incident, number).outage_id == outage.id:
            point_down(session, person_id, LEAD_CARD, number, now=now)


def holder_of(session: Session, outage: Outage) -> int | None:
    """The lead who has the mass outage. One who left, or whom nothing reaches any more, has it no longer."""
    has_it = outage.lead_id is not None and is_lead_there(session, outage.lead_id)
    return outage.lead_id if has_it else None


def outage_lead(session: Session, outage: Outage) -> int | None:
    """`holder_of`, written down: for actions, not for those who only look."""
    if outage.lead_id is not None and holder_of(session, outage) is None:
        outage.lead_id = outage.lead_at = None
    return outage.lead_id


def call_leads(
    session: Session, outage: Outage, incident: Incident, *, now: datetime, above: int = 0
) -> None:
    """Climb the leads' ladder once for all of it, above this level."""
    begin_ladder(
        session,
        LadderName.OUTAGE,
        outage.id,
        incident_id=incident.id,
        edition=incident.centre,
        now=now,
        above=above,
    )


def give(session: Session, incident: Incident, outage: Outage, *, now: datetime) -> None:
    """The incident is the outage's lead's, without another page."""
    incident.lead_id, incident.lead_at = outage.lead_id, now
    note(session, incident, Event.LEAD_GIVEN, by=None, at=now, to=outage.lead_id, outage=outage.id)
    remind_of_outage(session, outage, incident, since=now)


def move(session: Session, incident: Incident, target: Outage, *, by: int | None, now: datetime) -> None:
    """The incident belongs to this outage now; the one that it leaves empty ends, and its ticket joins."""
    left = incident.outage_id
    incident.outage_id = target.id
    incident.volunteer_asked_at = incident.volunteer_seen_at = None
    session.flush()
    note(session, incident, Event.OUTAGE_JOINED, by=by, at=now, outage=target.id, left=left)
    if target.mass_at is not None:
        end_ladder(session, LadderName.LEAD, incident.id, by=None, now=now)
        forget_duties(session, incident.id)
    if anybody(session, left):
        return
    end_outage(session, left, now=now)
    emptied = session.get_one(Outage, left)
    emptied.joined_id = target.id
    end_ladder(session, LadderName.OUTAGE, left, by=None, now=now)
    _join_tickets(session, incident, left, target, now=now)


def _join_tickets(session: Session, incident: Incident, left: int, target: Outage, *, now: datetime) -> None:
    """Two tickets about one thing: the target's goes on; where it has none, the other one becomes its own."""
    old, ours = ticket_of(session, left), ticket_of(session, target.id)
    if old is None or old.status not in OPEN:
        return
    if ours is None:
        old.outage_id = target.id
        session.flush()
        return
    end_ladder(session, LadderName.SYSADMIN, old.id, by=None, now=now)
    forget_news(session, old.id)
    become(session, old, TicketStatus.WITHDRAWN)
    old.joined_id = ours.id
    for person_id in onlookers(session, TICKET_CARD, old.id):
        show(session, TICKET_CARD, old.id, to=person_id, way=Way.EDIT, now=now)
    note(session, incident, Event.TICKET_JOINED, by=None, at=now, ticket=old.id, to_ticket=ours.id)
