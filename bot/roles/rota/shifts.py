"""/shifts: my coming shifts, and asking a colleague to work one, a part of one, or to exchange."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.outbox.actions import adopt, put
from bot.outbox.rules import Priority
from bot.question.actions import ask, forget
from bot.roles.acting import act, told
from bot.roles.rota import taps
from bot.roles.rota.parts import part_meant
from bot.roles.rota.shift_pages import my_shifts, one_shift, own, partners, returns, whom
from bot.roles.rota.words import moment_of_minutes
from bot.rota.cover_actions import ANSWERED
from bot.rota.models import Shift, Swap
from bot.rota.rules import NoSuchShift, NotYourShift, ShiftOver
from bot.rota.swap_actions import agree_to_swap, ask_swap, refuse_swap, withdraw_swap
from bot.telegram.drawing import Drawing
from bot.telegram.visit import Visit

QUESTION = "shift_part"


async def mine(visit: Visit) -> None:
    """/shifts"""
    await visit.reply(await visit.read(my_shifts, visit.person, 0, now=visit.now))


async def page_turned(visit: Visit, tap: taps.MyShifts) -> None:
    await visit.turn_into(await visit.read(my_shifts, visit.person, tap.page, now=visit.now))


async def one(visit: Visit, tap: taps.ShowShift) -> None:
    await visit.turn_into(await visit.read(one_shift, visit.person, tap.shift, now=visit.now))


async def to_whom(visit: Visit, tap: taps.Give) -> None:
    await visit.turn_into(await visit.read(whom, visit.person, tap.shift, None, tap.page, now=visit.now))


async def which_part(visit: Visit, tap: taps.GivePart) -> None:
    """Opens a question: its answer is "22:00–02:00"."""
    shift = await visit.read(own, visit.person, tap.shift, now=visit.now)
    await visit.write(ask, QUESTION, of=visit.person.id, now=visit.now, shift=tap.shift)
    await visit.turn_into(
        Drawing(Text(visit.texts("shift-which-part", span=_span(shift, visit), part=_half(shift, visit))))
    )


async def part_written(visit: Visit) -> None:
    """The hours in words; while they are no part of the shift the question stays open."""
    number = visit.question.data["shift"] if visit.question else 0
    try:
        shift = await visit.read(own, visit.person, number, now=visit.now)
    except (NoSuchShift, NotYourShift, ShiftOver) as mistake:
        await visit.write(forget, visit.person.id)
        await visit.toast(visit.texts(mistake.key, **told(mistake, visit.texts).values))
        return
    part = part_meant(visit.text, max(shift.starts_at, visit.now), shift.ends_at, visit.texts.zone)
    if part is None:
        await visit.toast(visit.texts("shift-no-such-part", span=_span(shift, visit)))
        return
    await visit.write(forget, visit.person.id)
    await visit.reply(await visit.read(whom, visit.person, number, part, 0, now=visit.now))


async def cover_asked(visit: Visit, tap: taps.AskCover) -> None:
    begins, ends = (moment_of_minutes(one) if tap.ends else None for one in (tap.begins, tap.ends))
    await _ask(visit, partial(ask_swap, starts_at=begins, ends_at=ends), tap.shift, tap.colleague)


async def exchange_with_whom(visit: Visit, tap: taps.Exchange) -> None:
    await visit.turn_into(await visit.read(partners, visit.person, tap.shift, tap.page, now=visit.now))


async def exchange_for_which(visit: Visit, tap: taps.ExchangeFor) -> None:
    await visit.turn_into(await visit.read(returns, visit.person, tap, now=visit.now))


async def swap_asked(visit: Visit, tap: taps.AskSwap) -> None:
    await _ask(visit, partial(ask_swap, their_shift_id=tap.theirs), tap.shift, tap.colleague)


async def _ask(visit: Visit, ask_colleague: Callable[..., Swap], shift: int, colleague: int) -> None:
    """Ask the colleague. The tapped message becomes the asker's card: it waits, then points to the answer."""
    origin = visit.own_message
    message_id = origin.message_id if origin is not None and not origin.photo else None
    await act(visit, _asked, ask_colleague, shift, colleague, message_id)


def _asked(
    session: Session,
    ask_colleague: Callable[..., Swap],
    shift: int,
    colleague: int,
    message_id: int | None,
    *,
    by: int,
    now: datetime,
) -> None:
    swap = ask_colleague(session, shift, colleague, by=by, now=now)
    if message_id is not None:
        adopt(session, by, ANSWERED, swap.id, message_id, now=now)
    put(session, ANSWERED, swap.id, to=by, now=now, priority=Priority.ANSWER)


async def agreed(visit: Visit, tap: taps.Agree) -> None:
    """The card says the rest; the asker hears it too."""
    await act(visit, agree_to_swap, tap.swap)


async def refused(visit: Visit, tap: taps.Refuse) -> None:
    await act(visit, refuse_swap, tap.swap)


async def withdrawn(visit: Visit, tap: taps.Withdraw) -> None:
    await act(visit, _withdraw, tap.swap)


def _withdraw(session: Session, swap_id: int, *, by: int, now: datetime) -> None:
    withdraw_swap(session, swap_id, by=by, now=now)
    put(session, ANSWERED, swap_id, to=by, now=now, priority=Priority.ANSWER)


def _span(shift: Shift, visit: Visit) -> str:
    return visit.texts.span(max(shift.starts_at, visit.now), shift.ends_at)


def _half(shift: Shift, visit: Visit) -> str:
    """The first half of those hours: an example of a part, to the full hour where there is one."""
    begins = max(shift.starts_at, visit.now)
    middle = begins + (shift.ends_at - begins) / 2
    hour = middle.replace(minute=0, second=0, microsecond=0)
    return visit.texts.span(begins, hour if hour > begins else middle)
