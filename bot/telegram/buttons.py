"""What a button carries, and the command that means the same.

One class an action: its prefix is the verb, its fields are ids, the turn it was drawn for, and short keys.
What comes back from a phone may be forged, so only data that this module would itself have written is read
(`tap_of`), and the dispatcher asks on every press who is allowed to. Every button has a twin that is a
message, `/ack_17` for `ack:17`: Telegram keeps a message for 24 hours and a press for 150 seconds.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from aiogram.filters.callback_data import CallbackData
from pydantic import ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

HIGHEST_ID = 2**31

Id = Annotated[int, Field(ge=1, le=HIGHEST_ID)]
"""Names a row."""
Turn = Annotated[int, Field(ge=0, le=HIGHEST_ID)]
"""Counts: the turn a button was drawn for, a page, a number of minutes."""
_WORD = r"^[a-z0-9]{1,12}$"
Word = Annotated[str, Field(pattern=_WORD)]
"""A short word without "_": it may stand anywhere."""
Key = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,24}$")]
"""A key of the centre's file or a runbook. It may hold "_", so it stands last."""

_PREFIX = re.compile(r"[a-z]{1,12}")
_KNOWN: dict[str, type[Tap]] = {}


class UnknownTap(Exception):
    """Data that none of our buttons carries."""


class Tap(CallbackData, prefix="-"):
    """The base of what buttons carry. A class that has no clear twin cannot be imported."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    prefix: ClassVar[str] = "-"

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls.prefix = cls.__prefix__
        if not _PREFIX.fullmatch(cls.prefix):
            raise TypeError(f"{cls.__name__}: a prefix is 1-12 small Latin letters, not {cls.prefix!r}")
        if cls.prefix in _KNOWN:
            raise TypeError(f"{cls.__name__}: {_KNOWN[cls.prefix].__name__} has the prefix {cls.prefix!r}")
        for name, field in list(cls.model_fields.items())[:-1]:
            if field.annotation is not int and _pattern(field) != _WORD:
                raise TypeError(f"{cls.__name__}.{name}: only the last field may hold a Key, see Word")
        _KNOWN[cls.prefix] = cls


def known_taps() -> dict[str, type[Tap]]:
    """Every class there is, by its prefix."""
    return dict(_KNOWN)


def tap_of(data: str) -> Tap:
    """What a button carried. Raises `UnknownTap` for all that `pack` would not have written exactly so."""
    kind = _KNOWN.get(data.partition(":")[0])
    if kind is None:
        raise UnknownTap
    try:
        tap = kind.unpack(data)
        canonical = tap.pack() == data
    except (ValidationError, ValueError, TypeError) as error:
        raise UnknownTap from error
    if not canonical:
        raise UnknownTap
    return tap


def twin(data: str) -> str:
    """The command with the same meaning as a button: `answer:17:4:not_helped` → `/answer_17_4_not_helped`."""
    return "/" + data.replace(":", "_")


def from_twin(text: str) -> str | None:
    """The data of the button whose command this is; None when there is no such button."""
    prefix, *rest = text.removeprefix("/").lower().split("_", 1)
    kind = _KNOWN.get(prefix)
    if kind is None or not text.startswith("/") or ":" in text:
        return None
    fields = rest[0].split("_", max(len(kind.model_fields) - 1, 0)) if rest else []
    data = ":".join([prefix, *fields])
    try:
        return tap_of(data).pack()
    except UnknownTap:
        return None


def _pattern(field: FieldInfo) -> str | None:
    return next((found for one in field.metadata if (found := getattr(one, "pattern", None))), None)
