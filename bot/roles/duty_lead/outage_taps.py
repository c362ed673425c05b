"""What the buttons of a mass outage's board carry.

`newest`: the newest incident for which the button was drawn; 0: for whom the lead had selected then.
"""

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


class TurnOutage(Tap, prefix="turnoutage"):
    """Turn to this page; the first is 0."""

    outage: Id
    page: Turn


class MoreForAll(Tap, prefix="moreall"):
    """Show me what else I can do for many."""

    outage: Id


class WhoIsBack(Tap, prefix="back"):
    """Whose status and line do I set back?"""

    outage: Id


class Marks(Tap, prefix="marks"):
    """Show me what I can tick for many."""

    outage: Id


class AllStatusSet(Tap, prefix="allstatus"):
    """The statuses are set for all."""

    outage: Id
    newest: Turn


class AllOffTheLine(Tap, prefix="alloffline"):
    """All are off the line."""

    outage: Id
    newest: Turn


class AllRedirected(Tap, prefix="allredirect"):
    """The customers in hand are redirected: ask me to whom."""

    outage: Id
    newest: Turn


class AllRedirectTo(Tap, prefix="allto"):
    """Page this colleague for the customers."""

    outage: Id
    colleague: Id
    newest: Turn


class AllToNobody(Tap, prefix="alltonobody"):
    """There was nobody to redirect."""

    outage: Id
    newest: Turn


class Undo(Tap, prefix="undo"):
    """Take back what I did for many a moment ago."""

    deed: Id


class WriteToAll(Tap, prefix="writeall"):
    """My next message is for all of them."""

    outage: Id


class Select(Tap, prefix="select"):
    """My next message says whom I mean."""

    outage: Id


class Moves(Tap, prefix="moves"):
    """Show me how to split off, join and move."""

    outage: Id


class SplitOff(Tap, prefix="splitoff"):
    """Whom I have selected have another trouble."""

    outage: Id


class JoinWhich(Tap, prefix="joinwhich"):
    """Ask me which incidents have the same cause."""

    outage: Id


class JoinOutage(Tap, prefix="joinoutage"):
    """This incident has the same cause as that outage."""

    incident: Id
    outage: Id


class MoveWhere(Tap, prefix="movewhere"):
    """Ask me to which outage they belong."""

    outage: Id


class MoveTo(Tap, prefix="moveto"):
    """Whom I have selected, else all, belong to the other outage."""

    outage: Id
    target: Id
    newest: Turn


class Hands(Tap, prefix="hands"):
    """Show me how somebody else can have it."""

    outage: Id


class TakeOutageOver(Tap, prefix="overoutage"):
    """I have all of it from now on; `holder` had it."""

    outage: Id
    holder: Id


class PassOutageOn(Tap, prefix="passoutage"):
    """Ask me which colleague shall have all of it."""

    outage: Id


class PassOutageTo(Tap, prefix="passoutageto"):
    """This colleague shall have all of it."""

    outage: Id
    colleague: Id


class CallNextForAll(Tap, prefix="callnextall"):
    """Call the next level now."""

    outage: Id


class NextWave(Tap, prefix="nextwave"):
    """Ask the next wave now."""

    outage: Id


class AskAllToReturn(Tap, prefix="allback"):
    """Ask me whether I am sure that all shall check at once."""

    outage: Id


class AllReturn(Tap, prefix="allreturn"):
    """All check at once."""

    outage: Id


class StopReturn(Tap, prefix="stopreturn"):
    """Nobody else is asked."""

    outage: Id


BULK: Mapping[Duty, type[AllStatusSet | AllOffTheLine | AllRedirected]] = {
    Duty.REDIRECTED: AllRedirected,
    Duty.STATUS_SET: AllStatusSet,
    Duty.OFF_THE_LINE: AllOffTheLine,
}
"""A customer who waits comes before the others."""
