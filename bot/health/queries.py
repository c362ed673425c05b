"""What the rows say about how the night goes: counts and ages, no names and no words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.auditor.models import Repair
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
from bot.timer.models import Timer


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
        inbox=_queue(session, Inbox.received_at, Inbox.state == State.NEW, now=now),
        timers=_queue(session, Timer.due_at, Timer.due_at <= now, Timer.held_at.is_(None), now=now),
        outbox=outbox,
        incidents=_counted(session, Incident.work_status, Incident.closed_at.is_(None)),
        mass_outages=_count(session, Outage.mass_at.is_not(None), Outage.resolved_at.is_(None)),
        repairs=_counted(session, Repair.kind),
        quarantined=_count(session, Inbox.state == State.QUARANTINED),
        on_hold=on_hold(session),
        unreachable=_count(session, Person.unreachable_at.is_not(None), Person.left_at.is_(None)),
    )


def standing(session: Session, now: datetime) -> Standing:
    """For the line that a start writes into the log."""
    came = session.scalar(select(Mark.at).where(Mark.name == INTAKE))
    return Standing(
        open_incidents=_count(session, Incident.closed_at.is_(None)),
        timers_due=_count(session, Timer.due_at <= now, Timer.held_at.is_(None)),
        outbox=sum(found.rows for found in waiting(session).values()),
        since_intake=None if came is None else max(now - came, timedelta()),
    )


def _queue(
    session: Session, since: InstrumentedAttribute[datetime], *which: ColumnElement[bool], now: datetime
) -> Queue:
    row = session.execute(select(func.count(), func.min(since)).where(*which)).one()
    oldest: datetime | None = row[1]
    return Queue() if oldest is None else Queue(row[0], _age(oldest, now))


def _counted(
    session: Session, kind: InstrumentedAttribute[str], *which: ColumnElement[bool]
) -> dict[str, int]:
    query = select(kind, func.count()).where(*which).group_by(kind)
    return {row[0]: row[1] for row in session.execute(query)}


def _count(session: Session, *which: ColumnElement[bool]) -> int:
    return session.scalars(select(func.count()).where(*which)).one()


def _age(moment: datetime, now: datetime) -> float:
    return max((now - moment).total_seconds(), 0.0)
