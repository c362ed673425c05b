"""What the rows say about how the night goes: counts and ages, no names and no words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.auditor.models import Repair
from bot.db.prepared import Prepared
from bot.health.rules import Queue, Rows
from bot.hold.queries import on_hold
from bot.incident.models import Incident
from bot.intake.gap import INTAKE
from bot.intake.models import Inbox
from bot.intake.rules import State
from bot.outage.models import Outage
from bot.outbox.queries import waiting
from bot.outbox.rules import Priority
from bot.person.models import Person
from bot.replica.models import Mark
from bot.tables import fixed
from bot.timer.models import Timer


def _queue_of(since: InstrumentedAttribute[datetime], *which: ColumnElement[bool]) -> Prepared:
    return Prepared(select(func.count(), func.min(since)).where(*which))


def _counts_of(kind: InstrumentedAttribute[str], *which: ColumnElement[bool]) -> Prepared:
    return Prepared(select(kind, func.count()).where(*which).group_by(kind))


def _count_of(*which: ColumnElement[bool]) -> Prepared:
    return Prepared(select(func.count()).where(*which))


_INBOX = _queue_of(Inbox.received_at, Inbox.state == fixed(State.NEW))
_TIMERS = _queue_of(Timer.due_at, Timer.due_at <= bindparam("now"), Timer.held_at.is_(None))
_INCIDENTS = _counts_of(Incident.work_status, Incident.closed_at.is_(None))
_OPEN_INCIDENTS = _count_of(Incident.closed_at.is_(None))
_MASS_OUTAGES = _count_of(Outage.mass_at.is_not(None), Outage.resolved_at.is_(None))
_REPAIRS = _counts_of(Repair.kind)
_QUARANTINED = _count_of(Inbox.state == fixed(State.QUARANTINED))
_UNREACHABLE = _count_of(Person.unreachable_at.is_not(None), Person.left_at.is_(None))


class Standing(NamedTuple):
    """Where the night stands when a process begins."""

    open_incidents: int
    timers_due: int
    outbox: int
    since_intake: timedelta | None
    """Since Telegram last answered; None: it never has."""


def rows(session: Session, now: datetime) -> Rows:
    """Everything the health page and the metrics take from the database."""
    outbox = {
        Priority(priority).name.lower(): Queue(found.rows, _age(found.oldest, now))
        for priority, found in waiting(session).items()
    }
    return Rows(
        inbox=_queue(session, _INBOX, now),
        timers=_queue(session, _TIMERS, now),
        outbox=outbox,
        incidents=_counted(session, _INCIDENTS),
        mass_outages=_MASS_OUTAGES.first(session),
        repairs=_counted(session, _REPAIRS),
        quarantined=_QUARANTINED.first(session),
        on_hold=on_hold(session),
        unreachable=_UNREACHABLE.first(session),
    )


def standing(session: Session, now: datetime) -> Standing:
    """For the line that a start writes into the log."""
    came = session.scalar(select(Mark.at).where(Mark.name == INTAKE))
    return Standing(
        open_incidents=_OPEN_INCIDENTS.first(session),
        timers_due=_queue(session, _TIMERS, now).rows,
        outbox=sum(found.rows for found in waiting(session).values()),
        since_intake=None if came is None else max(now - came, timedelta()),
    )


def _queue(session: Session, of: Prepared, now: datetime) -> Queue:
    rows, oldest = of.rows(session, now=now)[0]
    return Queue() if oldest is None else Queue(rows, _age(oldest, now))


def _counted(session: Session, of: Prepared) -> dict[str, int]:
    return {kind: rows for kind, rows in of.rows(session)}  # noqa: C416  a row of SQLAlchemy is no pair


def _age(moment: datetime, now: datetime) -> float:
    return max((now - moment).total_seconds(), 0.0)
