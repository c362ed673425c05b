"""A customer in hand, as operators and leads see them: who has them, who is asked to come, who can be."""

from __future__ import annotations

from collections.abc import Callable

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.incident.customers import in_time
from bot.incident.models import Incident
from bot.incident.queries import duties, open_incidents
from bot.incident.rules import Duty
from bot.person.rules import Role
from bot.question.models import Question
from bot.redirect.models import Redirect
from bot.redirect.queries import claimed, redirects
from bot.redirect.rules import Promise, Status
from bot.roles.lines import Line, name_of
from bot.rota.queries import on_duty
from bot.telegram.drawing import Button, inline, said
from bot.telegram.texts import Texts

Row = tuple[Button, ...]

MOST_COLLEAGUES = 6
_WORTH_TELLING = frozenset({Status.ASKED, Status.DECLINED, Status.UNTOLD, Status.OFF_DUTY})


def customer_now(session: Session, incident: Incident, texts: Texts) -> list[Line]:
    """Who has the customer since when and what was promised; or what became of whoever was asked last."""
    theirs = claimed(session, incident.id)
    if theirs is not None:
        return has_customer(session, theirs, texts)
    named = [one for one in redirects(session, incident.id) if one.status in _WORTH_TELLING]
    if not named or Duty.REDIRECTED in duties(session, incident.id):
        return []
    waiting = [one for one in named if in_time(one)]
    return [_asked(session, (waiting or named)[-1], texts)]


def has_customer(session: Session, redirect: Redirect, texts: Texts) -> list[Line]:
    """ "The customer is with Nina since 02:15 · promised to call back", own words as a quote below."""
    name = name_of(session, redirect.colleague_id)
    at = texts.at(redirect.answered_at or redirect.asked_at)
    first = f"{texts('customer-with-colleague', name=name, at=at)} · {promised(redirect, texts)}"
    return [first, *_words(redirect)]


def promised(redirect: Redirect, texts: Texts) -> str:
    """What was promised, in a few words; that it is not noted yet, where it is not."""
    return texts(f"promise-{(redirect.promise or 'not-noted').replace('_', '-')}")


def must_be_named(session: Session, incident: Incident) -> bool:
    """Whether colleagues were asked and none of them will come in time: it is the lead's turn again."""
    named = redirects(session, incident.id)
    return (
        any(one.status in _WORTH_TELLING for one in named)
        and not any(in_time(one) for one in named)
        and claimed(session, incident.id) is None
    )


def shown_apart(session: Session, incident: Incident) -> frozenset[Duty]:
    """The tick that `customer_now` says in a line of its own."""
    return frozenset({Duty.REDIRECTED}) if claimed(session, incident.id) else frozenset()


def is_being_asked(session: Session, incident: Incident) -> bool:
    """Whether a colleague still has time to answer."""
    return any(in_time(one) for one in redirects(session, incident.id))


def colleagues(
    session: Session, incident: Incident, question: Question, data: Callable[[int], str]
) -> tuple[Row, ...]:
    """Who can come, two in a row: on shift when it was asked and reachable.

    Those first who have not been named yet, and among them those without an incident of their own.
    """
    stuck = {operator.id for _, operator in open_incidents(session)}
    named = {one.colleague_id for one in redirects(session, incident.id)}
    people = [person for person, _ in on_duty(session, Role.OPERATOR, question.asked_at)]
    others = sorted(
        (one for one in people if one.id != incident.operator_id and one.unreachable_at is None),
        key=lambda one: (one.id in named, one.id in stuck, one.id),
    )
    choices = [
        Button(inline(person.name, most=22) or "?", data(person.id)) for person in others[:MOST_COLLEAGUES]
    ]
    return tuple(tuple(choices[at : at + 2]) for at in range(0, len(choices), 2))


def _asked(session: Session, redirect: Redirect, texts: Texts) -> str:
    name = name_of(session, redirect.colleague_id)
    key = redirect.status.replace("_", "-")
    if redirect.status == Status.ASKED and redirect.unclaimed_at is not None:
        key = "unclaimed"
    moment = redirect.due_at if redirect.status == Status.ASKED else redirect.answered_at
    return texts(f"customer-{key}", name=name, at=texts.at(moment or redirect.asked_at))


def _words(redirect: Redirect) -> list[Text]:
    if redirect.promise != Promise.WORDS or not redirect.promise_words:
        return []
    return [said(redirect.promise_words, lines=2, most=200)]
