"""The screens of /shifts: what comes, and with whom it could be changed."""

from __future__ import annotations

from datetime import datetime

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.queries import person as person_of
from bot.person.rules import Role
from bot.roles.lines import Line, lines
from bot.roles.rota import taps
from bot.roles.rota.colleagues import coming, free
from bot.roles.rota.swap_pages import waits_line
from bot.roles.rota.words import capital, in_pages, minutes, role_level, shift_when, short, when
from bot.rota.models import Shift, Swap
from bot.rota.queries import open_swaps, shifts_of_person
from bot.rota.queries import shift as shift_of_id
from bot.rota.rules import NotYourShift, ShiftOver
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.texts import Texts, texts_for

_A_PAGE = 4


def my_shifts(session: Session, reader: Person, page: int, *, now: datetime) -> Drawing:
    texts, shifts = texts_for(reader), coming(session, reader.id, now=now)
    asked = [swap for swap in open_swaps(session, reader.id) if swap.person_id == reader.id]
    if not shifts:
        return Drawing(lines(Bold(texts("shifts-title")), texts("shifts-none")))
    last = (len(shifts) - 1) // _A_PAGE
    page = min(page, last)
    shown = shifts[page * _A_PAGE : (page + 1) * _A_PAGE]
    said: list[Line | None] = [Bold(texts("shifts-title"))]
    for shift in shown:
        sign = "🟢" if shift.starts_at <= now else "▫️"
        role = role_level(Role(shift.role), shift.level, texts)
        said.append(f"{sign} {capital(shift_when(session, shift, texts, now=now))} · {role}")
    said += [waits_line(session, swap, texts, now=now) for swap in asked[:3]]
    said.append(texts("shifts-choose"))
    buttons = [
        Button(short(one.starts_at, one.ends_at, texts), taps.ShowShift(shift=one.id).pack()) for one in shown
    ]
    rows = [(button,) for button in buttons]
    if last:
        label = texts("page-next") if page < last else texts("page-first")
        rows.append((Button(label, taps.MyShifts(page=(page + 1) % (last + 1)).pack()),))
    return Drawing(lines(*said), tuple(rows))


def one_shift(session: Session, reader: Person, shift_id: int, *, now: datetime) -> Drawing:
    texts, shift = texts_for(reader), own(session, reader, shift_id, now=now)
    asked = [one for one in open_swaps(session, reader.id) if _concerns(one, shift)]
    said: list[Line | None] = [
        Bold(capital(shift_when(session, shift, texts, now=now))),
        role_level(Role(shift.role), shift.level, texts),
        *(waits_line(session, one, texts, now=now) for one in asked[:3]),
        texts("shift-what-now"),
    ]
    rows = [
        (Button(texts("shift-give"), taps.Give(shift=shift.id, page=0).pack()),),
        (Button(texts("shift-give-part"), taps.GivePart(shift=shift.id).pack()),),
    ]
    if shift.starts_at > now:
        rows.append((Button(texts("shift-exchange"), taps.Exchange(shift=shift.id, page=0).pack()),))
    if asked:
        rows.append((Button(texts("swap-withdraw"), taps.Withdraw(swap=asked[0].id).pack()),))
    rows.append((Button(texts("shift-back"), taps.MyShifts(page=0).pack()),))
    return Drawing(lines(*said), tuple(rows))


def whom(
    session: Session,
    reader: Person,
    shift_id: int,
    part: tuple[datetime, datetime] | None,
    page: int,
    *,
    now: datetime,
) -> Drawing:
    """Colleagues who are free then; `part` None: for all of it."""
    texts, shift = texts_for(reader), own(session, reader, shift_id, now=now)
    begins, ends = part or (max(shift.starts_at, now), shift.ends_at)
    carried = (minutes(begins), minutes(ends)) if part else (0, 0)
    people = free(session, Role(shift.role), begins, ends, but=reader.id)
    if not people:
        return _back(lines(texts("shift-nobody-free")), shift, texts)
    buttons = [
        Button(
            inline(person.name, most=22),
            taps.AskCover(shift=shift.id, begins=carried[0], ends=carried[1], colleague=person.id).pack(),
        )
        for person in people
    ]
    said = lines(Bold(capital(when(begins, ends, texts, now=now))), texts("shift-whom"))
    if part:
        return Drawing(said, tuple((button,) for button in buttons[:5]))
    return Drawing(said, in_pages(buttons, page, lambda to: taps.Give(shift=shift.id, page=to), texts))


def partners(session: Session, reader: Person, shift_id: int, page: int, *, now: datetime) -> Drawing:
    """Colleagues with whom the shift can be exchanged: free then, and with a shift to come."""
    texts, shift = texts_for(reader), own(session, reader, shift_id, now=now)
    role = Role(shift.role)
    people = [
        person
        for person in free(session, role, shift.starts_at, shift.ends_at, but=reader.id)
        if _offers(session, reader, shift, person.id, now=now)
    ]
    if not people:
        return _back(lines(texts("shift-nobody-to-exchange")), shift, texts)
    buttons = [
        Button(inline(one.name, most=22), taps.ExchangeFor(shift=shift.id, colleague=one.id, page=0).pack())
        for one in people
    ]
    said = lines(Bold(capital(shift_when(session, shift, texts, now=now))), texts("shift-exchange-whom"))
    return Drawing(said, in_pages(buttons, page, lambda to: taps.Exchange(shift=shift.id, page=to), texts))


def returns(session: Session, reader: Person, tap: taps.ExchangeFor, *, now: datetime) -> Drawing:
    texts, shift = texts_for(reader), own(session, reader, tap.shift, now=now)
    colleague = person_of(session, tap.colleague)
    buttons = [
        Button(
            short(one.starts_at, one.ends_at, texts),
            taps.AskSwap(shift=shift.id, theirs=one.id, colleague=colleague.id).pack(),
        )
        for one in _offers(session, reader, shift, colleague.id, now=now)
    ]
    if not buttons:
        return _back(lines(texts("shift-nobody-to-exchange")), shift, texts)
    said = lines(
        Bold(capital(shift_when(session, shift, texts, now=now))),
        texts("shift-exchange-for", name=inline(colleague.name)),
    )
    return Drawing(
        said,
        in_pages(
            buttons,
            tap.page,
            lambda to: taps.ExchangeFor(shift=shift.id, colleague=colleague.id, page=to),
            texts,
        ),
    )


def own(session: Session, reader: Person, shift_id: int, *, now: datetime) -> Shift:
    """The reader's shift of this id. Mistakes: NoSuchShift, NotYourShift, ShiftOver."""
    shift = shift_of_id(session, shift_id)
    if shift.person_id != reader.id:
        raise NotYourShift
    if shift.ends_at <= now:
        raise ShiftOver(ends_at=shift.ends_at)
    return shift


def _offers(
    session: Session, reader: Person, shift: Shift, colleague_id: int, *, now: datetime
) -> list[Shift]:
    """The colleague's shifts to come that the reader could work instead."""
    role = Role(shift.role)
    return [
        theirs
        for theirs in coming(session, colleague_id, now=now, role=role)
        if theirs.starts_at > now
        and not [
            one
            for one in shifts_of_person(session, reader.id, theirs.starts_at, theirs.ends_at)
            if one.role == role and one.id != shift.id
        ]
    ]


def _concerns(swap: Swap, shift: Shift) -> bool:
    theirs = (swap.person_id, swap.role) == (shift.person_id, shift.role)
    return theirs and swap.starts_at < shift.ends_at and swap.ends_at > shift.starts_at


def _back(said: Text, shift: Shift, texts: Texts) -> Drawing:
    return Drawing(said, ((Button(texts("shift-back-to-it"), taps.ShowShift(shift=shift.id).pack()),),))
