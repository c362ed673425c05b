"""Look for what nobody and nothing will ever move: one statement, each part of it along an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from bot.auditor.ladder_queries import (
    Part,
    armed,
    climb_without_page,
    climb_without_timer,
    page_lost,
    page_waits,
    part,
)
from bot.auditor.models import Repair
from bot.auditor.rules import PAGE_WAITS_AFTER, REST, STUCK_AFTER, Finding, Found, began
from bot.escalation.models import Escalation
from bot.escalation.rules import LadderName
from bot.incident.models import Duty, Incident
from bot.incident.reminders import LEADING, MENDING
from bot.incident.rules import Duty as DutyName
from bot.outage.models import Outage
from bot.person.models import Grant, Person
from bot.person.rules import Role
from bot.ticket.models import Ticket
from bot.ticket.rules import TicketStatus
from bot.timer.models import Timer

MOST = 100
"""So many findings are put right in one go; the rest is there half a minute later."""

_WALK = ("ask_again", "silent")
"""The timers that ask a silent operator, and in the end call their lead."""


def findings(session: Session, now: datetime) -> list[Found]:
    """Everything that is wrong now and was not put right a moment ago."""
    since = {"now": now, "waits_since": now - PAGE_WAITS_AFTER, "stuck_since": now - STUCK_AFTER}
    rows = session.execute(_all_of_it(), since).all()
    if not rows:
        return []
    rested = {(row.kind, row.subject) for row in repairs_since(session, now - REST)}
    found = [Found(Finding(kind), subject, incident_id) for kind, subject, incident_id in rows]
    return [one for one in found if (one.kind, one.subject) not in rested]


def repairs_since(session: Session, since: datetime) -> Sequence[Repair]:
    """What was put right after this moment, in order."""
    return session.scalars(select(Repair).where(Repair.at > since).order_by(Repair.at, Repair.id)).all()


def repairs_of(session: Session, night: int) -> Sequence[Repair]:
    """What was put right in this night, in order."""
    within = (Repair.at >= began(night), Repair.at < began(night + 1))
    return session.scalars(select(Repair).where(*within).order_by(Repair.id)).all()


def _nobody_moves_it() -> Part:
    """While an operator tries it alone, their silence is enough; not once a lead had acknowledged."""
    acknowledged = exists().where(
        Escalation.ladder == str(LadderName.LEAD),
        Escalation.subject_id == Incident.id,
        Escalation.acknowledged_by.is_not(None),
    )
    return part(Finding.NOBODY_MOVES_IT, Incident.id, Incident.id).where(
        Incident.closed_at.is_(None),
        Incident.lead_id.is_(None),
        ~_climbs(LadderName.LEAD, Incident.id),
        ~_climbs(LadderName.OUTAGE, Incident.outage_id),
        or_(acknowledged, ~_armed_for(Incident.id, *_WALK)),
    )


def _lead_gone() -> Part:
    return part(Finding.LEAD_GONE, Incident.id, Incident.id).where(
        Incident.closed_at.is_(None),
        Incident.lead_id.is_not(None),
        ~_is_there(Incident.lead_id, *LEADING),
        or_(Incident.next_lead_id.is_(None), ~_is_there(Incident.next_lead_id, *LEADING)),
    )


def _sysadmin_gone() -> Part:
    return part(Finding.SYSADMIN_GONE, Ticket.id, _first_incident()).where(
        Ticket.status == TicketStatus.ACKNOWLEDGED,
        ~_is_there(Ticket.acknowledged_by, *MENDING),
        or_(Ticket.next_sysadmin_id.is_(None), ~_is_there(Ticket.next_sysadmin_id, *MENDING)),
    )


def _ticket_unpaged() -> Part:
    """Not one that nobody waits for any more, after everybody has been called in vain."""
    waiting = exists().where(Incident.outage_id == Ticket.outage_id, Incident.closed_at.is_(None))
    rests = exists().where(
        Escalation.ladder == str(LadderName.SYSADMIN),
        Escalation.subject_id == Ticket.id,
        Escalation.acknowledged_by.is_(None),
        Escalation.ended_at.is_not(None),
    )
    return part(Finding.TICKET_UNPAGED, Ticket.id, _first_incident()).where(
        Ticket.status == TicketStatus.FILED, ~_climbs(LadderName.SYSADMIN, Ticket.id), or_(waiting, ~rests)
    )


def _recheck_without_timer() -> Part:
    return part(Finding.RECHECK_WITHOUT_TIMER, Incident.id, Incident.id).where(
        Incident.closed_at.is_(None), Incident.recheck_at.is_not(None), ~armed("recheck:", Incident.id)
    )


def _duties_without_timer() -> Part:
    with_customer = Incident.customer.is_not(None)
    of_it = (Duty.incident_id == Incident.id, or_(Duty.duty != DutyName.REDIRECTED, with_customer))
    ticked = select(func.count()).where(*of_it).scalar_subquery()
    return part(Finding.DUTIES_WITHOUT_TIMER, Incident.id, Incident.id).where(
        Incident.closed_at.is_(None),
        Incident.lead_id.is_not(None) & Incident.next_lead_id.is_(None),
        ticked < case((with_customer, len(DutyName)), else_=len(DutyName) - 1),
        exists().where(Outage.id == Incident.outage_id, Outage.mass_at.is_(None)),
        ~_armed_for(Incident.id, "duties", "let_go"),
    )


def _outage_without_timer() -> Part:
    """A mass outage whose lead has not ticked everything, and nobody will ever remind them."""
    key = literal("outage_duties:") + cast(Outage.id, String)
    armed = exists().where(Timer.key > key + ":", Timer.key < key + ";")
    return part(Finding.OUTAGE_WITHOUT_TIMER, Outage.id, _an_incident_of(Outage.id)).where(
        Outage.resolved_at.is_(None),
        Outage.mass_at.is_not(None),
        Outage.lead_id.is_not(None),
        exists().where(
            Incident.outage_id == Outage.id,
            Incident.closed_at.is_(None),
            select(func.count())
            .where(Duty.incident_id == Incident.id, Duty.duty != DutyName.REDIRECTED)
            .scalar_subquery()
            < len(DutyName) - 1,
        ),
        ~armed,
    )


def _outage_lead_gone() -> Part:
    return part(Finding.OUTAGE_LEAD_GONE, Outage.id, _an_incident_of(Outage.id)).where(
        Outage.resolved_at.is_(None),
        Outage.mass_at.is_not(None),
        Outage.lead_id.is_not(None),
        ~_is_there(Outage.lead_id, *LEADING),
    )


def _an_incident_of(outage_id: Any) -> Any:
    return select(func.min(Incident.id)).where(Incident.outage_id == outage_id).scalar_subquery()


def _news_without_timer() -> Part:
    """Somebody waits, a sysadmin has the ticket, and nobody will ever ask them."""
    key = literal("news:") + cast(Ticket.id, String)
    armed = exists().where(Timer.key > key + ":", Timer.key < key + ";")
    waiting = exists().where(Incident.outage_id == Ticket.outage_id, Incident.closed_at.is_(None))
    return part(Finding.NEWS_WITHOUT_TIMER, Ticket.id, _first_incident()).where(
        Ticket.status == TicketStatus.ACKNOWLEDGED, Ticket.next_sysadmin_id.is_(None), waiting, ~armed
    )


def _timer_of_closed() -> Part:
    return (
        select(literal(str(Finding.TIMER_OF_CLOSED)), Timer.key, Timer.incident_id)
        .join_from(Timer, Incident, Incident.id == Timer.incident_id)
        .where(Incident.closed_at.is_not(None))
    )


def _timer_stuck() -> Part:
    since: BindParameter[datetime] = bindparam("stuck_since")
    return select(literal(str(Finding.TIMER_STUCK)), Timer.key, Timer.incident_id).where(
        or_(Timer.due_at <= since, Timer.failing_since <= since)
    )


@cache
def _all_of_it() -> CompoundSelect[str, str, int | None]:
    return union_all(*(look() for look in _PARTS)).limit(MOST)


_PARTS: tuple[Callable[[], Part], ...] = (
    _lead_gone,
    _sysadmin_gone,
    _nobody_moves_it,
    climb_without_timer,
    climb_without_page,
    page_lost,
    page_waits,
    _ticket_unpaged,
    _recheck_without_timer,
    _duties_without_timer,
    _outage_without_timer,
    _outage_lead_gone,
    _news_without_timer,
    _timer_of_closed,
    _timer_stuck,
)


def _first_incident() -> Any:
    """Any incident of the ticket's outage: its history tells what was put right."""
    return _an_incident_of(Ticket.outage_id)


def _is_there(person_id: Any, *roles: Role) -> ColumnElement[bool]:
    """`bot.person.queries.is_there`, as a condition."""
    return exists().where(
        Person.id == person_id,
        Person.left_at.is_(None),
        Person.unreachable_at.is_(None),
        Grant.person_id == Person.id,
        Grant.role.in_([str(role) for role in roles]),
    )


def _climbs(ladder: LadderName, subject_id: Any) -> ColumnElement[bool]:
    return exists().where(
        Escalation.ladder == str(ladder), Escalation.subject_id == subject_id, Escalation.ended_at.is_(None)
    )


def _armed_for(incident_id: Any, *kinds: str) -> ColumnElement[bool]:
    return exists().where(Timer.incident_id == incident_id, Timer.kind.in_(kinds))
