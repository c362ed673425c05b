"""Which phone rings when, minute by minute; and the two ladders that ring them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.person.rules import Role
from tests.stories.beginnings import ticket_filed
from tests.stories.night import Hero, Night

Rings = dict[str, list[int]]
"""By name: the minutes, counted from the beginning, in which the phone rang."""


async def rings(night: Night, minutes: int, *heroes: Hero) -> Rings:
    """Listen to these phones for so long. Minute 0 is whatever came since each was heard last."""
    found: Rings = {hero.name: [] for hero in heroes}
    for minute in range(minutes + 1):
        if minute:
            await night.forward(minutes=1)
        for hero in heroes:
            found[hero.name] += [minute] * len(hero.heard())
    return found


async def quiet(night: Night, *heroes: Hero, hours: int = 2) -> None:
    """None of these phones makes a sound for so long."""
    heard = await rings(night, hours * 60, *heroes)
    assert heard == {hero.name: [] for hero in heroes}


@dataclass(frozen=True)
class Ladder:
    """One of the two ladders: who is on it, and what an operator does so that it begins."""

    role: Role
    begins: Callable[[Night], Awaitable[Hero]]
    acknowledged: str
    taken: str = "Уже занимается {name}, с {at}"

    async def person(self, night: Night, name: str, **more: object) -> Hero:
        return await night.person(name, self.role, **more)  # type: ignore[arg-type]

    def __str__(self) -> str:
        return str(self.role)


async def _lead_is_wanted(night: Night) -> Hero:
    olga = await night.operator("Ольга")
    await olga.reports()
    await olga.taps("Не помогло")
    return olga


async def _sysadmin_is_wanted(night: Night) -> Hero:
    """The lead has the incident and has done everything about it, so that only the ticket rings."""
    olga, rita = await night.operator("Ольга"), await night.lead("Рита")
    await ticket_filed(olga)
    await rita.taps("Принять")
    for duty in ("Статус выставлен", "Снятие с линии", "Клиент передан", "Передавать некого"):
        await rita.taps(duty)
    return olga


LEADS = Ladder(Role.DUTY_LEAD, _lead_is_wanted, "lead_acknowledged")
SYSADMINS = Ladder(Role.SYSADMIN, _sysadmin_is_wanted, "ticket_acknowledged")
