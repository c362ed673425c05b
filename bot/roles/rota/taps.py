"""What the buttons of the rota carry. Moments are whole minutes since 1970."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.person.rules import Role
from bot.telegram.buttons import Id, Tap, Turn


def _a_month(number: int) -> int:
    if not 1 <= number % 100 <= 12:
        raise ValueError("no such month")
    return number


Month = Annotated[int, Field(ge=202001, le=209912), AfterValidator(_a_month)]
"""Year and month: 202611."""
OnDuty = Annotated[str, Field(pattern=f"^({Role.DUTY_LEAD}|{Role.SYSADMIN}|{Role.OPERATOR})$")]
"""A role with shifts; it stands last, because it may hold "_"."""


class ShowMonth(Tap, prefix="rota"):
    """Show me this month of this role; the first page is 0."""

    month: Month
    page: Turn
    role: OnDuty


class MyShifts(Tap, prefix="myshifts"):
    """Show me my coming shifts; the first page is 0."""

    page: Turn


class ShowShift(Tap, prefix="shift"):
    """Show me this shift of mine and what can be done with it."""

    shift: Id


class Give(Tap, prefix="give"):
    """Ask me which colleague shall work it, all of it."""

    shift: Id
    page: Turn


class GivePart(Tap, prefix="givepart"):
    """Ask me which hours of it a colleague shall work."""

    shift: Id


class Exchange(Tap, prefix="exchange"):
    """Ask me with which colleague to exchange it."""

    shift: Id
    page: Turn


class ExchangeFor(Tap, prefix="exchangefor"):
    """Ask me for which of this colleague's shifts."""

    shift: Id
    colleague: Id
    page: Turn


class AskCover(Tap, prefix="askcover"):
    """Ask this colleague to work it from then to then; 0 and 0: all of it."""

    shift: Id
    begins: Turn
    ends: Turn
    colleague: Id


class AskSwap(Tap, prefix="askswap"):
    """Ask this colleague to exchange it for theirs."""

    shift: Id
    theirs: Id
    colleague: Id


class Agree(Tap, prefix="agree"):
    """I work it."""

    swap: Id


class Refuse(Tap, prefix="refuse"):
    """I cannot work it."""

    swap: Id


class Withdraw(Tap, prefix="withdraw"):
    """I need nobody any more."""

    swap: Id


class Replace(Tap, prefix="replace"):
    """Ask me whom of those on duty to replace."""

    page: Turn
    role: OnDuty


class Substitute(Tap, prefix="substitute"):
    """Ask me who shall work this shift from now on."""

    shift: Id
    page: Turn


class Cover(Tap, prefix="cover"):
    """This person works this shift from now on."""

    shift: Id
    person: Id


class Fill(Tap, prefix="fill"):
    """Ask me whom to put on duty from then to then."""

    begins: Turn
    ends: Turn
    page: Turn
    role: OnDuty


class PutOn(Tap, prefix="puton"):
    """Put this person on duty from then to then."""

    begins: Turn
    ends: Turn
    person: Id
    role: OnDuty
