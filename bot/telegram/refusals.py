"""What an error of aiogram, of Telegram or of the network means for a message."""

from __future__ import annotations

import re

import aiohttp
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bot.log import redacted
from bot.outbox.rules import (
    Ambiguous,
    Gone,
    Outcome,
    Refused,
    RetryAfter,
    Revoked,
    Sent,
    Transient,
    Unchanged,
    Unsendable,
    Why,
)

_NOBODY_THERE = {
    "chat not found": Why.CHAT_NOT_FOUND,
    "user not found": Why.CHAT_NOT_FOUND,
    "peer_id_invalid": Why.CHAT_NOT_FOUND,
    "bots can't send messages to bots": Why.CHAT_NOT_FOUND,
    "bot was blocked": Why.BLOCKED,
    "can't initiate conversation": Why.NEVER_STARTED,
    "user is deactivated": Why.DEACTIVATED,
    "bot was kicked": Why.KICKED,
    "not a member": Why.KICKED,
    "chat_write_forbidden": Why.KICKED,
    "not enough rights": Why.KICKED,
    "have no rights": Why.KICKED,
}
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message",
    "there is no caption in the message",
    "message identifier is not specified",
)
_NEVER_CONNECTED = (
    "ClientConnector",
    "ClientProxyConnection",
    "ConnectionTimeoutError",
    "ServerFingerprintMismatch",
)
_WAIT = re.compile(r"retry after (\d+)", re.IGNORECASE)


def outcome_of(error: Exception, *, edited: bool) -> Outcome:
    """The outcome behind an exception. `edited`: the call was an edit, which may safely be made twice."""
    match error:
        case TelegramRetryAfter():
            return RetryAfter(float(error.retry_after))
        case TelegramEntityTooLarge():
            return Unsendable(error.message)
        case ClientDecodeError():
            return _undecoded(error, edited)
        case TelegramUnauthorizedError() | TelegramNotFound():
            return Revoked()
        case TelegramForbiddenError():
            return Refused(_why(error.message) or Why.BLOCKED)
        case TelegramBadRequest():
            return _bad_request(error.message)
        case TelegramAPIError() if not isinstance(error, TelegramNetworkError):
            return _unusual(error.message)
        case _:
            return _lost(error, edited)


def _bad_request(said: str) -> Outcome:
    low = said.lower()
    if "message is not modified" in low:
        return Unchanged()
    if any(words in low for words in _GONE):
        return Gone(said)
    why = _why(said)
    return Refused(why) if why else Unsendable(said)


def _unusual(said: str) -> Outcome:
    """Trouble at the server; also a 429 with no wait, which aiogram does not tell apart."""
    low = said.lower()
    if "too many requests" in low:
        wait = _WAIT.search(said)
        return RetryAfter(max(float(wait[1]), 1.0) if wait else 1.0)
    return Unsendable(said) if "not implemented" in low else Transient(said)


def _undecoded(error: ClientDecodeError, edited: bool) -> Outcome:
    """An answer that is not one: a gateway's page did nothing, a torn "ok" may have."""
    if isinstance(error.data, dict) and error.data.get("ok"):
        result = error.data.get("result")
        number = result.get("message_id") if isinstance(result, dict) else None
        if isinstance(number, int):
            return Sent(number)
        return Transient("strange answer") if edited else Ambiguous("strange answer")
    torn = str(error.data).lstrip().startswith("{")
    return Ambiguous("torn answer") if torn and not edited else Transient("no Bot API answer")


def _lost(error: Exception, edited: bool) -> Outcome:
    cause = error.__cause__ or error
    said = error.message if isinstance(error, TelegramAPIError) else f"{type(error).__name__}: {error}"
    why = redacted(said)[:200]
    never = isinstance(cause, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    if edited or never or said.startswith(_NEVER_CONNECTED):
        return Transient(why)
    return Ambiguous(why)


def _why(said: str) -> Why | None:
    low = said.lower()
    return next((why for words, why in _NOBODY_THERE.items() if words in low), None)
