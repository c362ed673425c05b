"""aiogram as light as this program needs it: each of its types is built when it is first used.

Imported as it is, aiogram builds pydantic's validators of all its 400 types at once: two thirds of the time
and a third of the memory of a start, for some twenty of them. Why this is safe:
docs/decisions/0111-aiogram-builds-late.md.
"""

from __future__ import annotations

import gc
import sys
from typing import Any

from pydantic import BaseModel

RARELY = (10_000, 10, 10)
"""How many objects may come, and how often, before Python looks for rings of them that nobody holds: a tap
makes hundreds and leaves few, and with Python's own 700 looking was a twentieth of its CPU."""

_names: dict[str, Any] = {}
"""What aiogram's annotations are read by: its own table of names."""
_IN_THREADS = (
    "MessageEntity",
    "InlineKeyboardButton",
    "InlineKeyboardMarkup",
    "KeyboardButton",
    "ReplyKeyboardMarkup",
)
"""Cards are drawn in several threads, and pydantic builds in one at a time."""
_build: Any = BaseModel.__dict__["model_rebuild"].__func__


def import_aiogram() -> None:
    """Import it without building its types. Whoever imported it before has it as it is: no harm, no gain.

    Nothing is thrown away while so much is made: call `all_imported` when that has ended.
    """
    if "aiogram" in sys.modules:
        return
    gc.disable()
    setattr(BaseModel, "model_rebuild", classmethod(_later))  # noqa: B010  mypy: a method is not assigned to
    try:
        from aiogram.methods.base import Response, TelegramMethod
        from aiogram.types.base import TelegramObject
    finally:
        setattr(BaseModel, "model_rebuild", classmethod(_build))  # noqa: B010
    for base in (TelegramObject, TelegramMethod, Response):
        setattr(base, "model_rebuild", classmethod(_now))  # noqa: B010


def all_imported() -> None:
    """What is here now stays: to look through all of it again and again would stop everything for long."""
    from aiogram import types

    for name in _IN_THREADS:
        getattr(types, name).model_rebuild()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
    gc.enable()


def _later(cls: type[BaseModel], /, *, _types_namespace: Any = None, **options: Any) -> bool | None:
    """What aiogram asks for each of its types while it is imported."""
    if _types_namespace is None:
        built: bool | None = _build(cls, **options)
        return built
    _names.update(_types_namespace)
    return None


def _now(cls: type[BaseModel], /, *, _types_namespace: Any = None, **options: Any) -> bool | None:
    """What pydantic asks when a type is first used."""
    built: bool | None = _build(cls, _types_namespace=_types_namespace or _names, **options)
    return built
