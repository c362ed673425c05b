"""Cards about changing shifts: asked, answered, decided by a lead, put on duty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.rules import Role
from bot.roles.everybody.home import moment
from bot.roles.lines import Line, lines, name_of
from bot.roles.rota import taps
from bot.roles.rota.colleagues import of_role
from bot.roles.rota.words import key_of, role_level, when
from bot.rota.models import Shift, Swap
from bot.rota.queries import shifts_of_person
from bot.rota.rules import SwapState
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts, texts_for


def swap_asked(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """A colleague asks the reader to work their shift; afterwards how it ended."""
    swap, texts = session.get(Swap, subject_id), texts_for(reader)
    if swap is None or swap.colleague_id != reader.id:
        return None
    name = name_of(session, swap.person_id)
    exchange = "exchange" if swap.their_starts_at else "cover"
    said: list[Line | None] = [
        Bold(texts(f"swap-asks-{exchange}", name=name)),
        _given(session, swap, texts),
        _in_return(session, swap, texts, "swap-in-return-yours"),
    ]
    if not swap.is_open:
        return Drawing(lines(*said, texts(f"swap-asked-{swap.state}", name=name)))
    said.append(texts("swap-answer-until", at=moment(swap.expires_at, texts, now=swap.asked_at)))
    agree = Button(texts(f"swap-agree-{exchange}"), taps.Agree(swap=swap.id).pack(), "primary")
    refuse = Button(texts("swap-refuse"), taps.Refuse(swap=swap.id).pack())
    return Drawing(lines(*said), ((agree,), (refuse,)))


def swap_answered(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """For whoever asked: that we wait, then what came of it. What a lead decided, for both of them."""
    swap, texts = session.get(Swap, subject_id), texts_for(reader)
    if swap is None or reader.id not in {swap.person_id, swap.colleague_id}:
        return None
    if swap.state == SwapState.COVERED:
        return _covered(session, swap, reader, texts)
    if swap.is_open:
        return _waiting(session, swap, texts)
    agreed, name = swap.state == SwapState.AGREED, name_of(session, swap.colleague_id)
    said = lines(
        Bold(texts(f"swap-answered-{swap.state}", name=name)),
        _given(session, swap, texts),
        _in_return(session, swap, texts, "swap-in-return-mine") if agreed else None,
        texts("swap-is-so-now") if agreed else texts("swap-stays"),
    )
    return Drawing(said, () if agreed else _ask_another(session, swap, texts))


def put_on_duty(session: Session, subject_id: int, reader: Person, data: Mapping[str, Any]) -> Drawing | None:
    """Somebody put the reader on duty where nobody was."""
    shift, texts = session.get(Shift, subject_id), texts_for(reader)
    if shift is None or shift.person_id != reader.id:
        return None
    by = name_of(session, data.get("by"))
    said = lines(
        Bold(texts("duty-put-on")),
        when(shift.starts_at, shift.ends_at, texts, now=None, zone=shift.time_zone),
        role_level(Role(shift.role), shift.level, texts),
        texts("swap-decided-by", name=by) if by else None,
    )
    return Drawing(said, _my_shifts(texts))


def waits_line(session: Session, swap: Swap, texts: Texts, *, now: datetime) -> str:
    """ "🟡 Ира: ждём ответа до 21:00"."""
    name = name_of(session, swap.colleague_id)
    return texts("swap-waits", name=name, at=moment(swap.expires_at, texts, now=now))


def _waiting(session: Session, swap: Swap, texts: Texts) -> Drawing:
    said = lines(
        Bold(texts("swap-waits-title", name=name_of(session, swap.colleague_id))),
        _given(session, swap, texts),
        _in_return(session, swap, texts, "swap-in-return-mine"),
        texts("swap-waits-until", at=moment(swap.expires_at, texts, now=swap.asked_at)),
    )
    return Drawing(said, ((Button(texts("swap-withdraw"), taps.Withdraw(swap=swap.id).pack()),),))


def _covered(session: Session, swap: Swap, reader: Person, texts: Texts) -> Drawing:
    replaced = reader.id == swap.person_id
    other = name_of(session, swap.colleague_id if replaced else swap.person_id)
    by = name_of(session, swap.asked_by)
    said = lines(
        Bold(texts("cover-replaced" if replaced else "duty-put-on")),
        _given(session, swap, texts),
        texts("cover-instead-of-you" if replaced else "cover-instead-of", name=other),
        texts("swap-decided-by", name=by) if by else None,
    )
    return Drawing(said, _my_shifts(texts))


def _given(session: Session, swap: Swap, texts: Texts) -> str:
    """What changes hands, by the clock of whose it was too: "23 ноября 22:00–08:00 · Сисадмин"."""
    zone = session.get_one(Person, swap.person_id).time_zone
    time = when(swap.starts_at, swap.ends_at, texts, now=None, zone=zone)
    return texts("swap-what", when=time, role=texts(f"role-{key_of(Role(swap.role))}"))


def _in_return(session: Session, swap: Swap, texts: Texts, key: str) -> str | None:
    if swap.their_starts_at is None or swap.their_ends_at is None:
        return None
    zone = session.get_one(Person, swap.colleague_id).time_zone
    return texts(key, when=when(swap.their_starts_at, swap.their_ends_at, texts, now=None, zone=zone))


def _ask_another(session: Session, swap: Swap, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    """Back to the shift, as long as it is theirs."""
    theirs = of_role(shifts_of_person(session, swap.person_id, swap.starts_at, swap.ends_at), Role(swap.role))
    if not theirs:
        return ()
    return ((Button(texts("swap-ask-another"), taps.ShowShift(shift=theirs[0].id).pack()),),)


def _my_shifts(texts: Texts) -> tuple[tuple[Button, ...], ...]:
    return ((Button(texts("rota-my-shifts"), taps.MyShifts(page=0).pack()),),)
