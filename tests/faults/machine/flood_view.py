"""What must be so of mass outages after every step. Each check yields "rule: what is wrong"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.escalation.models import Escalation
from bot.escalation.rules import LadderName
from bot.incident.models import Duty, Incident
from bot.incident.telling import facts
from bot.outage.models import Outage
from bot.outage.rules import ReturnPhase
from bot.outbox.models import Outgoing
from bot.outbox.rules import State
from bot.runbook.rules import WorkStatus
from bot.ticket.models import Ticket
from bot.ticket.rules import OPEN, TicketStatus
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from bot.timer.models import Timer

GOES_ON = (ReturnPhase.VOLUNTEERS, ReturnPhase.WAVES)


def wrong(session: Session, hurried: frozenset[int]) -> list[str]:
    """Everything that does not hold. `hurried`: outages whose lead did not wait for volunteers or waves."""
    incidents = list(session.scalars(select(Incident)))
    outages = {row.id: row for row in session.scalars(select(Outage))}
    events = list(session.scalars(select(TimelineEvent).order_by(TimelineEvent.id)))
    return [
        *_each_has_one(incidents, outages),
        *_one_ladder(session, incidents, outages),
        *_one_ticket(session, incidents),
        *_rows_are_told(session, events),
        *_enough_for_mass(session, incidents, events),
        *_return_goes_on(session, incidents, outages),
        *_waves(session, incidents, events, hurried),
        *_promised_once(session),
        *(f"auditor finds nothing: {one.data}" for one in events if one.kind == Event.AUDITOR_REPAIRED),
    ]


def _each_has_one(incidents: list[Incident], outages: dict[int, Outage]) -> Iterator[str]:
    waiting = Counter(one.outage_id for one in incidents if one.closed_at is None)
    for outage in outages.values():
        if outage.resolved_at is not None and waiting[outage.id]:
            yield f"one outage each: {waiting[outage.id]} wait for outage {outage.id}, which is over"
        if outage.resolved_at is None and not waiting[outage.id]:
            yield f"one outage each: nobody waits for outage {outage.id}, and it goes on"


def _one_ladder(session: Session, incidents: list[Incident], outages: dict[int, Outage]) -> Iterator[str]:
    climbs = {
        (row.ladder, row.subject_id)
        for row in session.scalars(select(Escalation).where(Escalation.ended_at.is_(None)))
    }
    for one in incidents:
        outage = outages[one.outage_id]
        if one.closed_at is not None or outage.mass_at is None:
            continue
        called = (LadderName.OUTAGE, outage.id) in climbs
        if (LadderName.LEAD, one.id) in climbs:
            yield f"one ladder: incident {one.id} of mass outage {outage.id} is climbed for alone"
        if outage.lead_id is not None and called:
            yield f"one ladder: outage {outage.id} has a lead, and its ladder goes on"
        if outage.lead_id is None and not called and one.work_status != WorkStatus.ON_THE_LINE:
            yield f"owner: nobody has outage {outage.id}, and nobody is called"
        if outage.lead_id is not None and one.lead_id is None:
            yield f"owner: incident {one.id} has no lead, its outage has"


def _one_ticket(session: Session, incidents: list[Incident]) -> Iterator[str]:
    waiting = Counter(one.outage_id for one in incidents if one.closed_at is None)
    tickets = list(session.scalars(select(Ticket).where(Ticket.status.in_(OPEN))))
    for number, count in Counter(ticket.outage_id for ticket in tickets).items():
        if count > 1:
            yield f"one ticket: outage {number} has {count}"
        if not waiting[number]:
            yield f"one ticket: nobody waits for outage {number}, and its ticket is open"


def _rows_are_told(session: Session, events: list[TimelineEvent]) -> Iterator[str]:
    told: dict[int, set[str]] = defaultdict(set)
    for event in events:
        if event.kind == Event.DUTY_TICKED and event.incident_id:
            told[event.incident_id].add(event.data["duty"])
        elif event.kind == Event.DUTY_UNTICKED and event.incident_id:
            told[event.incident_id].discard(event.data["duty"])
    rows: dict[int, set[str]] = defaultdict(set)
    for row in session.scalars(select(Duty)):
        rows[row.incident_id].add(row.duty)
    for number in told.keys() | rows.keys():
        if told[number] != rows[number]:
            yield f"row = history: incident {number} has {sorted(rows[number])}, told {sorted(told[number])}"


def _enough_for_mass(
    session: Session, incidents: list[Incident], events: list[TimelineEvent]
) -> Iterator[str]:
    """Unless a lead says so or splits them off: enough operators, within the time."""
    split = {event.data["outage"] for event in events if event.kind == Event.OUTAGE_SPLIT}
    for event in events:
        if event.kind != Event.OUTAGE_MASS or event.by_id is not None or event.data["outage"] in split:
            continue
        plan = facts(session, incidents[0]).timings.mass_outage
        lately = {one.operator_id for one in incidents if event.at - plan.within < one.opened_at <= event.at}
        if len(lately) < plan.operators:
            yield f"enough for mass: outage {event.data['outage']} of {len(lately)} operators"


def _return_goes_on(session: Session, incidents: list[Incident], outages: dict[int, Outage]) -> Iterator[str]:
    for outage in outages.values():
        ticket = session.scalar(select(Ticket).where(Ticket.outage_id == outage.id))
        if outage.return_phase is not None and (ticket is None or ticket.status != TicketStatus.RESOLVED):
            yield f"red stops: outage {outage.id} returns, and its ticket is open again"
        if outage.return_phase not in GOES_ON or session.get(Timer, f"return:{outage.id}") is not None:
            continue
        there = [one for one in incidents if one.outage_id == outage.id and one.closed_at is None]
        asked = [one for one in there if one.volunteer_asked_at is not None]
        checking = [one for one in there if one.work_status == WorkStatus.CHECKING_THE_FIX]
        seen = [one for one in there if one.volunteer_seen_at is not None]
        if not asked and not checking and len(seen) < len(there):
            yield f"return goes on: outage {outage.id} waits for nobody and nothing"


def _waves(
    session: Session, incidents: list[Incident], events: list[TimelineEvent], hurried: frozenset[int]
) -> Iterator[str]:
    outage_of = {one.id: one.outage_id for one in incidents}
    asked: dict[int, dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
    returned: dict[int, int] = defaultdict(int)
    for event in events:
        number = outage_of.get(event.incident_id or 0, 0)
        if event.kind == Event.CLOSED and event.data["closed_as"] == "returned":
            returned[number] += 1
        if event.kind != Event.WAVE_ASKED or number in hurried:
            continue
        plan = facts(session, incidents[0]).timings.mass_return
        if returned[number] < plan.volunteers:
            yield f"green first: a wave of outage {number} after {returned[number]} have returned"
        asked[number][event.at] += 1
        moments = sorted(asked[number])
        if asked[number][event.at] > plan.wave:
            yield f"waves: {asked[number][event.at]} of outage {number} are asked at once"
        close = any(later - early < plan.wave_every for early, later in pairwise(moments))
        if close:
            yield f"waves: those of outage {number} come within {min_gap(moments)}"


def min_gap(moments: list[datetime]) -> timedelta:
    return min(later - early for early, later in pairwise(moments))


def _promised_once(session: Session) -> Iterator[str]:
    rows = session.scalars(select(Outgoing).where(Outgoing.state == State.PENDING, Outgoing.fresh.is_(False)))
    for key, count in Counter((row.person_id, row.card, row.subject_id) for row in rows).items():
        if count > 1:
            yield f"promised once: {key} waits {count} times"
