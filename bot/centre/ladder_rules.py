"""Who is paged in which order while nobody acknowledges, as the centre's file says."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from bot.duration import Duration
from bot.yamlschema import Facts

Levels = tuple[int, ...]


def _levels(value: object) -> object:
    if value == "all" or isinstance(value, tuple):
        return value
    texts = [str(one) for one in (value if isinstance(value, list) else [value])]
    numbers = tuple(int(text) for text in texts if re.fullmatch("[1-9]", text))
    if not numbers or len(numbers) != len(texts):
        remedy = {"remedy": "Write a level from 1 to 9 as on the rota, several as [1, 2], or all."}
        raise PydanticCustomError("levels", "this is neither a level of the rota nor `all`", remedy)
    return numbers


def _levels_as_written(value: Literal["all"] | Levels) -> str | list[str]:
    return "all" if value == "all" else [str(level) for level in value]


class Rung(Facts):
    """One level of a ladder: which levels of the rota it pages, or everybody with the role."""

    who: Annotated[
        Literal["all"] | Levels,
        BeforeValidator(_levels),
        PlainSerializer(_levels_as_written, when_used="json"),
    ]
    with_administrators: bool = False


class Ladder(Facts):
    """Who is paged in which order while nobody acknowledges.

    The same people are paged again every `repeat_after` (None: not again), the next level joins after
    `next_level_after`, and the last level repeats every `top_repeats_every` until somebody acknowledges.
    """

    levels: Annotated[tuple[Rung, ...], Field(min_length=1)]
    repeat_after: Duration | None = None
    next_level_after: Duration
    top_repeats_every: Duration


class Ladders(Facts):
    """The two ladders of the night."""

    lead: Ladder
    sysadmin: Ladder
