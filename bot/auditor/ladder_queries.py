"""What can be wrong on a ladder: a climb that does not go on, a page that does not come."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    literal,
    literal_column,
    select,
)
from sqlalchemy.orm import aliased

from bot.auditor.rules import Finding
from bot.escalation.models import Escalation, Page
from bot.escalation.rules import CARD, ROLE
from bot.outbox.models import ChatPause, Outgoing
from bot.outbox.queries import WHOLE_BOT
from bot.outbox.rules import Priority, State
from bot.person.models import Grant, Person
from bot.timer.models import Timer

Part = Select[str, str, int | None]
"""Rows of one kind of finding: kind, subject, incident. Made once; moments come as parameters."""


def climb_without_timer() -> Part:
    return part(Finding.CLIMB_WITHOUT_TIMER, Escalation.id, Escalation.incident_id).where(
        Escalation.ended_at.is_(None), ~armed("climb:", Escalation.id)
    )


def climb_without_page() -> Part:
    """The level that is paged now has nobody, though somebody holds the role."""
    role = case({str(ladder): str(role) for ladder, role in ROLE.items()}, value=Escalation.ladder)
    somebody = exists().where(
        Grant.role == role, Person.id == Grant.person_id, Person.left_at.is_(None)
    )  # fmt: skip
    return part(Finding.CLIMB_WITHOUT_PAGE, Escalation.id, Escalation.incident_id).where(
        Escalation.ended_at.is_(None), ~exists().where(_of_this_level()), somebody
    )


def page_lost() -> Part:
    card = case({str(ladder): card for ladder, card in CARD.items()}, value=Escalation.ladder)
    theirs = (
        Outgoing.person_id == Page.person_id,
        Outgoing.card == card,
        Outgoing.subject_id == Escalation.subject_id,
    )
    climbing = select(Escalation.id).where(Escalation.ended_at.is_(None))
    return (
        part(Finding.PAGE_LOST, Page.id, Escalation.incident_id)
        .join_from(Page, Escalation, _of_this_level())
        .where(Page.escalation_id.in_(climbing), Page.delivered_at.is_(None), Page.refused_at.is_(None))
        .where(~exists().where(*theirs, _state(State.PENDING)))
        .where(~exists().where(*theirs, _state(State.SENDING)))
    )


def page_waits() -> Part:
    """Nobody has tried to send it, nor anything else to this person that Telegram would not take."""
    other = aliased(Outgoing, name="other")
    tried = exists().where(
        _state(State.PENDING, of="other"), other.person_id == Outgoing.person_id, other.attempts > 0
    )
    theirs = ChatPause.person_id.in_((WHOLE_BOT, Outgoing.person_id))
    silence = exists().where(theirs, ChatPause.until > bindparam("now"))
    return part(Finding.PAGE_WAITS, Outgoing.id, Outgoing.incident_id).where(
        _state(State.PENDING),
        Outgoing.priority == int(Priority.PAGE),
        Outgoing.created_at <= bindparam("waits_since"),
        Outgoing.attempts == 0,
        ~silence,
        ~tried,
    )


def part(kind: Finding, subject: Any, incident_id: Any) -> Part:
    return select(literal(str(kind)), cast(subject, String), incident_id)


def armed(beginning: str, number: Any) -> ColumnElement[bool]:
    return exists().where(Timer.key == literal(beginning) + cast(number, String))


def _of_this_level() -> ColumnElement[bool]:
    return and_(
        Page.escalation_id == Escalation.id, Page.level == Escalation.level, Page.round == Escalation.round
    )


def _state(state: State, of: str = "outbox") -> ColumnElement[bool]:
    """Written out, so that the partial index of this state is used."""
    return literal_column(f"{of}.state") == literal_column(f"'{state}'")
