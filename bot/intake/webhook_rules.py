"""What a delivery of Telegram's must be before it is read: who sends it, how long and how deep it is."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable
from typing import NoReturn

LONGEST = 1024 * 1024
"""Bytes of one delivery. Telegram's own queue takes no update of more than 512 KiB."""
DEEPEST = 200
"""Brackets within brackets. What is deeper than a handler reads is kept all the same, and put aside there."""

HEADER = b"x-telegram-bot-api-secret-token"
_WORDS = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_ALL_BUT_BRACKETS = bytes(sign for sign in range(256) if sign not in b"[]{}")


class NoUpdate(ValueError):
    """This is not an update. Its text says why, in one word."""


def is_from_telegram(headers: Iterable[tuple[bytes, bytes]], secret: bytes) -> bool:
    """Whether exactly one header holds the secret. How long that takes tells nobody how far it is right."""
    held = [value for name, value in headers if name.lower() == HEADER]
    return hmac.compare_digest(held[0] if len(held) == 1 else b"", secret)


def update_in(body: bytes) -> object:
    """The JSON of a delivery that is small and flat enough. Raises NoUpdate."""
    if len(body) > LONGEST:
        raise NoUpdate("long")
    if _depth(body) > DEEPEST:
        raise NoUpdate("deep")
    try:
        tree: object = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NoUpdate("json") from error
    return tree


def _depth(body: bytes) -> int:
    """How deep it nests, told by its brackets alone: before any parser has seen it."""
    deepest = depth = 0
    for sign in _WORDS.sub(b"", body).translate(None, _ALL_BUT_BRACKETS):
        depth += 1 if sign in b"[{" else -1
        deepest = max(deepest, depth)
        if deepest > DEEPEST:
            break
    return deepest


def _refuse(name: str) -> NoReturn:
    raise NoUpdate(name)
