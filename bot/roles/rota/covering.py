"""A lead or an administrator decides who works: replaces somebody, or fills a hole. Nobody is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.errors import Mistake
from bot.outbox.actions import put
from bot.person.models import Person
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.roles.acting import told
from bot.roles.lines import Line, lines, name_of
from bot.roles.rota import taps
from bot.roles.rota.colleagues import free
from bot.roles.rota.words import (
    capital,
    in_pages,
    key_of,
    minutes,
    moment_of_minutes,
    role_level,
    shift_when,
    when,
)
from bot.rota.actions import put_shift
from bot.rota.cover_actions import cover
from bot.rota.models import Shift, Swap
from bot.rota.queries import gaps, shifts_between, shifts_of_person
from bot.rota.queries import shift as shift_of_id
from bot.rota.rules import OverlapsOwnShift, ShiftOver
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.texts import Texts, texts_for
from bot.telegram.visit import Visit

PUT_ON = "put_on_duty"
_LABEL = 22
"""Signs on a button."""
_SOON = timedelta(hours=24)
"""Shifts that begin within it can be handed over beside those of now."""


class HoleFilled(Mistake):
    """Somebody is on duty there meanwhile. No values."""

    key = "hole-filled"


async def whom(visit: Visit, tap: taps.Replace) -> None:
    await visit.turn_into(await visit.read(_whom, visit.person, Role(tap.role), tap.page, now=visit.now))


async def by_whom(visit: Visit, tap: taps.Substitute) -> None:
    await visit.turn_into(await visit.read(_by_whom, visit.person, tap.shift, tap.page, now=visit.now))


async def covered(visit: Visit, tap: taps.Cover) -> None:
    try:
        made = await visit.write(cover, tap.shift, tap.person, by=visit.person.id, now=visit.now)
    except Mistake as mistake:
        raise told(mistake, visit.texts) from mistake
    shown = await visit.read(_covered, visit.person, made.id, now=visit.now)
    await visit.turn_into(shown)


async def hole(visit: Visit, tap: taps.Fill) -> None:
    await visit.turn_into(await visit.read(_hole, visit.person, tap, now=visit.now))


async def put_on(visit: Visit, tap: taps.PutOn) -> None:
    try:
        shift = await visit.write(_put_on, tap, by=visit.person.id, now=visit.now)
    except Mistake as mistake:
        raise told(mistake, visit.texts) from mistake
    await visit.turn_into(await visit.read(_filled, visit.person, shift.id, now=visit.now))


def _whom(session: Session, reader: Person, role: Role, page: int, *, now: datetime) -> Drawing:
    """Those on duty now and soon; where nobody is now, the hole comes first."""
    texts, held = texts_for(reader), {person.id for person in people_with(session, role)}
    buttons = [
        Button(
            texts("cover-fill-now", until=texts.at(gap.ends_at)),
            taps.Fill(begins=minutes(gap.starts_at), ends=minutes(gap.ends_at), page=0, role=role).pack(),
            "primary",
        )
        for gap in gaps(session, role, now, now + _SOON)
        if gap.level is None and gap.starts_at <= now
    ]
    buttons += [
        Button(_who_until(session, shift, texts, now=now), taps.Substitute(shift=shift.id, page=0).pack())
        for shift in shifts_between(session, now, now + _SOON)
        if shift.role == role and shift.person_id in held
    ]
    if not buttons:
        return Drawing(lines(texts("rota-empty"), texts("rota-how-to-fill")))
    said = lines(Bold(texts(f"cover-title-{key_of(role)}")), texts("cover-whom"))
    return Drawing(said, in_pages(buttons, page, lambda to: taps.Replace(page=to, role=role), texts))


def _who_until(session: Session, shift: Shift, texts: Texts, *, now: datetime) -> str:
    """ "Лев, до 08:00"; who is not on duty yet: "Ира, с 08:00"."""
    on_duty = shift.starts_at <= now
    key = "cover-until" if on_duty else "cover-from"
    at = texts.at(shift.ends_at if on_duty else shift.starts_at)
    room = _LABEL - len(texts(key, name="", at=at))
    return texts(key, name=inline(session.get_one(Person, shift.person_id).name, most=room), at=at)


def _by_whom(session: Session, reader: Person, shift_id: int, page: int, *, now: datetime) -> Drawing:
    texts, shift = texts_for(reader), shift_of_id(session, shift_id)
    if shift.ends_at <= now:
        raise ShiftOver(ends_at=texts.at(shift.ends_at))
    begins = max(shift.starts_at, now)
    people = free(session, Role(shift.role), begins, shift.ends_at, but=shift.person_id)
    said: list[Line | None] = [
        Bold(texts("cover-instead-of", name=name_of(session, shift.person_id))),
        capital(shift_when(session, shift, texts, now=now)),
        role_level(Role(shift.role), shift.level, texts),
        texts("cover-who") if people else texts("shift-nobody-free"),
    ]
    buttons = [
        Button(inline(person.name, most=_LABEL), taps.Cover(shift=shift.id, person=person.id).pack())
        for person in people
    ]
    if not buttons:
        return _back(lines(*said), Role(shift.role), texts)
    return Drawing(
        lines(*said), in_pages(buttons, page, lambda to: taps.Substitute(shift=shift.id, page=to), texts)
    )


def _covered(session: Session, reader: Person, swap_id: int, *, now: datetime) -> Drawing:
    texts, made = texts_for(reader), session.get_one(Swap, swap_id)
    names = {"name": name_of(session, made.colleague_id), "instead": name_of(session, made.person_id)}
    return Drawing(
        lines(
            Bold(texts("cover-made", **names)),
            capital(when(made.starts_at, made.ends_at, texts, now=now)),
            texts("cover-both-told"),
        )
    )


def _hole(session: Session, reader: Person, tap: taps.Fill, *, now: datetime) -> Drawing:
    """Who is free for the hole, as far as it is still one."""
    texts, role = texts_for(reader), Role(tap.role)
    begins, ends = _still_open(session, tap, now=now)
    people = free(session, role, begins, ends, but=None)
    said = lines(
        Bold(texts(f"cover-title-{key_of(role)}")),
        capital(when(begins, ends, texts, now=now)),
        texts("cover-who") if people else texts("shift-nobody-free"),
    )
    buttons = [
        Button(
            inline(person.name, most=_LABEL),
            taps.PutOn(begins=minutes(begins), ends=minutes(ends), person=person.id, role=role).pack(),
        )
        for person in people
    ]

    if not buttons:
        return _back(said, role, texts)

    def to_page(page: int) -> taps.Fill:
        return taps.Fill(begins=tap.begins, ends=tap.ends, page=page, role=role)

    return Drawing(said, in_pages(buttons, tap.page, to_page, texts))


def _put_on(session: Session, tap: taps.PutOn, *, by: int, now: datetime) -> Shift:
    """Put them on the rota where nobody is, on level 1, and tell them.

    Mistakes: HoleFilled, RoleNotHeld, OverlapsOwnShift.
    """
    begins, ends = _still_open(session, tap, now=now)
    for own in shifts_of_person(session, tap.person, begins, ends):
        if own.role == tap.role:
            name = name_of(session, tap.person)
            raise OverlapsOwnShift(person=name, starts_at=own.starts_at, ends_at=own.ends_at)
    shift = put_shift(
        session,
        person_id=tap.person,
        role=Role(tap.role),
        starts_at=begins,
        ends_at=ends,
        level=1,
        by=by,
        now=now,
    )
    if tap.person != by:
        put(session, PUT_ON, shift.id, to=tap.person, now=now, fresh=True, by=by)
    return shift


def _still_open(session: Session, tap: taps.Fill | taps.PutOn, *, now: datetime) -> tuple[datetime, datetime]:
    """What is left of the hole; HoleFilled where it is none any more."""
    begins, ends = max(moment_of_minutes(tap.begins), now), moment_of_minutes(tap.ends)
    if begins < ends:
        for gap in gaps(session, Role(tap.role), begins, ends):
            return gap.starts_at, gap.ends_at
    raise HoleFilled


def _filled(session: Session, reader: Person, shift_id: int, *, now: datetime) -> Drawing:
    texts, shift = texts_for(reader), session.get_one(Shift, shift_id)
    return Drawing(
        lines(
            Bold(texts("cover-put-on", name=name_of(session, shift.person_id))),
            capital(shift_when(session, shift, texts, now=now)),
            role_level(Role(shift.role), shift.level, texts),
        )
    )


def _back(said: Text, role: Role, texts: Texts) -> Drawing:
    return Drawing(said, ((Button(texts("cover-back"), taps.Replace(page=0, role=role).pack()),),))
