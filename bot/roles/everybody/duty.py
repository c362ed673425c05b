"""/duty: who is on duty now in each role, until when, and who is next."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.queries import people_with, roles_of
from bot.person.rules import Role
from bot.roles.everybody.home import moment, role_name
from bot.roles.lines import Line, fitting
from bot.roles.rota import taps
from bot.roles.rota.colleagues import of_role
from bot.roles.rota.showing import DECIDE
from bot.roles.rota.words import SHOWN, key_of, when, zone_of
from bot.rota.queries import gaps, next_on_duty, on_duty, shift_of, shifts_of_person
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.texts import Texts, texts_for
from bot.telegram.visit import Visit

_NAMED = 3
_LINES = 3
"""For the people of one role."""
_LOOK_AHEAD = timedelta(hours=24)
_FAR_AHEAD = timedelta(days=14)
"""A hole that reaches so far has no end worth a word: nobody is planned there yet."""
_STEPS = 12
"""So many starts of shifts are looked through for one that brings somebody new."""

_Coming = tuple[datetime, list[tuple[Person, int]]]


async def asked(visit: Visit) -> None:
    """/duty"""
    await visit.reply(await visit.read(duty, visit.person, now=visit.now))


def duty(session: Session, reader: Person, *, now: datetime) -> Drawing:
    """Everybody who is on duty, what holes there are, and who comes next; at most 12 lines."""
    texts = texts_for(reader)
    needed: list[Line | None] = [Bold(texts("duty-title", at=texts.at(now)))]
    optional: list[Line | None] = []
    for role in SHOWN:
        if people_with(session, role):
            needed += _now(session, role, texts, now=now)
            if role is not Role.OPERATOR:
                needed.append(_next(session, role, texts, now=now))
                optional += _holes(session, role, texts, now=now)
    return Drawing(fitting(needed, optional), _buttons(session, reader, texts))


def newcomers(session: Session, role: Role, now: datetime) -> _Coming | None:
    """When somebody next comes on duty who is not on it right before, and who that is; None: nobody does."""
    moment_before = now
    for _ in range(_STEPS):
        coming = next_on_duty(session, role, moment_before)
        if coming is None:
            return None
        starts_at, people = coming
        before = {person.id for person, _ in on_duty(session, role, starts_at - timedelta(seconds=1))}
        new = [(person, level) for person, level in people if person.id not in before]
        if new:
            return starts_at, new
        moment_before = starts_at
    return None


def _now(session: Session, role: Role, texts: Texts, *, now: datetime) -> list[Line | None]:
    """Who is on duty in this role: at most five lines, operators on one."""
    current = on_duty(session, role, now)
    if not current:
        return [_nobody(session, role, texts, now=now)]
    if role is Role.OPERATOR:
        return [_operators(session, current, texts, now=now)]
    second = all(level > 1 for _, level in current)
    room = _LINES - 1 if second else _LINES
    shown = current if len(current) <= room else current[: room - 1]
    told: list[Line | None] = [Bold(role_name(role, texts))]
    told += [
        texts(
            "duty-person-level",
            level=level,
            name=_name(person),
            until=_until(session, person, role, texts, now=now),
        )
        for person, level in shown
    ]
    if len(shown) < len(current):
        told.append(texts("duty-more", count=len(current) - len(shown)))
    if second:
        told.append(texts("duty-no-first-level", level=current[0][1]))
    return told


def _nobody(session: Session, role: Role, texts: Texts, *, now: datetime) -> str:
    coming = next_on_duty(session, role, now)
    if coming is None:
        return texts(f"duty-nobody-{key_of(role)}")
    return texts(f"duty-nobody-{key_of(role)}-until", until=moment(coming[0], texts, now=now))


def _operators(session: Session, current: list[tuple[Person, int]], texts: Texts, *, now: datetime) -> str:
    if len(current) > _NAMED:
        return texts("duty-operators", count=len(current))
    names = ", ".join(
        texts("duty-operator", name=_name(one), until=_until(session, one, Role.OPERATOR, texts, now=now))
        for one, _ in current
    )
    return texts("duty-operators-named", names=names)


def _until(session: Session, person: Person, role: Role, texts: Texts, *, now: datetime) -> str:
    span = shift_of(session, person.id, role, now)
    return _at(session, person, role, span.ends_at if span else now, texts, now=now)


def _name(person: Person) -> str:
    return inline(person.name, most=30)


def _at(
    session: Session, person: Person, role: Role, moment_: datetime, texts: Texts, *, now: datetime
) -> str:
    """When somebody's shift begins or ends: with the day where one could mistake it, else by both clocks."""
    near = moment(moment_, texts, now=now)
    if near != texts.at(moment_):
        return near
    second = timedelta(seconds=1)
    there = of_role(shifts_of_person(session, person.id, moment_ - second, moment_ + second), role)
    return texts.at(moment_, zone_of(session, there[0]) if there else None)


def _next(session: Session, role: Role, texts: Texts, *, now: datetime) -> Line | None:
    coming = newcomers(session, role, now)
    if coming is None:
        return texts("duty-next-nobody") if on_duty(session, role, now) else None
    starts_at, people = coming
    names = ", ".join(
        texts("duty-next-level", name=_name(person), level=level) for person, level in people[:_NAMED]
    )
    at = _at(session, people[0][0], role, starts_at, texts, now=now)
    return texts("duty-next", at=at, names=names)


def _holes(session: Session, role: Role, texts: Texts, *, now: datetime) -> list[Line | None]:
    """Where nobody will be within a day; what is so now, or has no end, is said already."""
    found: list[Line | None] = [
        texts(f"duty-hole-{key_of(role)}", when=when(gap.starts_at, gap.ends_at, texts, now=now))
        for gap in gaps(session, role, now, now + _FAR_AHEAD)
        if gap.level is None and now < gap.starts_at < now + _LOOK_AHEAD and gap.ends_at < now + _FAR_AHEAD
    ]
    return found[:1]


def _buttons(session: Session, reader: Person, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    mine = (Button(texts("rota-my-shifts"), taps.MyShifts(page=0).pack()),)
    if not roles_of(session, reader.id) & DECIDE:
        return (mine,)
    return (
        mine,
        *(
            (Button(texts(f"rota-replace-{key_of(role)}"), taps.Replace(page=0, role=role).pack()),)
            for role in (Role.DUTY_LEAD, Role.SYSADMIN)
        ),
    )
