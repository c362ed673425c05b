"""What a leads' group lacks: the next call that brings it nearer to how things are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.errors import Mistake

EVERY = timedelta(seconds=4)
"""In one group a board is edited at most so often: fifteen of Telegram's twenty a minute."""

LEASE = timedelta(seconds=30)
"""So long a call belongs to its process; afterwards that process is taken for dead."""

AMBIGUOUS_WAIT = timedelta(seconds=30)
"""Before what may be there already is made once more, marked."""

LOOK_AGAIN = timedelta(minutes=10)
"""How often is tried what a group does not let us do."""


class NoGroup(Mistake):
    """No group is bound, or another one is."""

    key = "leads-none-bound"


class Trouble(StrEnum):
    """Why the group does not show what it should. Its words: `leads-trouble-<key>` in bot/locales."""

    OUT = "out"
    """The bot was thrown out, or the group is gone."""
    SILENCED = "silenced"
    """Only administrators of the group may write."""
    NO_TOPICS = "no-topics"
    """The bot may open or change no topic: a new board stands in the chat itself."""


class Call(StrEnum):
    """One call to Telegram; FINISH is none."""

    CREATE = "create"
    SEND = "send"
    EDIT = "edit"
    RENAME = "rename"
    CLOSE = "close"
    REOPEN = "reopen"
    FINISH = "finish"


class Ended(StrEnum):
    """How a call ended."""

    DONE = "done"
    MESSAGE_GONE = "message gone"
    TOPIC_GONE = "topic gone"
    TOPIC_CLOSED = "topic closed"
    NOT_A_FORUM = "not a forum"
    NO_RIGHT = "no right"
    OUT = "out"
    SILENCED = "silenced"
    MOVED = "moved"
    WAIT = "wait"
    LOST = "lost"
    """The answer: it may have happened."""
    UNSENDABLE = "unsendable"


@dataclass(frozen=True, slots=True)
class Result:
    """`number`: of the new topic or message, or the chat's new one. `seconds`: of silence."""

    ended: Ended
    number: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Have:
    """What stands in the group about one outage."""

    thread_id: int | None = None
    title: str = ""
    is_open: bool = False
    message_id: int | None = None
    drawn_hash: str = ""
    finished: bool = False
    topic_rests: bool = False
    """Changing the topic was refused a moment ago."""


@dataclass(frozen=True, slots=True)
class Want:
    """What should stand there."""

    title: str
    drawn_hash: str
    over: bool


def next_call(have: Have, want: Want, *, topics: bool) -> Call | None:
    """What is done next; None: it is as it should be.

    What somebody deleted comes back, but not for an outage that is over. A topic is closed last, and one
    that may not be changed rests for a while, without its board.
    """
    if want.over:
        return _last_call(have, want)
    if have.thread_id is None and have.message_id is None and topics:
        return Call.CREATE
    if have.thread_id is not None and not have.is_open and not have.topic_rests:
        return Call.REOPEN
    if have.message_id is None:
        return Call.SEND
    return _brought_up_to_date(have, want)


def _last_call(have: Have, want: Want) -> Call | None:
    if have.finished:
        return None
    has_topic = have.thread_id is not None
    if call := _brought_up_to_date(have, want):
        return Call.REOPEN if has_topic and not have.is_open and not have.topic_rests else call
    if has_topic and have.topic_rests:
        return None
    return Call.CLOSE if has_topic and have.is_open else Call.FINISH


def _brought_up_to_date(have: Have, want: Want) -> Call | None:
    if have.message_id is not None and have.drawn_hash != want.drawn_hash:
        return Call.EDIT
    if have.thread_id is not None and have.title != want.title and not have.topic_rests:
        return Call.RENAME
    return None
