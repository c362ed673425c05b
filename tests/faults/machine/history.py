"""What the history says, folded event by event: the rows must say the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.runbook.queries import runbook_of
from bot.runbook.rules import Effect, step_of
from bot.timeline.models import TimelineEvent
from bot.timeline.queries import events_after
from bot.timeline.rules import CHAIN_START, Event, link

_HASHED = ("incident_id", "kind", "by_id", "at", "why", "part", "data")
_WANTS_LEAD = frozenset({Effect.PAGE_DUTY_LEAD, Effect.ASK_DUTY_LEAD})
_CALLS_LEAD = frozenset(
    {
        Event.LEAD_PAGED,
        Event.WENT_SILENT,
        Event.RECHECKS_UNANSWERED,
        Event.LEAD_PASSED_ON,
        Event.LEAD_CALLED_NEXT,
        Event.LEAD_LET_GO,
    }
)
_LEAD_GOES = frozenset({Event.LEAD_PASSED_ON, Event.LEAD_CALLED_NEXT, Event.LEAD_LET_GO})
_STOPS_AT_CLOSING = frozenset(
    {
        Event.RECHECK_ASKED,
        Event.RECHECKS_UNANSWERED,
        Event.ASKED_AGAIN,
        Event.WENT_SILENT,
        Event.DUTIES_REMINDED,
        Event.LEAD_LET_GO,
        Event.LEAD_PAGED,
        Event.LEAD_ACKNOWLEDGED,
        Event.DUTY_TICKED,
        Event.STEP_ENTERED,
        Event.CLOSED,
    }
)
_PATIENCE_BEGINS = frozenset({Event.LEAD_ACKNOWLEDGED, Event.LEAD_TOOK_OVER, Event.LEAD_SNOOZED})
_SYSADMIN_IS_ALIVE = frozenset(
    {
        Event.TICKET_ACKNOWLEDGED,
        Event.ESTIMATE_GIVEN,
        Event.NEWS_GIVEN,
        Event.DETAILS_ASKED,
        Event.TICKET_REOPENED,
        Event.TICKET_RESOLVED,
    }
)


_NOBODYS_FAULT = frozenset({"lead_gone", "sysadmin_gone", "page_waits", "timer_stuck", "climb_without_page"})
"""What people, phones and a machine that was away leave behind; the rest would be a fault of ours."""


@dataclass
class Told:
    """One incident, as its history tells it."""

    head: str = CHAIN_START
    step: str = ""
    status: str = "on_the_line"
    lead: int | None = None
    wants_lead: bool = False
    rechecking: bool = False
    closed_at: datetime | None = None
    closed_as: str | None = None
    ticked: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)
    reminded: int = 0
    news_asked: int = 0


@dataclass
class History:
    """All incidents' stories so far. `broken` collects what no event may ever be."""

    told: dict[int | None, Told] = field(default_factory=dict)
    ticket: dict[int, str] = field(default_factory=dict)
    """By ticket: the kind of the last event that moved it."""
    broken: list[str] = field(default_factory=list)
    last_id: int = 0
    keys: set[tuple[str, int]] = field(default_factory=set)

    def read(self, session: Session) -> list[TimelineEvent]:
        """Take in what is new."""
        fresh: list[TimelineEvent] = []
        while some := events_after(session, self.last_id):
            for event in some:
                self._take_in(session, event)
            fresh += some
            self.last_id = some[-1].id
        return fresh

    def of(self, incident_id: int) -> Told:
        return self.told.setdefault(incident_id, Told())

    def _take_in(self, session: Session, event: TimelineEvent) -> None:
        told = self.told.setdefault(event.incident_id, Told())
        row = {column: getattr(event, column) for column in _HASHED}
        if event.previous_hash != told.head or event.hash != link(told.head, row):
            self.broken.append(f"chain: event {event.id} {event.kind} does not follow")
        told.head = event.hash
        if (event.why, event.part) in self.keys:
            self.broken.append(f"one event per cause: {event.why!r} {event.part} stands there twice")
        self.keys.add((event.why, event.part))
        if event.incident_id is None:
            return
        if told.closed_at is not None and event.kind in _STOPS_AT_CLOSING:
            self.broken.append(f"after closing: {event.kind} of incident {event.incident_id}")
        if event.kind == Event.AUDITOR_REPAIRED and event.data["finding"] not in _NOBODYS_FAULT:
            self.broken.append(f"auditor finds nothing: {event.data['finding']} {event.data['subject']}")
        told.kinds[event.kind] += 1
        _walk(session, told, event)
        _lead(told, event)
        self._ticket(told, event)

    def _ticket(self, told: Told, event: TimelineEvent) -> None:
        if "ticket" in event.data and event.kind in _MOVES_TICKET:
            self.ticket[int(event.data["ticket"])] = event.kind
        if event.kind == Event.AUDITOR_REPAIRED and event.data["finding"] == "sysadmin_gone":
            self.ticket[int(event.data["subject"])] = event.kind
        if event.kind == Event.NEWS_ASKED:
            told.news_asked += 1
            if told.news_asked > 5:
                self.broken.append(f"capped: sysadmin asked {told.news_asked} times in a row")
        elif event.kind in _SYSADMIN_IS_ALIVE:
            told.news_asked = 0
        if event.kind == Event.DUTIES_REMINDED and told.reminded > 5:
            self.broken.append(f"capped: lead reminded {told.reminded} times in a row")


_MOVES_TICKET = frozenset(
    {
        Event.TICKET_FILED,
        Event.TICKET_ACKNOWLEDGED,
        Event.TICKET_RESOLVED,
        Event.TICKET_CANNOT_BE_RESOLVED,
        Event.TICKET_WITHDRAWN,
        Event.TICKET_REOPENED,
        Event.SYSADMIN_LET_GO,
    }
)
"""Events of the ticket itself. A handover leaves its status as it is."""


def _walk(session: Session, told: Told, event: TimelineEvent) -> None:
    if event.kind == Event.STEP_ENTERED:
        book = runbook_of(session, session.get_one(Incident, event.incident_id).runbook)
        told.step = event.data["step"]
        for step in (*event.data["passed"], told.step):
            effects = set(step_of(book, step).do)
            told.wants_lead |= bool(effects & _WANTS_LEAD)
            told.rechecking |= Effect.START_RECHECKS in effects
            told.rechecking &= Effect.STOP_RECHECKS not in effects
    elif event.kind == Event.WORK_STATUS_CHANGED:
        told.status = event.data["new"]
    elif event.kind == Event.CLOSED:
        told.closed_at, told.closed_as, told.rechecking = event.at, event.data["closed_as"], False


def _lead(told: Told, event: TimelineEvent) -> None:
    told.wants_lead |= event.kind in _CALLS_LEAD
    if event.kind in (Event.LEAD_ACKNOWLEDGED, Event.LEAD_TOOK_OVER) or (
        event.kind == Event.HANDOVER_SIGNED and event.data["role"] == "duty_lead"
    ):
        told.lead = event.by_id
    elif event.kind in _LEAD_GOES:
        told.lead = None
    elif event.kind == Event.DUTY_TICKED:
        told.ticked.add(event.data["duty"])
    if event.kind in _PATIENCE_BEGINS:
        told.reminded = 0
    elif event.kind == Event.DUTIES_REMINDED:
        told.reminded += 1
