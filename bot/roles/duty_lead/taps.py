"""What a duty lead's buttons carry."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.telegram.buttons import Id, Tap, Turn


class Acknowledge(Tap, prefix="ack"):
    """I have it."""

    incident: Id


class AcknowledgeAndName(Tap, prefix="ackname"):
    """I have it, and I name a colleague for the customer: ask me whom."""

    incident: Id


class StatusSet(Tap, prefix="statusset"):
    """The status is set in the work system."""

    incident: Id


class OffTheLine(Tap, prefix="offline"):
    """The operator is off the line."""

    incident: Id


class Redirected(Tap, prefix="redirected"):
    """The customer in hand is redirected: ask me to whom."""

    incident: Id


class RedirectTo(Tap, prefix="redirectto"):
    """Page this colleague for the customer."""

    incident: Id
    colleague: Id


class NobodyToRedirect(Tap, prefix="nobody"):
    """There was nobody to redirect."""

    incident: Id


class WriteOperator(Tap, prefix="writeop"):
    """My next message is for the operator."""

    incident: Id


class TellOperator(Tap, prefix="tellop"):
    """A prepared answer to an operator for whom nothing works."""

    incident: Id
    answer: Annotated[str, Field(pattern=r"^(study|wait)$")]


class TakeOver(Tap, prefix="takeover"):
    """I have it from now on; `holder` had it."""

    incident: Id
    holder: Id


class MoreWays(Tap, prefix="more"):
    """Show me what else I can do with it."""

    incident: Id


class PassOn(Tap, prefix="passon"):
    """Ask me which colleague shall have it."""

    incident: Id


class PassTo(Tap, prefix="passto"):
    """This colleague shall have it."""

    incident: Id
    colleague: Id


class CallNext(Tap, prefix="callnext"):
    """Call the next level now."""

    incident: Id


class DeclareMass(Tap, prefix="massoutage"):
    """Everybody has this."""

    incident: Id


class Snooze(Tap, prefix="snooze"):
    """Remind me later."""

    incident: Id


class ShowCard(Tap, prefix="i"):
    """The same as ShowIncident, short enough for a line of a list."""

    incident: Id


class ShowIncident(Tap, prefix="incident"):
    """Show me this incident's card, here below."""

    incident: Id


class BoardPage(Tap, prefix="boardpage"):
    """Turn to this page of the board; the first is 0."""

    page: Turn
