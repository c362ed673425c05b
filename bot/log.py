"""What the program says about itself: one line a record, `action=…` first, no secret, no person's words.

What an exception says may hold what a person wrote, so of most kinds only the name and the place are told.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import time
import traceback
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any

from bot.errors import Mistake

_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_TALKATIVE = (
    "aiogram",
    "aiohttp",
    "alembic.runtime.plugins",
    "apscheduler",
    "asyncio",
    "fluent",
    "httpcore",
    "httpx",
)
_PLAIN_VALUE = re.compile(r"[^\s\"=]+")
_MOVES_OR_TURNS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Signs that end a line, move a cursor or turn a line around, for whoever reads it in a terminal."""
_SAYS_NO_WORDS = (OSError, AttributeError, ImportError, MemoryError, NameError, RecursionError, TypeError)
"""Errors whose own words are about code, files and networks, never about what somebody wrote."""
_LONGEST_CHAIN = 5

log = logging.getLogger(__name__)


def redacted(text: str) -> str:
    """The text without bot tokens."""
    return _TOKEN.sub("<token>", text)


def fields(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    """What a record says, as names and values; what names nothing is `says`. Empty values are left out."""
    try:
        found = list(_fields(record))
    except (TypeError, ValueError, StopIteration, RuntimeError):
        found = [("says", str(record.msg))]
    yield from ((name, value) for name, value in found if value is not None)


def _fields(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    template = str(record.msg)
    if not template.startswith("action=") or isinstance(record.args, Mapping):
        yield "says", record.getMessage()
        return
    arguments, words = iter(record.args or ()), []
    for word in template.split():
        name, named, value = word.partition("=")
        if not named:
            words.append(word)
        elif value == "%s":
            yield name, next(arguments)
        elif "%" in value:
            yield name, value % next(arguments)
        else:
            yield name, value
    if words:
        yield "says", " ".join(words)


class _Line(logging.Formatter, ABC):
    """One record, one line. `secrets`: what must not be in it, whatever it looks like."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__(datefmt="%Y-%m-%dT%H:%M:%SZ")
        self._secrets = sorted({one for one in secrets if one}, key=len, reverse=True)

    def converter(self, timestamp: float | None) -> time.struct_time:
        return time.gmtime(timestamp)

    def format(self, record: logging.LogRecord) -> str:
        line = redacted(self._line(record))
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        line = line.replace("\r", "").replace("\n", " | ")
        return _MOVES_OR_TURNS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line)

    @abstractmethod
    def _line(self, record: logging.LogRecord) -> str:
        """Everything that the record says, secrets not taken out yet."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  the name is logging's
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""


class OneLine(_Line):
    """`time level logger action=… name=value`, in UTC; a traceback is folded into the same line."""

    def _line(self, record: logging.LogRecord) -> str:
        head = (self.formatTime(record, self.datefmt), record.levelname, record.name)
        pairs = (
            value if name == "says" and isinstance(value, str) else f"{name}={_quoted(value)}"
            for name, value in fields(record)
        )
        line = " ".join((*head, *pairs))
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class AsJson(_Line):
    """The same as one JSON object a line, for whoever collects logs."""

    def _line(self, record: logging.LogRecord) -> str:
        said = {"at": self.formatTime(record, self.datefmt), "level": record.levelname, "logger": record.name}
        said |= dict(fields(record))
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


FORMATS: Mapping[str, type[_Line]] = {"text": OneLine, "json": AsJson}


def set_up(level: str = "INFO", form: str = "text", secrets: Iterable[str] = ()) -> None:
    """Log to stderr from this level on. Libraries only speak from WARNING on. May be called again."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATS[form](secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def catch_the_rest() -> None:
    """What nobody caught is told by the log too: Python's own way would print whatever is in an exception."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda dead: _uncaught(dead.exc_type, dead.exc_value, dead.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, _: TracebackType | None) -> None:
    log.critical("action=crashed kind=%s", kind.__name__, exc_info=error or True)


def _quoted(value: Any) -> str:
    text = str(value)
    return text if _PLAIN_VALUE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _told(error: BaseException) -> Iterator[str]:
    """The chain of errors as Python tells it, the innermost first, without words that may be a person's."""
    chain: list[BaseException] = []
    inner: BaseException | None = error
    while inner is not None and inner not in chain and len(chain) < _LONGEST_CHAIN:
        chain.append(inner)
        inner = inner.__cause__ or (None if inner.__suppress_context__ else inner.__context__)
    for one in reversed(chain):
        yield from (frame.rstrip("\n") for frame in traceback.format_tb(one.__traceback__))
        yield _named(one)


def _named(error: BaseException) -> str:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    words = str(error).partition("\n")[0] if _says_no_words(error) else ""
    return f"{name}: {words}" if words else name


def _says_no_words(error: BaseException) -> bool:
    """Ours hold no person's words unless they are told to a person; the database engines see to theirs."""
    whose = type(error).__module__.partition(".")[0]
    ours = whose == "bot" and not isinstance(error, Mistake)
    return ours or whose in {"sqlalchemy", "sqlite3", "psycopg"} or isinstance(error, _SAYS_NO_WORDS)
