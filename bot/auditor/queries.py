"""Look for what nobody and nothing will ever move: one statement, each part of it along an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from bot.auditor.models import Repair
from bot.auditor.rules import PAGE_WAITS_AFTER, REST, STUCK_AFTER, Finding, Found, began
from bot.escalation.models import Escalation, Page
from bot.escalation.rules import CARD, ROLE, LadderName
from bot.incident.models import Duty, Incident
from bot.incident.reminders import LEADING, MENDING
from bot.incident.rules import Duty as DutyName
from bot.outage.models import Outage
from bot.outbox.models import Outgoing
from bot.outbox.rules import Priority, State
from bot.person.models import Grant, Person
from bot.person.rules import Role
from bot.ticket.models import Ticket
from bot.ticket.rules import TicketStatus
from bot.timer.models import Timer

MOST = 100
"""So many findings are put right in one go; the rest is there half a minute later."""

_WALK = ("ask_again", "silent")
"""The timers that ask a silent operator, and in the end call their lead."""

Part = Select[str, str, int | None]


def findings(session: Session, now: datetime) -> list[Found]:
    """Everything that is wrong now and was not put right a moment ago."""
    parts = [part(now) for part in _PARTS]
    rows = session.execute(union_all(*parts).limit(MOST)).all()
    if not rows:
        return []
    rested = {(row.kind, row.subject) for row in repairs_since(session, now - REST)}
    found = [Found(Finding(kind), subject, incident_id) for kind, subject, incident_id in rows]
    return [one for one in found if (one.kind, one.subject) not in rested]


def repairs_since(session: Session, since: datetime) -> Sequence[Repair]:
    """What was put right after this moment, in order."""
    return session.scalars(select(Repair).where(Repair.at > since).order_by(Repair.id)).all()


def repairs_of(session: Session, night: int) -> Sequence[Repair]:
    """What was put right in this night, in order."""
    within = (Repair.at >= began(night), Repair.at < began(night + 1))
    return session.scalars(select(Repair).where(*within).order_by(Repair.id)).all()


def _nobody_moves_it(_: datetime) -> Part:
    """While an operator tries it alone, their silence is enough; not once a lead had acknowledged."""
    acknowledged = exists().where(
        Escalation.ladder == str(LadderName.LEAD),
        Escalation.subject_id == Incident.id,
        Escalation.acknowledged_by.is_not(None),
    )
    return _part(Finding.NOBODY_MOVES_IT, Incident.id, Incident.id).where(
        Incident.closed_at.is_(None),
        Incident.lead_id.is_(None),
        ~_climbs(LadderName.LEAD, Incident.id),
        ~_climbs(LadderName.OUTAGE, Incident.outage_id),
        or_(acknowledged, ~_armed_for(Incident.id, *_WALK)),
    )


def _lead_gone(_: datetime) -> Part:
    return _part(Finding.LEAD_GONE, Incident.id, Incident.id).where(
        Incident.closed_at.is_(None),
        Incident.lead_id.is_not(None),
        ~_is_there(Incident.lead_id, *LEADING),
        or_(Incident.next_lead_id.is_(None), ~_is_there(Incident.next_lead_id, *LEADING)),
    )


def _sysadmin_gone(_: datetime) -> Part:
    return _part(Finding.SYSADMIN_GONE, Ticket.id, _first_incident()).where(
        Ticket.status == TicketStatus.ACKNOWLEDGED,
        ~_is_there(Ticket.acknowledged_by, *MENDING),
        or_(Ticket.next_sysadmin_id.is_(None), ~_is_there(Ticket.next_sysadmin_id, *MENDING)),
    )


def _climb_without_timer(_: datetime) -> Part:
    return _part(Finding.CLIMB_WITHOUT_TIMER, Escalation.id, Escalation.incident_id).where(
        Escalation.ended_at.is_(None), ~_armed("climb:", Escalation.id)
    )


def _climb_without_page(_: datetime) -> Part:
    """The level that is paged now has nobody, though somebody holds the role."""
    role = case({str(ladder): str(role) for ladder, role in ROLE.items()}, value=Escalation.ladder)
    somebody = exists().where(
        Grant.role == role, Person.id == Grant.person_id, Person.left_at.is_(None)
    )  # fmt: skip
    return _part(Finding.CLIMB_WITHOUT_PAGE, Escalation.id, Escalation.incident_id).where(
        Escalation.ended_at.is_(None), ~exists().where(_of_this_level()), somebody
    )


def _page_lost(_: datetime) -> Part:
    card = case({str(ladder): card for ladder, card in CARD.items()}, value=Escalation.ladder)
    theirs = (
        Outgoing.person_id == Page.person_id,
        Outgoing.card == card,
        Outgoing.subject_id == Escalation.subject_id,
    )
    climbing = select(Escalation.id).where(Escalation.ended_at.is_(None))
    return (
        _part(Finding.PAGE_LOST, Page.id, Escalation.incident_id)
        .join_from(Page, Escalation, _of_this_level())
        .where(Page.escalation_id.in_(climbing), Page.delivered_at.is_(None), Page.refused_at.is_(None))
        .where(~exists().where(*theirs, _state(State.PENDING)))
        .where(~exists().where(*theirs, _state(State.SENDING)))
    )


def _page_waits(now: datetime) -> Part:
    """Nobody has tried to send it, nor anything else to this person that Telegram would not take."""
    other = aliased(Outgoing, name="other")
    tried = exists().where(
        _state(State.PENDING, of="other"), other.person_id == Outgoing.person_id, other.attempts > 0
    )
    return _part(Finding.PAGE_WAITS, Outgoing.id, Outgoing.incident_id).where(
        _state(State.PENDING),
        Outgoing.priority == int(Priority.PAGE),
        Outgoing.created_at <= now - PAGE_WAITS_AFTER,
        Outgoing.attempts == 0,
        ~tried,
    )


def _ticket_unpaged(_: datetime) -> Part:
    return _part(Finding.TICKET_UNPAGED, Ticket.id, _first_incident()).where(
        Ticket.status == TicketStatus.FILED, ~_climbs(LadderName.SYSADMIN, Ticket.id)
    )


def _recheck_without_timer(_: datetime) -> Part:
    return _part(Finding.RECHECK_WITHOUT_TIMER, Incident.id, Incident.id).where(
        Incident.closed_at.is_(None), Incident.recheck_at.is_not(None), ~_armed("recheck:", Incident.id)
    )


def _duties_without_timer(_: datetime) -> Part:
    ticked = select(func.count()).where(Duty.incident_id == Incident.id).scalar_subquery()
    return _part(Finding.DUTIES_WITHOUT_TIMER, Incident.id, Incident.id).where(
        Incident.closed_at.is_(None),
        Incident.lead_id.is_not(None),
        Incident.next_lead_id.is_(None),
        ticked < len(DutyName),
        exists().where(Outage.id == Incident.outage_id, Outage.mass_at.is_(None)),
        ~_armed_for(Incident.id, "duties", "let_go"),
    )


def _outage_without_timer(_: datetime) -> Part:
    """A mass outage whose lead has not ticked everything, and nobody will ever remind them."""
    key = literal("outage_duties:") + cast(Outage.id, String)
    armed = exists().where(Timer.key > key + ":", Timer.key < key + ";")
    return _part(Finding.OUTAGE_WITHOUT_TIMER, Outage.id, _an_incident_of(Outage.id)).where(
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


def _outage_lead_gone(_: datetime) -> Part:
    return _part(Finding.OUTAGE_LEAD_GONE, Outage.id, _an_incident_of(Outage.id)).where(
        Outage.resolved_at.is_(None),
        Outage.mass_at.is_not(None),
        Outage.lead_id.is_not(None),
        ~_is_there(Outage.lead_id, *LEADING),
    )


def _an_incident_of(outage_id: Any) -> Any:
    return select(func.min(Incident.id)).where(Incident.outage_id == outage_id).scalar_subquery()


def _news_without_timer(_: datetime) -> Part:
    """Somebody waits, a sysadmin has the ticket, and nobody will ever ask them."""
    key = literal("news:") + cast(Ticket.id, String)
    armed = exists().where(Timer.key > key + ":", Timer.key < key + ";")
    waiting = exists().where(Incident.outage_id == Ticket.outage_id, Incident.closed_at.is_(None))
    return _part(Finding.NEWS_WITHOUT_TIMER, Ticket.id, _first_incident()).where(
        Ticket.status == TicketStatus.ACKNOWLEDGED, Ticket.next_sysadmin_id.is_(None), waiting, ~armed
    )


def _timer_of_closed(_: datetime) -> Part:
    return (
        select(literal(str(Finding.TIMER_OF_CLOSED)), Timer.key, Timer.incident_id)
        .join_from(Timer, Incident, Incident.id == Timer.incident_id)
        .where(Incident.closed_at.is_not(None))
    )


def _timer_stuck(now: datetime) -> Part:
    since = now - STUCK_AFTER
    return select(literal(str(Finding.TIMER_STUCK)), Timer.key, Timer.incident_id).where(
        or_(Timer.due_at <= since, Timer.failing_since <= since)
    )


_PARTS: tuple[Callable[[datetime], Part], ...] = (
    _lead_gone,
    _sysadmin_gone,
    _nobody_moves_it,
    _climb_without_timer,
    _climb_without_page,
    _page_lost,
    _page_waits,
    _ticket_unpaged,
    _recheck_without_timer,
    _duties_without_timer,
    _outage_without_timer,
    _outage_lead_gone,
    _news_without_timer,
    _timer_of_closed,
    _timer_stuck,
)


def _part(kind: Finding, subject: Any, incident_id: Any) -> Part:
    return select(literal(str(kind)), cast(subject, String), incident_id)


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


def _armed(beginning: str, number: Any) -> ColumnElement[bool]:
    return exists().where(Timer.key == literal(beginning) + cast(number, String))


def _armed_for(incident_id: Any, *kinds: str) -> ColumnElement[bool]:
    return exists().where(Timer.incident_id == incident_id, Timer.kind.in_(kinds))


def _of_this_level() -> ColumnElement[bool]:
    return and_(
        Page.escalation_id == Escalation.id, Page.level == Escalation.level, Page.round == Escalation.round
    )


def _state(state: State, of: str = "outbox") -> ColumnElement[bool]:
    """Written out, so that the partial index of this state is used."""
    return literal_column(f"{of}.state") == literal_column(f"'{state}'")
