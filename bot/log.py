"""What the program says about itself: one line a record, and never a token in it."""

from __future__ import annotations

import logging
import re
import sys
import time

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


def redacted(text: str) -> str:
    """The text without bot tokens."""
    return _TOKEN.sub("<token>", text)


class OneLine(logging.Formatter):
    """`time level logger action=…`, in UTC; a traceback is folded into the same line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")

    def converter(self, timestamp: float | None) -> time.struct_time:
        return time.gmtime(timestamp)

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record)).replace("\r", "").replace("\n", " | ")


def set_up(level: str = "INFO") -> None:
    """Log to stderr from this level on. Libraries only speak from WARNING on. May be called again."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
