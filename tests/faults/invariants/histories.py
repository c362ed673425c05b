"""V3 to V5: the history, and the rows that must say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.incident.models import Duty, Incident
from bot.ticket.models import ReportPart, Ticket
from bot.ticket.rules import TicketStatus
from bot.timeline.models import TimelineEvent
from bot.timeline.queries import first_broken, words_of
from bot.timeline.rules import Event, opened
from tests.faults.evidence import Evidence

_TAPS = frozenset({Event.STEP_ANSWERED, Event.CHANNEL_CHECKED, Event.RECHECK_ANSWERED, Event.DUTY_TICKED})
_TICKET_IS = {
    Event.TICKET_FILED: TicketStatus.FILED,
    Event.TICKET_ACKNOWLEDGED: TicketStatus.ACKNOWLEDGED,
    Event.TICKET_RESOLVED: TicketStatus.RESOLVED,
    Event.TICKET_CANNOT_BE_RESOLVED: TicketStatus.CANNOT_BE_RESOLVED,
    Event.TICKET_WITHDRAWN: TicketStatus.WITHDRAWN,
    Event.SYSADMIN_TOOK_OVER: TicketStatus.ACKNOWLEDGED,
    Event.SYSADMIN_PASSED_ON: TicketStatus.FILED,
    Event.SYSADMIN_CALLED_NEXT: TicketStatus.FILED,
    Event.SYSADMIN_LET_GO: TicketStatus.FILED,
}
_LEAD_COMES = frozenset({Event.LEAD_ACKNOWLEDGED, Event.LEAD_TOOK_OVER})
_LEAD_GOES = frozenset({Event.LEAD_PASSED_ON, Event.LEAD_CALLED_NEXT, Event.LEAD_LET_GO})


def once(session: Session, _: Evidence) -> Iterator[str]:
    rows = session.scalars(select(TimelineEvent).order_by(TimelineEvent.id)).all()
    keys = Counter((row.why, row.part) for row in rows)
    yield from (f"{key} stands in the history {count} times" for key, count in keys.items() if count > 1)
    taps = Counter((row.why, row.kind) for row in rows if row.kind in _TAPS)
    yield from (f"{key} came of one tap {count} times" for key, count in taps.items() if count > 1)


def chained(session: Session, night: Evidence) -> Iterator[str]:
    rows = session.scalars(select(TimelineEvent).order_by(TimelineEvent.id)).all()
    for incident in {row.incident_id for row in rows}:
        if event := first_broken(row for row in rows if row.incident_id == incident):
            yield f"the chain of incident {incident} breaks at event {event.id} {event.kind}"
    now = night.timeline()
    for number, before in enumerate(night.histories):
        if now[: len(before)] != before:
            yield f"what was written before death {number + 1} is not what stands there now"


def told(session: Session, _: Evidence) -> Iterator[str]:
    for incident in session.scalars(select(Incident)):
        query = select(TimelineEvent).where(TimelineEvent.incident_id == incident.id)
        events = session.scalars(query.order_by(TimelineEvent.id)).all()
        for name, tells, written in _folded(session, incident, events):
            if tells != written:
                yield f"incident {incident.id}: {name} is {written!r}, its history says {tells!r}"


def _folded(
    session: Session, incident: Incident, events: Sequence[TimelineEvent]
) -> Iterator[tuple[str, object, object]]:
    """(what, what the history says, what the row says)."""
    last: dict[str, TimelineEvent] = {event.kind: event for event in events}
    kinds = Counter(event.kind for event in events)

    said = words_of(session, incident.id)

    def told(kind: Event, key: str, otherwise: object = None) -> object:
        return opened(last[kind].data, said)[key] if kind in last else otherwise

    yield "opened", 1, kinds[Event.OPENED]
    yield "step", told(Event.STEP_ENTERED, "step"), incident.step
    yield "work status", told(Event.WORK_STATUS_CHANGED, "new", "on_the_line"), incident.work_status
    closed = last.get(Event.CLOSED)
    yield "closed at", closed and closed.at, incident.closed_at
    yield "closed as", told(Event.CLOSED, "closed_as"), incident.closed_as
    yield "lead", _lead(events), incident.lead_id
    yield "reference", told(Event.CUSTOMER_NOTED, "reference"), incident.customer_reference
    ticked = [opened(event.data, said) for event in events if event.kind == Event.DUTY_TICKED]
    ticks = {data["duty"]: data["to"] for data in ticked}
    duties = session.scalars(select(Duty).where(Duty.incident_id == incident.id))
    yield "duties", ticks, {duty.duty: duty.redirected_to for duty in duties}
    parts = [event.data["part"] for event in events if event.kind == Event.REPORT_ADDED]
    rows = session.scalars(select(ReportPart).where(ReportPart.incident_id == incident.id))
    yield "report", parts, [part.kind for part in rows]
    ticket = session.scalar(select(Ticket).where(Ticket.outage_id == incident.outage_id))
    together = select(Incident.id).where(Incident.outage_id == incident.outage_id)
    whole = select(TimelineEvent).where(TimelineEvent.incident_id.in_(together)).order_by(TimelineEvent.id)
    yield "ticket", _ticket_status(session.scalars(whole)), ticket.status if ticket else None


def _lead(events: Iterable[TimelineEvent]) -> int | None:
    lead: int | None = None
    for event in events:
        if event.kind in _LEAD_COMES:
            lead = event.by_id
        elif event.kind in _LEAD_GOES:
            lead = None
    return lead


def _ticket_status(events: Iterable[TimelineEvent]) -> str | None:
    """What the histories of everybody who shares the outage say, together."""
    status: TicketStatus | None = None
    acknowledged = False
    for event in events:
        if event.kind == Event.TICKET_REOPENED:
            status = TicketStatus.ACKNOWLEDGED if acknowledged else TicketStatus.FILED
        else:
            acknowledged |= event.kind == Event.TICKET_ACKNOWLEDGED
            status = _next(event.kind, status)
    return status


def _next(kind: str, status: TicketStatus | None) -> TicketStatus | None:
    """Whoever joins an outage with a ticket files theirs into it."""
    joins = kind == Event.TICKET_FILED and status is not None
    return status if joins else _TICKET_IS.get(Event(kind), status)
