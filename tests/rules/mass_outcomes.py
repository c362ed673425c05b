"""What must come of deeds for one mass outage, done in this order, and what is written down of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.escalation.models import Escalation
from bot.escalation.rules import LadderName
from bot.incident.models import Duty, Incident
from bot.incident.rules import Duty as DutyName
from bot.outage.models import BulkDeed
from bot.ticket.models import Ticket
from bot.timeline.models import TimelineEvent
from bot.timeline.queries import first_broken
from tests.rules.one_mass_outage import FIRST, LEV, OUTAGE, SONYA


@dataclass
class Outcome:
    """What one bot would have made of deeds in this order. Incidents go by their operator's number."""

    lead: int | None = None
    there: set[int] = field(default_factory=lambda: {*FIRST})
    apart: set[int] = field(default_factory=set)
    ticked: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    """Who was in it when the lead came; whoever comes later is given to that lead."""
    deeds: Counter[str] = field(default_factory=Counter)
    """For many at once, by kind."""
    mended: set[int] = field(default_factory=set)
    """Who was in it when the sysadmin came."""
    refused: set[str] = field(default_factory=set)


def outcome(names: Iterable[str], *, led: bool) -> Outcome:
    so = Outcome(lead=LEV, taken={*FIRST}) if led else Outcome()
    for name in names:
        if not _happens(so, *name.split(" ")):
            so.refused.add(name)
    return so


def _happens(so: Outcome, what: str, whose: str = "") -> bool:
    """False: it comes too late."""
    if what == "reports":
        so.there.add(int(whose))
    elif what == "leads" and so.lead is None:
        so.lead, so.taken = {"Lev": LEV, "Sonya": SONYA}[whose], {*so.there}
    elif what == "ticks" and not so.there <= so.ticked:
        so.ticked |= so.there
        so.deeds[str(DutyName.STATUS_SET)] += 1
    elif what == "splits" and not so.apart:
        so.there, so.apart = so.there - {1}, {1}
        so.deeds["split"] += 1
    elif what == "mends":
        so.mended = {*so.there}
    else:
        return False
    return True


def wanted(so: Outcome) -> dict[str, object]:
    """What `found` must find."""
    everybody = so.there | so.apart

    def once(numbers: Iterable[int]) -> dict[int, int]:
        return dict.fromkeys(numbers, 1)

    return {
        "in it": so.there,
        "apart": so.apart,
        "opened": once(everybody),
        "joined": once(everybody - {1}),
        "tickets": [1] * (2 if so.apart else 1),
        "mended": once(so.mended),
        "leads": {so.lead},
        "taken": once(so.taken),
        "given": once(everybody - so.taken) if so.lead else {},
        "rows ticked": once(so.ticked),
        "ticked": once(so.ticked),
        "split": once(so.apart),
        "deeds": so.deeds,
        "climbs for it": 0 if so.lead else 1,
        "broken": [],
    }


def found(session: Session) -> dict[str, object]:
    """What is written down."""
    incidents = session.scalars(select(Incident)).all()
    of = {one.id: one.operator_id for one in incidents}
    events: dict[int, list[TimelineEvent]] = {number: [] for number in of}
    for event in session.scalars(select(TimelineEvent).order_by(TimelineEvent.id)):
        if event.incident_id is not None:
            events[event.incident_id].append(event)

    def told(kind: str) -> dict[int, int]:
        return dict(Counter(of[number] for number in of for event in events[number] if event.kind == kind))

    def all_of(what: Any, *where: Any) -> Sequence[Any]:
        return session.scalars(select(what).where(*where)).all()

    climbs = (Escalation.ladder == LadderName.OUTAGE, Escalation.ended_at.is_(None))
    return {
        "in it": {one.operator_id for one in incidents if one.outage_id == OUTAGE},
        "apart": {one.operator_id for one in incidents if one.outage_id != OUTAGE},
        "opened": told("opened"),
        "joined": told("outage_joined"),
        "tickets": [*Counter(all_of(Ticket.outage_id)).values()],
        "mended": told("ticket_acknowledged"),
        "leads": {one.lead_id for one in incidents},
        "taken": told("lead_acknowledged"),
        "given": told("lead_given"),
        "rows ticked": dict(Counter(of[number] for number in all_of(Duty.incident_id))),
        "ticked": told("duty_ticked"),
        "split": told("outage_split"),
        "deeds": Counter(all_of(BulkDeed.kind)),
        "climbs for it": len(all_of(Escalation.id, *climbs, Escalation.subject_id == OUTAGE)),
        "broken": [of[number] for number in of if first_broken(events[number]) is not None],
    }
