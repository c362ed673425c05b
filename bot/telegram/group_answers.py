"""How a call about the leads' group ended, by what Telegram says."""

from __future__ import annotations

from aiogram.exceptions import TelegramAPIError, TelegramMigrateToChat

from bot.group.rules import Ended, Result
from bot.outbox.rules import Ambiguous, Gone, Outcome, Refused, RetryAfter, Transient, Unchanged
from bot.telegram.refusals import outcome_of

_SAID = {
    "topic_not_modified": Ended.DONE,
    "message thread not found": Ended.TOPIC_GONE,
    "topic_deleted": Ended.TOPIC_GONE,
    "topic_id_invalid": Ended.TOPIC_GONE,
    "forum topic identifier specified": Ended.TOPIC_GONE,
    "message thread identifier specified": Ended.TOPIC_GONE,
    "topic_closed": Ended.TOPIC_CLOSED,
    "not a forum": Ended.NOT_A_FORUM,
    "channel_forum_missing": Ended.NOT_A_FORUM,
    "rights to create a topic": Ended.NO_RIGHT,
    "rights to edit the topic": Ended.NO_RIGHT,
    "rights to close or open the topic": Ended.NO_RIGHT,
    "chat_admin_required": Ended.NO_RIGHT,
    "rights to send": Ended.SILENCED,
    "no rights to send": Ended.SILENCED,
    "chat_write_forbidden": Ended.SILENCED,
    "chat_restricted": Ended.SILENCED,
}
_A_WHILE = 15.0
_LONG = 60.0


def result_of(error: Exception, *, repeatable: bool) -> Result:
    """`repeatable`: making the call once more does no harm, whatever became of the first."""
    if isinstance(error, TelegramMigrateToChat):
        return Result(Ended.MOVED, number=error.migrate_to_chat_id)
    low = error.message.lower() if isinstance(error, TelegramAPIError) else ""
    known = next((ended for words, ended in _SAID.items() if words in low), None)
    if known is not None:
        return Result(known)
    return _usual(outcome_of(error, edited=repeatable))


def _usual(outcome: Outcome) -> Result:
    match outcome:
        case RetryAfter(seconds=seconds):
            return Result(Ended.WAIT, seconds=seconds)
        case Unchanged():
            return Result(Ended.DONE)
        case Gone():
            return Result(Ended.MESSAGE_GONE)
        case Refused():
            return Result(Ended.OUT)
        case Ambiguous():
            return Result(Ended.LOST)
        case Transient():
            return Result(Ended.WAIT, seconds=_A_WHILE)
        case _:
            return Result(Ended.UNSENDABLE, seconds=_LONG)
