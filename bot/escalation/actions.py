"""Climb the ladder until somebody acknowledges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.centre.ladder_rules import Ladder, Rung
from bot.escalation.models import Escalation, Page
from bot.escalation.page_actions import note_page, page_person
from bot.escalation.queries import is_climbing, open_escalation, paged, pages_of_level, refused_before
from bot.escalation.rules import CARD, LEFT, ROLE, LadderName, is_top, ladder_of, next_level_in
from bot.outbox.actions import hush, put
from bot.outbox.rules import SoundWhy
from bot.person.models import Person
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.rota.queries import everybody, ladder_level
from bot.runbook.queries import centre_of
from bot.timeline.actions import record
from bot.timeline.rules import Event
from bot.timer.actions import arm, disarm


def begin_ladder(
    session: Session,
    name: LadderName,
    subject_id: int,
    *,
    incident_id: int,
    edition: str,
    now: datetime,
    above: int = 0,
    past: int | None = None,
) -> None:
    """Page the first level above this one. A climb that already goes on about it is left as it is.

    `past`: who has just given it up. A level on which there is nobody else is passed over, the top is not.
    """
    if is_climbing(session, name, subject_id):
        return
    escalation = _open(session, name, subject_id, incident_id, edition, now)
    escalation.level = min(above, len(_ladder(session, escalation).levels) - 1)
    climb(session, escalation, now=now, past=past)


def call_one(
    session: Session,
    name: LadderName,
    subject_id: int,
    person: Person,
    *,
    incident_id: int,
    edition: str,
    now: datetime,
) -> Escalation:
    """Page this person first; if they do not acknowledge in time, the ladder begins with its first level."""
    escalation = _open(session, name, subject_id, incident_id, edition, now)
    why = None if name is LadderName.SYSADMIN else SoundWhy.PASSED_ON
    page_person(session, escalation, person, now=now, why=why)
    _arm(session, escalation, now=now)
    return escalation


def tell_first_level(
    session: Session,
    name: LadderName,
    subject_id: int,
    *,
    incident_id: int,
    edition: str,
    now: datetime,
) -> None:
    """A notice in place of a page: silent, to the first level with anybody on it; nobody acknowledges it."""
    escalation = _open(session, name, subject_id, incident_id, edition, now)
    escalation.ended_at = now
    people: Sequence[Person] = ()
    for level, rung in enumerate(_ladder(session, escalation).levels, start=1):
        escalation.level, people = level, _on(session, rung, ROLE[name], now)
        if people:
            break
    for person in people:
        note_page(session, escalation, person, Event.LEAD_TOLD, now=now)
        put(session, CARD[name], subject_id, to=person.id, now=now, fresh=True)


def _ladder(session: Session, escalation: Escalation) -> Ladder:
    return ladder_of(centre_of(session, escalation.centre), LadderName(escalation.ladder))


def _open(
    session: Session, name: LadderName, subject_id: int, incident_id: int, edition: str, now: datetime
) -> Escalation:
    escalation = Escalation(
        ladder=name,
        subject_id=subject_id,
        incident_id=incident_id,
        centre=edition,
        level=0,
        round=1,
        started_at=now,
        level_at=now,
    )
    session.add(escalation)
    session.flush()
    return escalation


def climb(session: Session, escalation: Escalation, *, now: datetime, past: int | None = None) -> None:
    """Page the next level that has anybody on it; from the top, page the top anew."""
    ladder = _ladder(session, escalation)
    people: Sequence[Person] = ()
    while not people:
        _step_up(session, escalation, top=len(ladder.levels), now=now)
        people = _on(session, ladder.levels[escalation.level - 1], ROLE[LadderName(escalation.ladder)], now)
        if is_top(ladder, escalation.level):
            break
        people = [person for person in people if person.id != past]
    if not people:
        record(
            session,
            Event.NOBODY_TO_PAGE,
            by=None,
            at=now,
            incident_id=escalation.incident_id,
            ladder=escalation.ladder,
        )
    earlier = paged(session, LadderName(escalation.ladder), escalation.subject_id)
    for person in people:
        page_person(session, escalation, person, now=now)
    for person_id in sorted({*earlier} - {person.id for person in people}):
        put(session, CARD[LadderName(escalation.ladder)], escalation.subject_id, to=person_id, now=now)
    _arm(session, escalation, now=now)


def rearm(session: Session, escalation: Escalation, *, now: datetime) -> None:
    """Arm again what was lost: for when it was planned, or for now where that moment has passed."""
    _arm(session, escalation, now=escalation.level_at, earliest=now)


def end_ladder(
    session: Session, name: LadderName, subject_id: int, *, by: int | None, now: datetime
) -> Escalation | None:
    """Stop paging. Whatever of it is still unsent comes silently, as a card that says who has it."""
    escalation = open_escalation(session, name, subject_id)
    if escalation is None:
        return None
    escalation.ended_at = now
    escalation.acknowledged_by = by
    disarm(session, _again(escalation), _climb(escalation))
    hush(session, CARD[name], subject_id)
    return escalation


def page_refused(session: Session, page: Page, why: str, *, now: datetime) -> None:
    """Not delivered counts as not notified: when nobody of this level is left, the next is paged at once."""
    escalation = session.get_one(Escalation, page.escalation_id)
    page.refused_at, page.refused_why = now, why
    refused = {"to": page.person_id, "refused": why}
    record(session, Event.PAGE_REFUSED, by=None, at=now, incident_id=escalation.incident_id, **refused)
    first = not refused_before(session, page)
    for administrator in people_with(session, Role.ADMINISTRATOR) if why != LEFT else ():
        if administrator.id != page.person_id:
            put(session, "unreachable", page.person_id, to=administrator.id, now=now, fresh=first)
    still_rings = any(other.refused_at is None for other in pages_of_level(session, escalation))
    current = (escalation.level, escalation.round) == (page.level, page.round)
    top = is_top(_ladder(session, escalation), escalation.level)
    if escalation.ended_at is None and current and not still_rings and not top:
        climb(session, escalation, now=now)


def _step_up(session: Session, escalation: Escalation, *, top: int, now: datetime) -> None:
    if escalation.level >= top:
        escalation.round += 1
    else:
        escalation.level += 1
    escalation.level_at = now
    if escalation.level > 1 or escalation.round > 1:
        record(
            session,
            Event.LADDER_CLIMBED,
            by=None,
            at=now,
            incident_id=escalation.incident_id,
            ladder=escalation.ladder,
            level=escalation.level,
            round=escalation.round,
        )


def _on(session: Session, rung: Rung, role: Role, now: datetime) -> Sequence[Person]:
    people: dict[int, Person] = {}
    if rung.who == "all":
        people |= {person.id: person for person in everybody(session, role, now)}
    else:
        for level in rung.who:
            people |= {person.id: person for person in ladder_level(session, role, level, now)}
    if rung.with_administrators:
        people |= {person.id: person for person in people_with(session, Role.ADMINISTRATOR)}
    return list(people.values())


def _arm(
    session: Session, escalation: Escalation, *, now: datetime, earliest: datetime | None = None
) -> None:
    ladder = _ladder(session, escalation)
    about = {"escalation": escalation.id}
    upward = next_level_in(ladder, escalation.level)
    earliest = earliest or now
    arm(session, _climb(escalation), "climb", at=max(now + upward, earliest), **about)
    again = ladder.repeat_after
    if again is not None and again < upward and now + again >= earliest:
        arm(session, _again(escalation), "page_again", at=now + again, **about)


def _again(escalation: Escalation) -> str:
    return f"page_again:{escalation.id}"


def _climb(escalation: Escalation) -> str:
    return f"climb:{escalation.id}"
