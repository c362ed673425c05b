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


class ShowTicket(Tap, prefix="ticket"):
    """Show me this ticket's card, here below."""

    ticket: Id


class TicketsPage(Tap, prefix="ticketspage"):
    """Turn to this page of the open tickets; the first is 0."""

    page: Turn
