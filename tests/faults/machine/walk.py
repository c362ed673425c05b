"""The likely path: what an operator does next, read off the step they stand at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.operator_actions import answer_recheck, answer_step, check_channel, next_to_check
from bot.incident.report_actions import add_to_report, say_words
from bot.runbook.queries import runbook_of
from bot.runbook.rules import Ask, step_of
from bot.ticket.models import Ticket
from bot.ticket.queries import report
from bot.ticket.rules import OPEN, PartKind, missing
from tests.faults.machine.house import PICTURE

Tap = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], str | None]
"""The action, its values, and the event that it owes."""


def next_tap(session: Session, incident_id: int, pick: int, works: bool) -> Tap:
    """What the step asks for. `pick` chooses among answers, `works` says whether a channel opens."""
    incident = session.get_one(Incident, incident_id)
    step = step_of(runbook_of(session, incident.runbook), incident.step)
    if incident.recheck_asked_at is not None and pick == 0:
        return answer_recheck, (), {"later": works}, "recheck_answered"
    if step.ask is Ask.REPORT:
        return _report(session, incident.id, pick)
    if step.ask is Ask.CHANNELS and (channel := next_to_check(session, incident)):
        return check_channel, (incident.turn, channel), {"works": works}, "channel_checked"
    if step.ask is Ask.WORDS:
        return say_words, ("still 503",), {}, "report_added"
    if step.answers:
        answer = sorted(step.answers)[pick % len(step.answers)]
        return answer_step, (incident.turn, answer), {}, "step_answered"
    return add_to_report, (), {"text": "and it is slow"}, "report_added"


def open_incidents(session: Session) -> Sequence[Incident]:
    query = select(Incident).where(Incident.closed_at.is_(None)).order_by(Incident.id)
    return session.scalars(query).all()


def open_tickets(session: Session) -> Sequence[Ticket]:
    return session.scalars(select(Ticket).where(Ticket.status.in_(OPEN)).order_by(Ticket.id)).all()


def _report(session: Session, incident_id: int, pick: int) -> Tap:
    lacks = missing(part.kind for part in report(session, [incident_id]))
    if PartKind.PICTURE not in lacks or (pick % 2 and PartKind.DESCRIPTION in lacks):
        return add_to_report, (), {"text": "503 everywhere"}, "report_added"
    return add_to_report, (), ({"picture": PICTURE} if pick < 2 else {"no_picture": True}), "report_added"
