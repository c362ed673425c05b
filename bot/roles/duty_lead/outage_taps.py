"""What the buttons of a mass outage's board carry."""

from __future__ import annotations

from collections.abc import Mapping

from bot.incident.rules import Duty
from bot.telegram.buttons import Id, Tap, Turn


class OutageTap(Tap, prefix="outage"):
    """Show me this outage's board, here below."""

    outage: Id


class AcknowledgeOutage(Tap, prefix="ackall"):
    """I have all of it."""

    outage: Id


class AllStatusSet(Tap, prefix="allstatus"):
    """The statuses are set for all."""

    outage: Id


class AllOffTheLine(Tap, prefix="alloffline"):
    """All are off the line."""

    outage: Id


class AllRedirected(Tap, prefix="allredirect"):
    """All customers in hand are redirected."""

    outage: Id


class MoreForAll(Tap, prefix="moreall"):
    """Show me what else I can do for many."""

    outage: Id


class WriteToAll(Tap, prefix="writeall"):
    """My next message is for all of them."""

    outage: Id


class Select(Tap, prefix="select"):
    """My next message says whom I mean."""

    outage: Id


class SplitOff(Tap, prefix="splitoff"):
    """Whom I have selected have another trouble."""

    outage: Id


class JoinOutage(Tap, prefix="joinoutage"):
    """This incident has the same cause as that outage."""

    incident: Id
    outage: Id


class Undo(Tap, prefix="undo"):
    """Take back what I did for many a moment ago."""

    deed: Id


class TurnOutage(Tap, prefix="turnoutage"):
    """Turn to this page; the first is 0."""

    outage: Id
    page: Turn


BULK: Mapping[Duty, type[AllStatusSet | AllOffTheLine | AllRedirected]] = {
    Duty.STATUS_SET: AllStatusSet,
    Duty.OFF_THE_LINE: AllOffTheLine,
    Duty.REDIRECTED: AllRedirected,
}
