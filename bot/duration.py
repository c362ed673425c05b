"""Lengths of time as people write them in files: "90 s", "10 min", "24 h", "30 days"."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

_WRITTEN = re.compile(r"(?P<count>[1-9][0-9]{0,5}) ?(?P<unit>s|min|h|days?)")
_UNITS = {
    "days": timedelta(days=1),
    "h": timedelta(hours=1),
    "min": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_LONGEST = timedelta(days=366)
HOW_TO_WRITE = 'Write a number and s, min, h or days, for example "10 min".'


def parse_duration(text: str) -> timedelta:
    """Read "10 min"; raises ValueError for anything else, for zero, and for more than a year."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a length of time")
    unit = "days" if found["unit"] == "day" else found["unit"]
    length = int(found["count"]) * _UNITS[unit]
    if length > _LONGEST:
        raise ValueError(f"{text!r} is longer than a year")
    return length


def format_duration(length: timedelta) -> str:
    """Write whole seconds as `parse_duration` reads them, in the largest unit that fits."""
    unit, size = next((unit, size) for unit, size in _UNITS.items() if not length % size)
    return f"{length // size} {unit}"


def _typed(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    try:
        return parse_duration(value if isinstance(value, str) else "")
    except ValueError:
        shown = "nothing" if value is None else f"`{value}`"
        raise PydanticCustomError(
            "duration", "{shown} is not a length of time", {"shown": shown, "remedy": HOW_TO_WRITE}
        ) from None


Duration = Annotated[
    timedelta, BeforeValidator(_typed), PlainSerializer(format_duration, return_type=str, when_used="json")
]
