"""How many stories begin."""

from __future__ import annotations

from tests.stories.night import Hero, Night


async def team(night: Night) -> tuple[Hero, Hero, Hero]:
    """Olga takes calls, Lev leads the shift, Semyon mends."""
    return await night.operator("Ольга"), await night.lead("Лев"), await night.sysadmin("Семён")


async def ticket_filed(olga: Hero) -> None:
    """From the first tap to the ticket."""
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="Софтфон не пускает, ошибка 503")
