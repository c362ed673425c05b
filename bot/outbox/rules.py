"""What becomes of a promise: how urgent it is, how a delivery can end, and when to try again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from random import Random
from typing import Any, NamedTuple

from bot.centre.rules import Sound

RETIRED = "retired"
"""The card that a new message has taken the place of: it loses its buttons and points down."""

LEASE = timedelta(seconds=30)
"""How long a claimed row belongs to its sender; afterwards that sender is taken for dead."""

AMBIGUOUS_WAIT = timedelta(seconds=30)
"""Before something that may have arrived is sent once more, marked as a repeat."""

_STEPS = (1, 2, 5, 15, 30)
_JITTER = 0.25


class Priority(IntEnum):
    """Smaller goes first."""

    PAGE = 0
    BOARD = 1
    """What one person acts by for many: edited at most every few seconds, and then before all the many."""
    ANSWER = 2
    CARD = 3
    NOTICE = 4


class SoundWhy(StrEnum):
    """Everything that may make a sound. Its words for people: `sound-why-<key>` in bot/locales."""

    PAGE = "page"
    PAGE_AGAIN = "page_again"
    PASSED_ON = "passed_on"
    """A colleague named this lead."""
    MASS_OUTAGE = "mass_outage"
    """The incidents that this lead has are a mass outage now."""
    RETURN_NEEDS_LEAD = "return_needs_lead"
    """After a mass fix nobody volunteers, or somebody says that it is none."""
    LEAD_ASKED = "lead_asked"
    """Nothing works for the operator, who asks the lead what to do."""
    CANNOT_RESOLVE = "cannot_resolve"
    CUSTOMER_IN_HAND = "customer_in_hand"
    """A colleague is asked to come for a customer."""
    CUSTOMER_UNCLAIMED = "customer_unclaimed"
    NEW_TICKET = "new_ticket"
    TICKET_REOPENED = "ticket_reopened"
    FIX = "fix"
    DUTIES_REMINDER = "duties_reminder"
    NEWS_REMINDER = "news_reminder"
    NEWS = "news"
    """Nothing has changed for long, and the operator waits."""
    SHIFT_START = "shift_start"
    """Are you there, is your sound on?"""
    HANDOVER = "handover"
    """Somebody's incidents or tickets are to be signed for."""


SOUND_OF: Mapping[SoundWhy, Sound] = {
    SoundWhy.PAGE: Sound.PAGE,
    SoundWhy.PAGE_AGAIN: Sound.PAGE,
    SoundWhy.PASSED_ON: Sound.PAGE,
    SoundWhy.MASS_OUTAGE: Sound.PAGE,
    SoundWhy.RETURN_NEEDS_LEAD: Sound.PAGE,
    SoundWhy.LEAD_ASKED: Sound.PAGE,
    SoundWhy.CANNOT_RESOLVE: Sound.PAGE,
    SoundWhy.CUSTOMER_IN_HAND: Sound.PAGE,
    SoundWhy.CUSTOMER_UNCLAIMED: Sound.UNCLAIMED_CUSTOMER,
    SoundWhy.NEW_TICKET: Sound.NEW_TICKET,
    SoundWhy.TICKET_REOPENED: Sound.NEW_TICKET,
    SoundWhy.FIX: Sound.FIX,
    SoundWhy.DUTIES_REMINDER: Sound.REMINDER,
    SoundWhy.NEWS_REMINDER: Sound.REMINDER,
    SoundWhy.NEWS: Sound.NEWS,
    SoundWhy.SHIFT_START: Sound.PAGE,
    SoundWhy.HANDOVER: Sound.PAGE,
}
"""Which line of the centre's file allows it."""


class State(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    OBSOLETE = "obsolete"
    HELD = "held"
    """Promised before a restore: it waits for a person's word (bot/hold)."""


class Why(StrEnum):
    """Why Telegram will not bring anything to this person, whatever we send."""

    BLOCKED = "blocked"
    NEVER_STARTED = "never_started"
    DEACTIVATED = "deactivated"
    CHAT_NOT_FOUND = "chat_not_found"
    KICKED = "kicked"


@dataclass(frozen=True, slots=True)
class Sent:
    """It is on the phone. `picture_id`: Telegram's name for the picture that went with it."""

    message_id: int
    picture_id: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The message already looks like this."""


@dataclass(frozen=True, slots=True)
class Stale:
    """It is no longer true, so nothing was sent."""


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Telegram wants silence: from this chat, or from the whole bot."""

    seconds: float
    whole_bot: bool = False


@dataclass(frozen=True, slots=True)
class Transient:
    """It certainly did not arrive, or arriving twice does no harm."""

    why: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A send whose answer was lost: it may have arrived."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """This person cannot be reached."""

    why: Why


@dataclass(frozen=True, slots=True)
class Gone:
    """The message to edit is not there or cannot be edited: send anew."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Unsendable:
    """Telegram will never take this content, or it could not be drawn."""

    why: str


@dataclass(frozen=True, slots=True)
class Revoked:
    """The bot's token is not valid any more."""


Outcome = (
    Sent | Unchanged | Stale | RetryAfter | Transient | Ambiguous | Refused | Gone | Unsendable | Revoked
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row asks for. `data` holds references and numbers for the drawer, no text."""

    data: Mapping[str, Any]
    fresh: bool = False
    sound: bool = False
    priority: int = Priority.CARD
    receipt: str | None = None
    repeat: bool = False
    why: SoundWhy | None = None
    incident_id: int | None = None


class Next(NamedTuple):
    """What the row becomes. `not_before` only means something for a pending one."""

    state: State
    not_before: datetime | None = None
    repeat: bool = False
    error: str | None = None


def merged(older: Wanted, newer: Wanted) -> Wanted:
    """Two promises of one card are one promise: nothing that either asked for is lost."""
    return replace(
        newer,
        data={**older.data, **newer.data},
        fresh=older.fresh or newer.fresh,
        sound=older.sound or newer.sound,
        priority=min(older.priority, newer.priority),
        receipt=newer.receipt or older.receipt,
        repeat=older.repeat or newer.repeat,
        why=newer.why or older.why,
        incident_id=newer.incident_id if newer.why else older.incident_id,
    )


def retry_in(attempts: int, rng: Random) -> timedelta:
    """How long to wait after the attempt that made it `attempts` (from 1). It never gives up."""
    step = _STEPS[min(max(attempts, 1), len(_STEPS)) - 1]
    return timedelta(seconds=step * (1 + _JITTER * rng.random()))


def what_next(outcome: Outcome, *, attempts: int, now: datetime, rng: Random) -> Next:
    """What this outcome makes of the row."""
    match outcome:
        case Sent() | Unchanged():
            return Next(State.SENT)
        case Stale():
            return Next(State.OBSOLETE)
        case RetryAfter(seconds=seconds):
            return Next(State.PENDING, now + timedelta(seconds=seconds), error=f"retry after {seconds:g} s")
        case Transient(why=why):
            return Next(State.PENDING, now + retry_in(attempts, rng), error=why)
        case Ambiguous(why=why):
            return Next(State.PENDING, now + AMBIGUOUS_WAIT, repeat=True, error=why)
        case Gone(why=why):
            return Next(State.PENDING, error=why or "gone")
        case Revoked():
            return Next(State.PENDING, error="token revoked")
        case Refused(why=why) | Unsendable(why=why):
            return Next(State.FAILED, error=str(why))
