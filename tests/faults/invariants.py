"""What must hold after every night, however often its process was killed: one checker for all fault tests.

`broken` names each invariant that does not hold (V1 … V10).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.escalation.models import Page
from bot.incident.models import Duty, Incident
from bot.intake.models import Inbox
from bot.intake.rules import State as Handled
from bot.outbox.models import Outgoing
from bot.outbox.rules import State
from bot.person.models import Person
from bot.picture.models import Picture
from bot.roles.operator.taps import Promised, PromiseInWords, PromiseLater
from bot.sandbox.calls import Call
from bot.sandbox.model import Sandbox
from bot.telegram.texts import texts_for
from bot.ticket.models import ReportPart, Ticket
from bot.ticket.rules import TicketStatus
from bot.timeline.models import TimelineEvent
from bot.timeline.queries import first_broken, words_of
from bot.timeline.rules import Event, opened
from bot.timer.models import Timer
from tests.faults.rig import Rig
from tests.faults.trace import Trace, trace_of

_SENDS = ("sendMessage", "sendPhoto")
_TAPS = frozenset({Event.STEP_ANSWERED, Event.CHANNEL_CHECKED, Event.RECHECK_ANSWERED, Event.DUTY_TICKED})
_OF_THE_CUSTOMER = frozenset(tap.__prefix__ for tap in (Promised, PromiseInWords, PromiseLater))
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


@dataclass(frozen=True)
class Verdict:
    """How one night ended."""

    broken: tuple[str, ...]
    trace: Trace
    repeats: int
    """Messages that were sent once more and say so."""


def judge(rig: Rig) -> Verdict:
    """Look at everything the night left behind. To be called when nothing moves any more."""
    with Session(rig.engine, expire_on_commit=False) as session:
        broken = tuple(found for check in _CHECKS for found in check(session, rig))
        return Verdict(broken, trace_of(session, rig.box), _repeats(session, rig.box))


def _inbox(session: Session, rig: Rig) -> Iterator[str]:
    rows = {row.update_id: row for row in session.scalars(select(Inbox))}
    given = set(range(rig.first_update, rig.box.updates.next_id))
    if missing := given - set(rows):
        yield f"V1 {len(missing)} updates were confirmed and are not in the inbox: {sorted(missing)[:5]}"
    if strange := set(rows) - given:
        yield f"V1 updates that nobody sent: {sorted(strange)[:5]}"
    final = {Handled.APPLIED, Handled.REFUSED, Handled.IGNORED}
    for row in rows.values():
        if row.state not in final or row.settled_at is None:
            yield f"V2 update {row.update_id} is {row.state} ({row.error}): {row.body[:200]}"


def _events(session: Session, rig: Rig) -> Iterator[str]:
    rows = session.scalars(select(TimelineEvent).order_by(TimelineEvent.id)).all()
    keys = Counter((row.why, row.part) for row in rows)
    yield from (f"V3 {key} stands in the history {count} times" for key, count in keys.items() if count > 1)
    taps = Counter((row.why, row.kind) for row in rows if row.kind in _TAPS)
    yield from (f"V3 {key} came of one tap {count} times" for key, count in taps.items() if count > 1)
    for incident in {row.incident_id for row in rows}:
        if event := first_broken(row for row in rows if row.incident_id == incident):
            yield f"V4 the chain of incident {incident} breaks at event {event.id} {event.kind}"
    now = rig.timeline()
    for number, before in enumerate(rig.deaths.histories):
        if now[: len(before)] != before:
            yield f"V4 what was written before death {number + 1} is not what stands there now"


def _incidents(session: Session, rig: Rig) -> Iterator[str]:
    for incident in session.scalars(select(Incident)):
        query = select(TimelineEvent).where(TimelineEvent.incident_id == incident.id)
        events = session.scalars(query.order_by(TimelineEvent.id)).all()
        for name, told, written in _folded(session, incident, events):
            if told != written:
                yield f"V5 incident {incident.id}: {name} is {written!r}, its history says {told!r}"


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
    has_it = last.get(Event.LEAD_ACKNOWLEDGED)
    yield "lead", has_it and has_it.by_id, incident.lead_id
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


def _pages(session: Session, rig: Rig) -> Iterator[str]:
    for page in session.scalars(select(Page)):
        if page.delivered_at is None and page.refused_at is None:
            ended = rig.rows(
                f"SELECT ended_at FROM escalations WHERE id = {page.escalation_id}"  # noqa: S608
            )
            if ended[0][0] is None:
                yield f"V6 page {page.id} to person {page.person_id} was neither delivered nor refused"
    for person in session.scalars(select(Person)):
        query = select(Page).where(Page.person_id == person.id, Page.delivered_at.is_not(None))
        pages = len(session.scalars(query).all())
        rang = sum(1 for call in _sent(rig.box, person.telegram_id) if _rings(call))
        if rang < pages:
            yield f"V6 {person.name} has {pages} delivered pages and the phone rang {rang} times"


def _after_closing(session: Session, rig: Rig) -> Iterator[str]:
    """What left our hands after the last incident was closed has nothing to tap, or was corrected at once."""
    incidents = session.scalars(select(Incident)).all()
    closings = [incident.closed_at for incident in incidents if incident.closed_at]
    if not closings or len(closings) < len(incidents):
        return
    for call in rig.box.accepted(*_SENDS, "editMessageText", "editMessageCaption"):
        if call.at > max(closings) and "inline_keyboard" in str(call.params.get("reply_markup")):
            post = rig.box.chats[int(call.params["chat_id"])].posts[call.result["message_id"]]
            if not all(_outlives(str(button["callback_data"])) for row in post.buttons for button in row):
                yield f"V8 after closing {post!r} came and can still be tapped"
    for event in session.scalars(select(TimelineEvent).where(TimelineEvent.at > max(closings))):
        if event.kind in (Event.RECHECK_ASKED, Event.LEAD_PAGED, Event.LADDER_CLIMBED, Event.ASKED_AGAIN):
            yield f"V8 after closing the history says {event.kind}"


def _outlives(data: str) -> bool:
    """What was promised to a customer can be noted after the incident is closed: they keep the customer."""
    return data.partition(":")[0] in _OF_THE_CUSTOMER


def _pictures(session: Session, rig: Rig) -> Iterator[str]:
    shelf = rig.folder / "pictures"
    for picture in session.scalars(select(Picture)):
        files = list(shelf.glob(f"??/{picture.sha256}.*"))
        if not files or hashlib.sha256(files[0].read_bytes()).hexdigest() != picture.sha256:
            yield f"V9 picture {picture.sha256} is not what lies on the shelf"
    tickets = Counter(session.scalars(select(Ticket.outage_id)))
    yield from (f"V9 outage {outage} has {count} tickets" for outage, count in tickets.items() if count > 1)


def _drained(session: Session, rig: Rig) -> Iterator[str]:
    over = (State.SENT, State.OBSOLETE, State.FAILED)
    for row in session.scalars(select(Outgoing).where(Outgoing.state.not_in(over))):
        yield f"V10 outbox row {row.id} ({row.card}) is {row.state}: {row.error}"
    for row in session.scalars(select(Outgoing).where(Outgoing.state == State.FAILED)):
        yield f"V10 outbox row {row.id} ({row.card}) failed: {row.error}"
    still_open = select(Incident.id).where(Incident.closed_at.is_(None)).limit(1)
    if session.scalar(still_open) is None:
        for timer in session.scalars(select(Timer)):
            yield f"V10 timer {timer.key} is still armed"
    if rig.box.updates.waiting:
        yield f"V10 {len(rig.box.updates.waiting)} updates wait at Telegram"


_CHECKS = (_inbox, _events, _incidents, _pages, _after_closing, _pictures, _drained)


def _repeats(session: Session, box: Sandbox) -> int:
    marks = {texts_for(person)("sender-repeat") for person in session.scalars(select(Person))}
    return sum(_words(call).startswith(tuple(marks)) for call in _sent(box))


def _sent(box: Sandbox, telegram_id: int | None = None) -> list[Call]:
    calls = box.accepted(*_SENDS)
    return [call for call in calls if telegram_id in (None, int(call.params["chat_id"]))]


def _rings(call: Call) -> bool:
    return str(call.params.get("disable_notification", "false")).lower() != "true"


def _words(call: Call) -> str:
    return str(call.params.get("text") or call.params.get("caption") or "")
