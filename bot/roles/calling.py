"""How a page reads that nobody has answered yet: until when, who is called next, and for which time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.centre.rules import Centre
from bot.escalation.models import Escalation, Page
from bot.escalation.queries import open_escalation
from bot.escalation.rules import ROLE, LadderName, is_top, ladder_of, next_level_in
from bot.person.models import Person
from bot.roles.lines import Line
from bot.rota.queries import ladder_level
from bot.runbook.queries import centre_of
from bot.telegram.drawing import inline
from bot.telegram.texts import Texts
from bot.timer.queries import timer

_NAMED = 2
"""More than so many people are not called by their names."""


def calling(
    session: Session, name: LadderName, subject_id: int, reader: Person, texts: Texts
) -> list[Line | None]:
    """ "2nd call" and "answer until …, else I call …"; nothing where nobody is being paged."""
    escalation = open_escalation(session, name, subject_id)
    if escalation is None:
        return []
    centre = centre_of(session, escalation.centre)
    count = _calls(session, escalation, centre, reader.id)
    return [
        texts("call-again", count=count) if count > 1 else None,
        None if count else _others(session, escalation, texts),
        _until(session, escalation, centre, reader, texts, paged=count > 0),
    ]


def _others(session: Session, escalation: Escalation, texts: Texts) -> str | None:
    """Whom the phones ring for, to a reader whose own does not: they passed it on, or it was taken away."""
    query = select(Person).join(Page, Page.person_id == Person.id).where(Page.escalation_id == escalation.id)
    now_ringing = query.where(Page.level == escalation.level, Page.round == escalation.round)
    people = session.scalars(now_ringing.order_by(Page.id)).all()
    if not people:
        return None
    names = ", ".join(inline(person.name) for person in people[:_NAMED])
    if len(people) > _NAMED:
        names = f"{names}, {texts('duty-more', count=len(people) - _NAMED)}"
    return texts("call-rings-for", names=names)


def _until(
    session: Session, escalation: Escalation, centre: Centre, reader: Person, texts: Texts, *, paged: bool
) -> str | None:
    climbs = timer(session, f"climb:{escalation.id}")
    if climbs is None:
        return None
    at, key = texts.at(climbs.due_at), "call-until" if paged else "call-rings-until"
    ladder = ladder_of(centre, LadderName(escalation.ladder))
    if is_top(ladder, escalation.level):
        return texts(f"{key}-then-everybody-again", at=at)
    people = _next(session, escalation, centre, climbs.due_at)
    if people is None:
        who = "sysadmin" if escalation.ladder == LadderName.SYSADMIN else "lead"
        return texts(key, at=at, whom=texts(f"call-everybody-{who}"))
    you = texts("call-you-again" if paged else "call-you")
    named = (you if person.id == reader.id else inline(person.name) for person in people)
    return texts(key, at=at, whom=", ".join(named))


def _next(
    session: Session, escalation: Escalation, centre: Centre, at: datetime
) -> Collection[Person] | None:
    """Whoever is paged when the time is up: the first level above with anybody on it; None: everybody."""
    name = LadderName(escalation.ladder)
    for rung in ladder_of(centre, name).levels[escalation.level :]:
        people: dict[int, Person] = {}
        for level in () if rung.who == "all" else rung.who:
            people |= {person.id: person for person in ladder_level(session, ROLE[name], level, at)}
        if rung.who == "all" or rung.with_administrators or len(people) > _NAMED:
            return None
        if people:
            return people.values()
    return None


def _calls(session: Session, escalation: Escalation, centre: Centre, person_id: int) -> int:
    """How often this phone has rung in this climb: each level's page, and its repeat once that has fired."""
    ladder = ladder_of(centre, LadderName(escalation.ladder))
    query = select(Page).where(Page.escalation_id == escalation.id, Page.person_id == person_id)
    rung = 0
    for page in session.scalars(query):
        repeat = ladder.repeat_after
        repeats = repeat is not None and repeat < next_level_in(ladder, page.level)
        now_ringing = (page.level, page.round) == (escalation.level, escalation.round)
        waits = now_ringing and timer(session, f"page_again:{escalation.id}") is not None
        rung += 2 if repeats and not waits else 1
    return rung
