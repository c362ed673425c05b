"""The lead's card: the customer in hand, what is wrong, what to do now, who has it, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.escalation.rules import LadderName
from bot.incident.models import Incident
from bot.incident.queries import duties
from bot.incident.rules import Duty
from bot.incident.telling import book, holders
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.roles.calling import calling
from bot.roles.customers import customer_now, must_be_named
from bot.roles.duty_lead import taps
from bot.roles.duty_lead.ending import ending
from bot.roles.duty_lead.holding import holding
from bot.roles.duty_lead.lines import (
    asked,
    customer_line,
    description,
    news_ended_line,
    outage_line,
    silent_line,
)
from bot.roles.lines import Line, fitting, handed_over, name_of, subject, zone_of
from bot.roles.statuses import doing
from bot.runbook.rules import step_of
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts, texts_for

LEADS = frozenset({Role.DUTY_LEAD, Role.ADMINISTRATOR})


def lead_incident(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """One incident for one of those who were paged; nothing once the reader leads nobody any more."""
    incident = session.get_one(Incident, subject_id)
    if not roles_of(session, reader.id) & LEADS:
        return None
    texts = texts_for(reader)
    if incident.closed_at is not None:
        return ending(session, incident, texts)
    if incident.lead_id is None:
        return _waiting(session, incident, reader, texts)
    if reader.id in holders(incident):
        return holding(session, incident, reader, texts)
    return _elsewhere(session, incident, texts)


def _waiting(session: Session, incident: Incident, reader: Person, texts: Texts) -> Drawing:
    """Nobody has acknowledged it yet."""
    about = subject(session, incident, texts)
    redirected = Duty.REDIRECTED in duties(session, incident.id)
    needed: list[Line | None] = [
        None if redirected else customer_line(incident, texts),
        *customer_now(session, incident, texts),
        Bold(texts("lead-heading-waiting", number=incident.id, subject=about)),
        outage_line(session, incident, texts),
        _operator_line(session, incident, texts),
        silent_line(session, incident, texts),
        asked(session, incident, texts),
        news_ended_line(session, incident, texts),
        texts("lead-let-go") if incident.let_go_id == reader.id else None,
        *calling(session, LadderName.LEAD, incident.id, reader, texts),
    ]
    acknowledge = taps.Acknowledge(incident=incident.id).pack()
    text = fitting(needed, [description(session, incident)])
    if not redirected and must_be_named(session, incident):
        both = taps.AcknowledgeAndName(incident=incident.id).pack()
        rows = (Button(texts("lead-acknowledge-and-name"), both, "primary"),)
        return Drawing(text, (rows, (Button(texts("lead-acknowledge"), acknowledge),)))
    return Drawing(text, ((Button(texts("lead-acknowledge"), acknowledge, "primary"),),))


def _elsewhere(session: Session, incident: Incident, texts: Texts) -> Drawing:
    """Another lead has it: who and since when, and in one line how it stands."""
    about = subject(session, incident, texts)
    since = incident.lead_at or incident.opened_at
    needed: list[Line | None] = [
        Bold(texts("lead-heading", number=incident.id, subject=about)),
        texts("lead-taken", name=name_of(session, incident.lead_id), at=texts.at(since)),
        handed_over(session, incident.lead_id, incident.next_lead_id, texts),
        f"{name_of(session, incident.operator_id)}: {doing(session, incident, texts)}",
    ]
    take_over = taps.TakeOver(incident=incident.id, holder=incident.lead_id or 0).pack()
    return Drawing(fitting(needed), ((Button(texts("lead-take-over"), take_over),),))


def _operator_line(session: Session, incident: Incident, texts: Texts) -> str:
    name = name_of(session, incident.operator_id)
    at = texts.at(incident.opened_at, zone_of(session, incident.operator_id))
    operator = texts("lead-operator", name=name, at=at)
    runbook = book(session, incident)
    if incident.silent_at is not None or runbook.stages < 2:
        return operator
    stage = step_of(runbook, incident.step).stage
    return f"{operator} · {texts('lead-step', stage=stage, stages=runbook.stages)}"
