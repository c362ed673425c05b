"""Everything that can go wrong between the bot, the stand-in and a person's phone."""

from typing import Any

Json = dict[str, Any]


class BotApiError(Exception):
    """A refusal in Telegram's own envelope: error_code, description and optional parameters."""

    def __init__(self, error_code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(f"{error_code} {description}")
        self.error_code = error_code
        self.description = description
        self.parameters = parameters

    def envelope(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.error_code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class ConnectionLost(Exception):
    """The connection broke; `accepted` says whether Telegram had already carried the call out."""

    def __init__(self, accepted: bool) -> None:
        super().__init__("dropped after the call was accepted" if accepted else "nobody answers")
        self.accepted = accepted


class BadAnswer(Exception):
    """An answer that is no Bot API envelope: an HTML error page, broken JSON."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"HTTP {status}: {body[:80]}")
        self.status = status
        self.body = body


class CannotDo(Exception):
    """A person tried what no Telegram client would let them do."""


def bad_request(description: str, parameters: Json | None = None) -> BotApiError:
    return BotApiError(400, f"Bad Request: {description}", parameters)


def forbidden(description: str) -> BotApiError:
    return BotApiError(403, f"Forbidden: {description}")


def conflict(description: str) -> BotApiError:
    return BotApiError(409, f"Conflict: {description}")


def not_implemented(what: str) -> BotApiError:
    """The honest answer for anything the stand-in does not imitate: never a pretended success."""
    return BotApiError(501, f"Not Implemented: the sandbox does not know {what}")


def too_many(seconds: int) -> BotApiError:
    return BotApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
