"""When the centre looks ahead in its rota."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

from bot.duration import Duration
from bot.person.rules import Role
from bot.yamlschema import Facts

_WRITTEN = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")


def _time_of_day(value: object) -> object:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _WRITTEN.fullmatch(value):
        shown = {"shown": f"`{value}`", "remedy": 'Write it in quotes, from "00:00" to "23:59".'}
        raise PydanticCustomError("time_of_day", "{shown} is not a time of day", shown)
    hour, minute = value.split(":")
    return time(int(hour), int(minute))


TimeOfDay = Annotated[
    time, BeforeValidator(_time_of_day), PlainSerializer(lambda at: f"{at:%H:%M}", when_used="json")
]
"""By the centre's clock: "18:00"."""


class RotaFacts(Facts):
    """Each evening at `announce_at` the rota is looked at `look_ahead`: whoever can, hears of its gaps.

    `one_at_a_time`: the roles in which two people on level 1 at once are a slip of the pen.
    """

    announce_at: TimeOfDay = time(18)
    look_ahead: Duration = timedelta(hours=24)
    one_at_a_time: tuple[Literal[Role.DUTY_LEAD, Role.SYSADMIN], ...] = (Role.DUTY_LEAD, Role.SYSADMIN)
