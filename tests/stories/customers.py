"""How stories of a customer in hand begin, and who has the customer."""

from __future__ import annotations

from bot.incident.queries import duties
from tests.stories.night import Hero, Night


async def customer_in_hand(night: Night, customer: str = "Звонок") -> tuple[Hero, Hero, Hero]:
    """Olga has a customer, tried herself, and the lead Lev was called; Nina could take the customer."""
    olga, lev, nina = await night.operator("Ольга"), await night.lead("Лев"), await night.operator("Нина")
    await olga.writes("/report")
    await olga.taps("Телефония")
    await olga.taps(customer)
    await olga.writes("48213")
    await olga.taps("Не помогло")
    return olga, lev, nina


async def named(night: Night, customer: str = "Звонок") -> tuple[Hero, Hero, Hero]:
    """Lev has the incident and has named Nina. Nobody has been heard since."""
    olga, lev, nina = await customer_in_hand(night, customer)
    await night.forward(seconds=31)
    await lev.taps("Принять")
    await lev.taps("Клиент передан")
    lev.heard()
    await lev.taps("Нина")
    return olga, lev, nina


def redirected_to(night: Night) -> str | None:
    """Who has the customer, as the lead's duty says; None while it is not ticked."""
    duty = night.db.read_here(duties, 1).get("redirected")
    return duty.redirected_to if duty else None
