"""The card of a colleague who is asked to come for a customer: whose, which call, since when, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.redirect_actions import PROMISE
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.question.queries import open_question
from bot.redirect.models import Redirect
from bot.redirect.queries import claimed
from bot.redirect.rules import Promise, Status
from bot.roles.customers import promised
from bot.roles.lines import Line, lines, name_of, subject
from bot.roles.operator import taps
from bot.telegram.drawing import Button, Drawing, inline, said
from bot.telegram.texts import Texts, texts_for

Row = tuple[Button, ...]

_PREPARED = (Promise.NOTHING, Promise.CALL_BACK, Promise.WRITE_BACK)


def customer(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """One customer for one colleague; nothing once they take no customers any more."""
    redirect = session.get_one(Redirect, subject_id)
    if redirect.colleague_id != reader.id or Role.OPERATOR not in roles_of(session, reader.id):
        return None
    incident, texts = session.get_one(Incident, redirect.incident_id), texts_for(reader)
    match redirect.status:
        case Status.CLAIMED:
            return _with_me(session, incident, redirect, texts)
        case Status.ELSEWHERE | Status.OVER:
            return Drawing(lines(*_no_more(session, incident, redirect, texts)))
        case _:
            return _asked(session, incident, redirect, texts)


def _asked(session: Session, incident: Incident, redirect: Redirect, texts: Texts) -> Drawing:
    """What to do and until when; whoever said no, or was too late, may still have the customer."""
    claim = Button(texts("customer-claim"), taps.Claim(redirect=redirect.id).pack(), "primary")
    decline = Button(texts("customer-decline"), taps.Decline(redirect=redirect.id).pack())
    asks = texts("customer-asks", name=name_of(session, redirect.asked_by), at=texts.at(redirect.asked_at))
    text = lines(
        Bold(_which(incident, texts)),
        _whose(session, incident, texts),
        asks,
        _what_now(redirect, incident, texts),
        _until(redirect, texts),
    )
    return Drawing(text, ((claim,), (decline,)) if redirect.status == Status.ASKED else ((claim,),))


def _which(incident: Incident, texts: Texts) -> str:
    words = texts(f"customer-come-{incident.customer or 'none'}")
    return f"{words}: {inline(incident.customer_reference)}" if incident.customer_reference else words


def _whose(session: Session, incident: Incident, texts: Texts) -> str:
    operator, at = name_of(session, incident.operator_id), texts.at(incident.opened_at)
    about = subject(session, incident, texts)
    return texts("customer-whose", number=incident.id, subject=about, name=operator, at=at)


def _what_now(redirect: Redirect, incident: Incident, texts: Texts) -> str | None:
    wanted = redirect.status in {Status.ASKED, Status.UNTOLD}
    return texts(f"customer-do-{incident.customer or 'none'}") if wanted else None


def _until(redirect: Redirect, texts: Texts) -> str:
    if redirect.status == Status.DECLINED:
        return texts("customer-you-declined", at=texts.at(redirect.answered_at or redirect.asked_at))
    if redirect.status == Status.OFF_DUTY:
        return texts("customer-you-off-duty")
    if redirect.unclaimed_at is not None or redirect.status == Status.UNTOLD:
        return texts("customer-too-late", at=texts.at(redirect.due_at))
    return texts("customer-until", at=texts.at(redirect.due_at))


def _no_more(session: Session, incident: Incident, redirect: Redirect, texts: Texts) -> list[Line | None]:
    heading = Bold(texts("customer-no-more", number=incident.id, subject=subject(session, incident, texts)))
    theirs = claimed(session, incident.id)
    if redirect.status == Status.OVER:
        how = texts(f"closed-{str(incident.closed_as).replace('_', '-')}")
        at = texts.at(incident.closed_at or incident.moved_at)
        return [heading, texts("customer-over", at=at, how=how)]
    if theirs is None:
        return [heading, texts("customer-settled", at=texts.at(redirect.answered_at or redirect.asked_at))]
    name, at = name_of(session, theirs.colleague_id), texts.at(theirs.answered_at or theirs.asked_at)
    return [heading, texts("customer-elsewhere", name=name, at=at)]


def _with_me(session: Session, incident: Incident, redirect: Redirect, texts: Texts) -> Drawing:
    """Theirs: what was promised, at once, later, or in other words."""
    question = open_question(session, redirect.colleague_id)
    asked = question is not None and (question.kind, question.subject_id) == (PROMISE, redirect.id)
    text = lines(
        Bold(texts("customer-with-you", at=texts.at(redirect.answered_at or redirect.asked_at))),
        _reference(incident, texts),
        _whose(session, incident, texts),
        None if incident.closed_at is None else texts("customer-incident-closed"),
        *_promise(redirect, texts),
        _prompt(redirect, texts, asked=asked),
    )
    return Drawing(text, _promising(redirect, texts, asked=asked))


def _reference(incident: Incident, texts: Texts) -> str | None:
    if incident.customer is None:
        return None
    words = texts(f"lead-customer-{incident.customer}")
    return f"{words}: {inline(incident.customer_reference)}" if incident.customer_reference else words


def _promise(redirect: Redirect, texts: Texts) -> list[Line]:
    if redirect.promise is None:
        return []
    if redirect.promise_words:
        return [texts("customer-noted-words"), said(redirect.promise_words, lines=3, most=300)]
    return [texts("customer-noted", what=promised(redirect, texts))]


def _prompt(redirect: Redirect, texts: Texts, *, asked: bool) -> str | None:
    if asked:
        return texts("customer-promise-prompt")
    return texts("customer-promise-question") if redirect.promise is None else None


def _promising(redirect: Redirect, texts: Texts, *, asked: bool) -> tuple[Row, ...]:
    in_words = Button(texts("promise-in-words"), taps.PromiseInWords(redirect=redirect.id).pack())
    if redirect.promise is not None and not asked:
        again = Button(texts("promise-change"), taps.PromiseInWords(redirect=redirect.id).pack())
        return ((again,),)
    nothing, *others = [
        Button(
            texts(f"promise-button-{one.replace('_', '-')}"),
            taps.Promised(redirect=redirect.id, promise=str(one)).pack(),
            "primary" if one is Promise.NOTHING else None,
        )
        for one in _PREPARED
    ]
    later = Button(texts("promise-later"), taps.PromiseLater(redirect=redirect.id).pack())
    return ((nothing,), tuple(others), (later if asked else in_words,))
