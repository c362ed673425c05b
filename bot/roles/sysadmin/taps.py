"""What a sysadmin's buttons carry."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.telegram.buttons import Id, Tap, Turn


class AcknowledgeTicket(Tap, prefix="ackticket"):
    """I have it."""

    ticket: Id


class Estimate(Tap, prefix="estimate"):
    """It will work in so many minutes."""

    ticket: Id
    minutes: Annotated[str, Field(pattern=r"^(15|30|60)$")]


class EstimateTime(Tap, prefix="eta"):
    """Ask me for the time."""

    ticket: Id


class StillOnIt(Tap, prefix="stillonit"):
    """I am still on it."""

    ticket: Id


class Details(Tap, prefix="details"):
    """Ask me what I want to know from the operators."""

    ticket: Id


class Inquire(Tap, prefix="inquire"):
    """A prepared question for every operator who waits."""

    ticket: Id
    question: Annotated[str, Field(pattern=r"^(see|since|earlier|colleague)$")]


class Resolve(Tap, prefix="resolve"):
    """It works again."""

    ticket: Id


class CannotResolve(Tap, prefix="cannot"):
    """I cannot resolve it: ask me why."""

    ticket: Id


class CannotResolveAtAll(Tap, prefix="cannotatall"):
    """I cannot resolve it, without a reason."""

    ticket: Id


class TakeTicketOver(Tap, prefix="overticket"):
    """I have it from now on; `holder` had it."""

    ticket: Id
    holder: Id


class MoreTicketWays(Tap, prefix="moreticket"):
    """Show me what else I can do with it."""

    ticket: Id


class PassTicketOn(Tap, prefix="passticket"):
    """Ask me which colleague shall have it."""

    ticket: Id


class PassTicketTo(Tap, prefix="passticketto"):
    """This colleague shall have it."""

    ticket: Id
    colleague: Id


class CallNextSysadmins(Tap, prefix="callsysadmin"):
    """Call the next level now."""

    ticket: Id


class SnoozeTicket(Tap, prefix="snoozeticket"):
    """Ask me later whether I am still on it."""

    ticket: Id


class ShowTicket(Tap, prefix="ticket"):
    """Show me this ticket's card, here below."""

    ticket: Id


class TicketsPage(Tap, prefix="ticketspage"):
    """Turn to this page of the open tickets; the first is 0."""

    page: Turn
