"""What an operator's buttons carry."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.telegram.buttons import Id, Key, Tap, Turn, Word

SOFTWARE, EVERYTHING, OTHER, SITUATION, ME_TOO, DIFFERENT = "s", "a", "o", "r", "m", "d"
"""What a report is about: software of the centre's file, all of it, something unlisted, another runbook.

ME_TOO: a known outage, by its number; DIFFERENT: software of a known outage, with a trouble of its own.
"""

ANYTHING = (EVERYTHING, OTHER)
"""These need no key."""


class Report(Tap, prefix="report"):
    """This does not work for me. `about` as above; the key names the software or the runbook."""

    about: Word
    key: Key


class MeToo(Tap, prefix="metoo"):
    """The known outage is what I have too."""

    outage: Id


class Different(Tap, prefix="different"):
    """There is a known outage of this software, and mine is another trouble."""

    key: Key


class WithCustomer(Tap, prefix="with"):
    """A customer was in hand (`call`, `chat`) or was not (`none`) when it broke."""

    customer: Word
    about: Word
    key: Key


class Join(Tap, prefix="join"):
    """The same trouble: this software joins my open incident."""

    incident: Id
    key: Key


class Apart(Tap, prefix="apart"):
    """Another trouble: an incident of its own."""

    about: Word
    key: Key


class SkipReference(Tap, prefix="skipref"):
    """I have no reference of the customer's call or chat."""

    incident: Id


class Answer(Tap, prefix="answer"):
    """An answer to the step that this turn of the walk stood at."""

    incident: Id
    turn: Turn
    answer: Key


class Channel(Tap, prefix="channel"):
    """I tried this channel, or the knowledge base; `works` is 1 or 0."""

    incident: Id
    turn: Turn
    works: Turn
    channel: Key


class Volunteer(Tap, prefix="volunteer"):
    """I will be among the first who check the fix (1), or rather not (0)."""

    incident: Id
    yes: Turn


class NoPicture(Tap, prefix="nopicture"):
    """I cannot make a screenshot."""

    incident: Id


class PassOver(Tap, prefix="passover"):
    """I have nothing to add to what the step asks for."""

    incident: Id
    turn: Turn


class Works(Tap, prefix="works"):
    """It works again."""

    incident: Id


class NotYet(Tap, prefix="notyet"):
    """The recheck: it does not work yet."""

    incident: Id


class Later(Tap, prefix="later"):
    """The recheck: ask me later."""

    incident: Id


class WriteLead(Tap, prefix="writelead"):
    """My next message is for the lead."""

    incident: Id


class NameColleague(Tap, prefix="colleague"):
    """Ask me which colleague my customer shall go to."""

    incident: Id


class GiveCustomer(Tap, prefix="givecustomer"):
    """This colleague shall have my customer."""

    incident: Id
    colleague: Id


class KeepCustomer(Tap, prefix="keepcustomer"):
    """On second thoughts the customer stays with me."""

    incident: Id


class Claim(Tap, prefix="claim"):
    """The customer is with me."""

    redirect: Id


class Decline(Tap, prefix="decline"):
    """I cannot come for the customer."""

    redirect: Id


class Promised(Tap, prefix="promised"):
    """A prepared answer to "what was the customer promised?"."""

    redirect: Id
    promise: Annotated[str, Field(pattern=r"^(nothing|call_back|write_back)$")]


class PromiseInWords(Tap, prefix="promise"):
    """My next message is what the customer was promised."""

    redirect: Id


class PromiseLater(Tap, prefix="promiselater"):
    """I will say later what was promised."""

    redirect: Id


class Cancel(Tap, prefix="cancelit"):
    """Reported by mistake. `sure` is 0 at the first tap and 1 at the second, 2: no, go on."""

    incident: Id
    sure: Turn
