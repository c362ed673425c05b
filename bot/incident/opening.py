"""Open an incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.centre.rules import Centre
from bot.incident.customers import show_to_asked
from bot.incident.known import hear_that_it_is_known
from bot.incident.mass import gather, is_confirmed, joinable, mass_outage_of
from bot.incident.models import Incident
from bot.incident.queries import how_many_open
from bot.incident.rules import MOST_OPEN, Customer, Late, TooManyOpen, Way
from bot.incident.telling import OPERATOR_CARD, facts, note, own, show, tell
from bot.incident.walk import make
from bot.outage.actions import open_outage
from bot.outage.models import Outage
from bot.outbox.actions import adopt
from bot.outbox.queries import shown_on
from bot.person.queries import recheck_minutes_of
from bot.person.rules import Role
from bot.question.actions import ask, forget, forget_about
from bot.rota.queries import shift_of
from bot.runbook.actions import Paper, keep_editions
from bot.runbook.rules import Event as Happening
from bot.runbook.rules import Runbook, WorkStatus, enter
from bot.timeline.actions import begin_history
from bot.timeline.rules import Event, words
from bot.timer.actions import arm


@dataclass(frozen=True)
class Editions:
    """What a new incident goes by from its first tap to its last."""

    runbook: Runbook
    runbook_paper: Paper
    centre: Centre
    centre_paper: Paper


def open_incident(
    session: Session,
    editions: Editions,
    *,
    software: str | None,
    customer: Customer,
    by: int,
    now: datetime,
    software_words: str | None = None,
    also: Sequence[str] = (),
    menu_message: int | None = None,
    outage_id: int | None = None,
    apart: bool = False,
) -> Incident:
    """Start the walk. `also`: further software. `menu_message`, the message tapped, becomes the card.

    `outage_id`: the known outage that the operator has too; `apart`: they say that theirs is another one.
    A second finger on the same button finds that card there already: Late. TooManyOpen.
    """
    if menu_message is not None and (shown := shown_on(session, by, OPERATOR_CARD, menu_message)):
        raise Late(incident=shown)
    if how_many_open(session, by) >= MOST_OPEN:
        raise TooManyOpen(most=MOST_OPEN)
    joined = joinable(session, outage_id) if outage_id is not None else None
    known = None if joined or apart else mass_outage_of(session, software)
    outage = joined or known or open_outage(session, software, now=now)
    incident = _new(session, editions, outage, customer, by, now)
    incident.software = joined.software if joined else software
    incident.joined_at, incident.apart_at = now if joined else None, now if apart else None
    incident.software_words, incident.also = software_words, list(also)
    session.flush()
    begin_history(session, incident.id)
    _begin(session, incident, editions.runbook_paper.name, menu_message, by=by, now=now)
    if joined or known:
        who = by if joined else None
        note(session, incident, Event.OUTAGE_JOINED, by=who, at=now, outage=outage.id, left=None)
    _enter(session, incident, editions.runbook, by=by, now=now)
    return incident


def _begin(
    session: Session, incident: Incident, runbook: str, menu_message: int | None, *, by: int, now: datetime
) -> None:
    """It is in the history and on the operator's phone; what is asked and armed from the first tap on."""
    said = {name: getattr(incident, name) for name in ("software", "also", "customer")}
    own = words(incident.software_words)
    note(session, incident, Event.OPENED, by=by, at=now, runbook=runbook, words=own, **said)
    forget(session, by)
    if incident.customer:
        ask(session, "customer_reference", of=by, now=now, subject_id=incident.id)
    if incident.shift_ends_at is not None:
        arm(session, f"shift:{incident.id}", "shift_over", at=incident.shift_ends_at, incident_id=incident.id)
    if menu_message is not None:
        adopt(session, by, OPERATOR_CARD, incident.id, menu_message, now=now)
    else:
        show(session, OPERATOR_CARD, incident.id, to=by, way=Way.FRESH, now=now)


def _enter(session: Session, incident: Incident, runbook: Runbook, *, by: int, now: datetime) -> None:
    """The first step, or the one for what is known; whoever is in one outage with it now hears so."""
    affected = gather(session, incident, now=now)
    confirmed = is_confirmed(session, outage_of(session, incident), now=now)
    known = confirmed and incident.apart_at is None
    first = runbook.when.get(Happening.KNOWN, runbook.first) if known else runbook.first
    make(session, incident, enter(runbook, first, WorkStatus.ON_THE_LINE), by=by, now=now)
    hear_that_it_is_known(session, [other for other in affected if other.id != incident.id], now=now)


def outage_of(session: Session, incident: Incident) -> Outage:
    """The outage that the incident is part of now."""
    return session.get_one(Outage, incident.outage_id)


_NOTHING_YET = (
    "channel", "lead_asked_at", "news_at", "recheck_asked_at", "recheck_at", "silent_at", "wait_until",
)  # fmt: skip
"""Said outright: what the first move empties again is no change then, and costs no statement."""


def _new(
    session: Session, editions: Editions, outage: Outage, customer: Customer, by: int, now: datetime
) -> Incident:
    shift = shift_of(session, by, Role.OPERATOR, now)
    keep_editions(session, (editions.runbook_paper, editions.centre_paper), now=now)
    incident = Incident(
        operator_id=by,
        outage_id=outage.id,
        runbook=editions.runbook_paper.sha256,
        centre=editions.centre_paper.sha256,
        also=[],
        customer=None if customer is Customer.NONE else str(customer),
        step=editions.runbook.first,
        turn=0,
        work_status=str(WorkStatus.ON_THE_LINE),
        moved_at=now,
        channels={},
        rechecks_unanswered=0,
        recheck_minutes=recheck_minutes_of(session, by),
        opened_at=now,
        shift_ends_at=shift.ends_at if shift else None,
        **dict.fromkeys(_NOTHING_YET),
    )
    session.add(incident)
    return incident


def note_reference(
    session: Session, incident_id: int, reference: str | None, *, by: int, now: datetime
) -> Incident:
    """Which call or chat it is: a reference of the centre's, nothing personal. None: passed over."""
    incident = own(session, incident_id, by)
    forget_about(session, incident.id, "customer_reference")
    if reference:
        incident.customer_reference = reference
        note(session, incident, Event.CUSTOMER_NOTED, by=by, at=now, reference=words(reference))
        show_to_asked(session, incident, now=now)
    tell(session, incident, now=now)
    return incident


def add_software(session: Session, incident_id: int, software: str, *, by: int, now: datetime) -> Incident:
    """The same operator finds that more does not work: it joins the open incident."""
    incident = own(session, incident_id, by)
    if software not in facts(session, incident).software:
        raise Late(incident=incident.id)
    if software != incident.software and software not in incident.also:
        incident.also = [*incident.also, software]
        note(session, incident, Event.SOFTWARE_ADDED, by=by, at=now, software=software)
    tell(session, incident, now=now, operator=Way.FRESH)
    return incident
