"""V9 to V11: tickets, what still waits, and whose hands it went through."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.rules import Duty
from bot.outbox.models import Outgoing
from bot.outbox.rules import State, Why
from bot.person.models import Grant, Person
from bot.person.rules import Role
from bot.picture.models import Picture
from bot.telegram.texts import Texts, languages
from bot.ticket.models import Ticket
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from bot.timer.models import Timer
from tests.faults.evidence import Evidence
from tests.faults.invariants.paged import SENDS

_THE_OPERATORS_OWN = frozenset(
    {
        Event.STEP_ANSWERED,
        Event.MORE_TIME,
        Event.CHANNEL_CHECKED,
        Event.WORKS_AGAIN,
        Event.CANCELLED,
        Event.DETAILS_GIVEN,
        Event.RECHECK_ANSWERED,
        Event.RECHECK_INTERVAL_CHOSEN,
    }
)
_OF_ROLES = {
    frozenset({Role.DUTY_LEAD, Role.ADMINISTRATOR}): frozenset(
        {
            Event.LEAD_ACKNOWLEDGED,
            Event.DUTY_TICKED,
            Event.LEAD_TOOK_OVER,
            Event.LEAD_PASSED_ON,
            Event.LEAD_CALLED_NEXT,
            Event.LEAD_SNOOZED,
            Event.LEAD_WROTE,
        }
    ),
    frozenset({Role.SYSADMIN, Role.ADMINISTRATOR}): frozenset(
        {
            Event.TICKET_ACKNOWLEDGED,
            Event.DETAILS_ASKED,
            Event.ESTIMATE_GIVEN,
            Event.TICKET_RESOLVED,
            Event.TICKET_CANNOT_BE_RESOLVED,
            Event.NEWS_GIVEN,
            Event.SYSADMIN_TOOK_OVER,
        }
    ),
}


def tickets(session: Session, night: Evidence) -> Iterator[str]:
    """The ticket is our own row; there is no other system that could have a second one."""
    shelf = night.folder / "pictures"
    for picture in session.scalars(select(Picture)):
        files = list(shelf.glob(f"??/{picture.sha256}.*"))
        if not files or hashlib.sha256(files[0].read_bytes()).hexdigest() != picture.sha256:
            yield f"picture {picture.sha256} is not what lies on the shelf"
    outages = Counter(session.scalars(select(Ticket.outage_id)))
    yield from (f"outage {outage} has {count} tickets" for outage, count in outages.items() if count > 1)


def drained(session: Session, night: Evidence) -> Iterator[str]:
    over = (State.SENT, State.OBSOLETE, State.FAILED)
    for row in session.scalars(select(Outgoing).where(Outgoing.state.not_in(over))):
        yield f"outbox row {row.id} ({row.card}) is {row.state}: {row.error}"
    excused = select(Person.id).where(Person.telegram_id.in_(night.unreachable))
    nobody_there = set(session.scalars(excused))
    for row in session.scalars(select(Outgoing).where(Outgoing.state == State.FAILED)):
        if row.person_id not in nobody_there or row.error not in set(Why):
            yield f"outbox row {row.id} ({row.card}) failed: {row.error}"
    still_open = select(Incident.id).where(Incident.closed_at.is_(None)).limit(1)
    if session.scalar(still_open) is None:
        for timer in session.scalars(select(Timer).where(Timer.incident_id.is_not(None))):
            yield f"timer {timer.key} is still armed"
    if night.box.updates.waiting:
        yield f"{len(night.box.updates.waiting)} updates wait at Telegram"


def outsiders(session: Session, night: Evidence) -> Iterator[str]:
    """The customer, third duty of a lead, may be the operator's doing, or the colleague's who comes."""
    known = set(session.scalars(select(Person.telegram_id)))
    neutral = {Texts(language, ZoneInfo("UTC"))("intake-stranger") for language in languages()}
    for call in night.box.accepted(*SENDS, "editMessageText"):
        if call.chat_id not in known and call.params.get("text") not in neutral:
            yield f"somebody who is not one of us, {call.chat_id}, was told {call.params.get('text')!r}"
    operators = {one: by for one, by in session.execute(select(Incident.id, Incident.operator_id))}  # noqa: C416
    held: dict[int, set[str]] = {}
    for person_id, role in session.execute(select(Grant.person_id, Grant.role)):
        held.setdefault(person_id, set()).add(role)
    for event in session.scalars(select(TimelineEvent).where(TimelineEvent.by_id.is_not(None))):
        own = event.incident_id and event.kind in _THE_OPERATORS_OWN
        if own and event.by_id != operators[event.incident_id or 0]:
            yield f"{event.kind} of incident {event.incident_id} came of person {event.by_id}"
        for roles, kinds in _OF_ROLES.items():
            anybodys = event.data.get("duty") == Duty.REDIRECTED
            if event.kind in kinds and not anybodys and not roles & held.get(event.by_id or 0, set()):
                yield f"{event.kind} came of person {event.by_id}, who is none of {sorted(roles)}"
