"""Two colleagues change their shifts between them: one asks, the other agrees, and the rota follows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.outbox.actions import put
from bot.person.queries import person as person_of
from bot.rota.cover_actions import ANSWERED, Part, check_may_work, cover, hand_over, note_swap, span_of
from bot.rota.models import Shift, Swap
from bot.rota.queries import shift as shift_of_id
from bot.rota.rules import (
    SWAP_WAITS,
    NoEffect,
    NoSuchShift,
    NotYourShift,
    NotYourSwap,
    ShiftOver,
    SwapSettled,
    SwapState,
    part_left,
)
from bot.timeline.rules import Event
from bot.timer.actions import arm, disarm

__all__ = ["agree_to_swap", "ask_swap", "cover", "refuse_swap", "swap_expires", "withdraw_swap"]

ASKED = "swap_asked"
"""The card of the colleague who is asked; its subject is the swap."""
EXPIRES = "swap_expires"
"""The kind of the timer that ends the waiting."""


def ask_swap(
    session: Session,
    shift_id: int,
    colleague_id: int,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    their_shift_id: int | None = None,
    by: int | None,
    now: datetime,
) -> Swap:
    """Ask a colleague to work this shift or a part of it, perhaps for theirs in return.

    The question waits for a day, and no longer than until the first of it begins. Mistakes: NoSuchShift,
    NotYourShift, NotAPart, ShiftOver, NoEffect (asked already, or it is theirs), RoleNotHeld,
    OverlapsOwnShift.
    """
    mine = shift_of_id(session, shift_id)
    if by is not None and by != mine.person_id:
        raise NotYourShift
    part = part_left(span_of(mine), starts_at, ends_at, now)
    theirs = None if their_shift_id is None else _whole(session, their_shift_id, colleague_id, mine.role, now)
    _check(session, mine, part, colleague_id, theirs)
    if _asked_already(session, mine, part, colleague_id):
        raise NoEffect(person=person_of(session, colleague_id).name)
    begins = [moment for moment in (part[0], *(theirs[1][:1] if theirs else ())) if moment > now]
    swap = Swap(
        role=mine.role, shift_id=mine.id, person_id=mine.person_id, colleague_id=colleague_id,
        starts_at=part[0], ends_at=part[1], asked_by=by, asked_at=now, state=SwapState.ASKED,
        expires_at=min([now + SWAP_WAITS, *(begins or [part[1]])]),
    )  # fmt: skip
    if theirs is not None:
        swap.their_shift_id, (swap.their_starts_at, swap.their_ends_at) = theirs[0].id, theirs[1]
    session.add(swap)
    note_swap(session, swap, Event.SWAP_ASKED, by=by, now=now)
    arm(session, f"{EXPIRES}:{swap.id}", EXPIRES, at=swap.expires_at, swap=swap.id)
    put(session, ASKED, swap.id, to=colleague_id, now=now, fresh=True)
    return swap


def agree_to_swap(session: Session, swap_id: int, *, by: int | None, now: datetime) -> Swap:
    """The colleague agrees, and the rota is changed from now on.

    When the rota has changed meanwhile so that there is nothing to swap, the swap comes back VOID instead of
    AGREED, and both hear it. Mistakes: NotYourSwap, SwapSettled, RoleNotHeld, OverlapsOwnShift.
    """
    swap = _waiting(session, swap_id, now)
    if by is not None and by != swap.colleague_id:
        raise NotYourSwap
    mine = _still(session, swap.person_id, swap.role, swap.starts_at, swap.ends_at)
    theirs = None
    if swap.their_starts_at is not None and swap.their_ends_at is not None:
        theirs = _still(session, swap.colleague_id, swap.role, swap.their_starts_at, swap.their_ends_at)
    if mine is None or (theirs is None and swap.their_shift_id is not None):
        return _settle(session, swap, SwapState.VOID, Event.SWAP_VOID, by=None, now=now)
    part = part_left(span_of(mine), swap.starts_at, swap.ends_at, now)
    in_return = None if theirs is None else (theirs, _times(swap))
    _check(session, mine, part, swap.colleague_id, in_return)
    deeds = [(mine, part, swap.colleague_id)]
    if in_return is not None:
        deeds.append((*in_return, swap.person_id))
    hand_over(session, deeds)
    return _settle(session, swap, SwapState.AGREED, Event.SWAP_AGREED, by=by, now=now)


def refuse_swap(session: Session, swap_id: int, *, by: int | None, now: datetime) -> Swap:
    """The colleague cannot. Mistakes: NotYourSwap, SwapSettled."""
    swap = _waiting(session, swap_id, now)
    if by is not None and by != swap.colleague_id:
        raise NotYourSwap
    return _settle(session, swap, SwapState.REFUSED, Event.SWAP_REFUSED, by=by, now=now)


def withdraw_swap(session: Session, swap_id: int, *, by: int | None, now: datetime) -> Swap:
    """Whoever asked does not need it any more. Mistakes: NotYourSwap, SwapSettled."""
    swap = _waiting(session, swap_id, now)
    if by is not None and by not in {swap.asked_by, swap.person_id}:
        raise NotYourSwap
    return _settle(session, swap, SwapState.WITHDRAWN, Event.SWAP_WITHDRAWN, by=by, now=now)


def swap_expires(session: Session, swap_id: int, *, now: datetime) -> None:
    """Nobody answered in time: the shift stays whose it is, and whoever asked hears it."""
    swap = session.get(Swap, swap_id)
    if swap is not None and swap.is_open:
        _settle(session, swap, SwapState.EXPIRED, Event.SWAP_EXPIRED, by=None, now=now)


def _whole(session: Session, shift_id: int, person_id: int, role: str, now: datetime) -> tuple[Shift, Part]:
    """The colleague's shift that is given in return; it must not have begun."""
    shift = shift_of_id(session, shift_id)
    if (shift.person_id, shift.role) != (person_id, role):
        raise NoSuchShift
    if shift.starts_at <= now:
        raise ShiftOver(ends_at=shift.ends_at)
    return shift, (shift.starts_at, shift.ends_at)


def _check(
    session: Session, mine: Shift, part: Part, colleague_id: int, theirs: tuple[Shift, Part] | None
) -> None:
    """Whether each can work what they would get."""
    check_may_work(session, colleague_id, mine, part, gives=theirs)
    if theirs is not None:
        check_may_work(session, mine.person_id, *theirs, gives=(mine, part))


def _asked_already(session: Session, mine: Shift, part: Part, colleague_id: int) -> bool:
    same = (
        Swap.state == SwapState.ASKED,
        Swap.person_id == mine.person_id,
        Swap.colleague_id == colleague_id,
        Swap.role == mine.role,
        Swap.starts_at < part[1],
        Swap.ends_at > part[0],
    )
    return session.scalar(select(Swap.id).where(*same)) is not None


def _still(
    session: Session, person_id: int, role: str, starts_at: datetime, ends_at: datetime
) -> Shift | None:
    """The shift of theirs that this time is in, whatever was done to the rest of it."""
    theirs = (Shift.person_id == person_id, Shift.role == role)
    around = (Shift.starts_at <= starts_at, Shift.ends_at >= ends_at)
    return session.scalars(select(Shift).where(*theirs, *around).order_by(Shift.starts_at)).first()


def _times(swap: Swap) -> Part:
    if swap.their_starts_at is None or swap.their_ends_at is None:
        raise ValueError(f"swap {swap.id} gives nothing in return")
    return swap.their_starts_at, swap.their_ends_at


def _waiting(session: Session, swap_id: int, now: datetime) -> Swap:
    swap = session.get(Swap, swap_id)
    if swap is None or not swap.is_open:
        raise SwapSettled(state=SwapState.WITHDRAWN if swap is None else swap.state)
    if swap.expires_at <= now:
        raise SwapSettled(state=SwapState.EXPIRED)
    return swap


def _settle(
    session: Session, swap: Swap, state: SwapState, kind: Event, *, by: int | None, now: datetime
) -> Swap:
    swap.state, swap.settled_at = state, now
    disarm(session, f"{EXPIRES}:{swap.id}")
    note_swap(session, swap, kind, by=by, now=now)
    put(session, ASKED, swap.id, to=swap.colleague_id, now=now)
    if state is not SwapState.WITHDRAWN:
        put(session, ANSWERED, swap.id, to=swap.person_id, now=now, fresh=True)
    return swap
