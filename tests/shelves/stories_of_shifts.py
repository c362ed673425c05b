"""Stories in which shifts begin and end: who is there, who is missing, and what passes from hand to hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.person.rules import Role
from tests.shelves.crew import has_a_phone, joins, nothing_works, photo, reports
from tests.shelves.walking import Story, Walk
from tests.stories.night import Hero


async def shifts_begin(walk: Walk) -> None:
    cast, soon, short = walk.cast, _from(walk, 2, 600), _from(walk, 2, 42)
    olga = await joins(walk, "operator", cast.olga, Role.OPERATOR, shift=short)
    lev = await joins(walk, "lead", cast.lev, Role.DUTY_LEAD, shift=soon)
    sonya = await joins(walk, "lead 2", cast.sonya, Role.DUTY_LEAD, level=2)
    petro = await joins(walk, "sysadmin", cast.petro, Role.SYSADMIN, shift=soon)
    taras = await joins(walk, "sysadmin 2", cast.taras, Role.SYSADMIN, shift=None)
    ada = await joins(walk, "administrator", cast.ada, Role.ADMINISTRATOR, shift=soon)
    for number in range(12):
        await joins(walk, f"operator {number}", cast.nina, Role.OPERATOR, shift=soon, has_started=number > 1)
    for hero in (olga, lev, petro):
        await walk.night.db.write(has_a_phone, hero.id)
    await walk.later(14)
    await walk.presses(lev, "here")
    await walk.says(petro, "?")
    await walk.says(lev, "/here", "/noise")
    await walk.says(taras, "/status")
    await walk.later(30)
    await walk.says(olga, "/here")
    await walk.says(sonya, "/status")
    await walk.says(ada, "/status")


async def nobody_else_begins(walk: Walk) -> None:
    nina = await joins(walk, "operator", walk.cast.nina, Role.OPERATOR, shift=_from(walk, 2, 600))
    lev = await joins(walk, "lead", walk.cast.lev, Role.DUTY_LEAD, shift=_from(walk, 20, 600))
    await joins(walk, "administrator", walk.cast.ada, Role.ADMINISTRATOR, shift=None)
    await walk.later(34)
    await walk.presses(nina, "here")
    await walk.presses(lev, "here")
    await walk.later(1)


async def a_shift_is_handed_over(walk: Walk) -> None:
    cast, ends, follows = walk.cast, _from(walk, -60, 40), _from(walk, 40, 600)
    olga = await joins(walk, "operator", cast.olga, Role.OPERATOR)
    nina = await joins(walk, "operator 2", cast.nina, Role.OPERATOR)
    lev = await joins(walk, "lead", cast.lev, Role.DUTY_LEAD, shift=ends)
    sonya = await joins(walk, "lead 2", cast.sonya, Role.DUTY_LEAD, shift=follows)
    gleb = await joins(walk, "lead 3", cast.petro, Role.DUTY_LEAD, level=2)
    await joins(walk, "lead 4", cast.lev, Role.DUTY_LEAD, shift=None)
    petro = await joins(walk, "sysadmin", cast.petro, Role.SYSADMIN, shift=ends)
    taras = await joins(walk, "sysadmin 2", cast.taras, Role.SYSADMIN, shift=follows)
    ada = await joins(walk, "administrator", cast.ada, Role.ADMINISTRATOR, shift=None)
    await reports(walk, olga, customer="call")
    await walk.presses(olga, "skipref", "answer not_helped")
    await walk.presses(lev, "ack", "redirected", f"redirectto {nina.id}")
    await walk.presses(nina, "claim")
    await walk.says(nina, cast.words)
    await photo(walk, olga, caption=cast.words)
    await walk.presses(petro, "ackticket", "estimate 30")
    await nothing_works(walk, olga)
    await _reported(walk, nina, lev, 2)
    for duty in ("statusset", "offline", "nobody"):
        await walk.says(lev, f"/{duty}_2")
    for number in range(3, 6):
        await _reported(walk, await joins(walk, "operator 3", cast.nina, Role.OPERATOR), lev, number)
    await walk.says(sonya, "/handover", "/sign_99")
    await walk.says(lev, "/handover", f"/handto_incidents_{lev.id}", f"/handto_nothing_{sonya.id}")
    await walk.presses(lev, f"handto {gleb.id}", "keep")
    await walk.later(42)
    await walk.says(lev, "/incident_1")
    await walk.says(petro, "/ticket_1")
    await walk.presses(sonya, "handpage", "handpage")
    await walk.later(12)
    await walk.says(ada, "/status")
    await walk.presses(petro, "cannot", "cannotatall")
    await walk.later(1)
    await walk.presses(sonya, "sign")
    await walk.says(gleb, "/sign_2")
    await walk.presses(taras, "sign")
    await walk.says(sonya, "/noise")


async def a_handover_that_comes_to_nothing(walk: Walk) -> None:
    cast = walk.cast
    olga = await joins(walk, "operator", cast.olga, Role.OPERATOR)
    lev = await joins(walk, "lead", cast.lev, Role.DUTY_LEAD, shift=_from(walk, -60, 20))
    await _reported(walk, olga, lev, 1, customer="call")
    await walk.says(lev, "/handover")
    await walk.later(22)
    starts, ends = _from(walk, -1, 30)
    await walk.night.on_duty(lev, Role.DUTY_LEAD, starts, ends)
    sonya = await joins(walk, "lead 2", cast.sonya, Role.DUTY_LEAD)
    await walk.later(1)
    await walk.does("lead 2 blocks the bot", sonya.phone.blocks)
    await walk.says(lev, "/handover")
    await walk.presses(lev, "handto")
    await walk.later(1)
    await walk.does("lead 2 lets the bot in", sonya.phone.unblocks)
    await walk.later(31)
    await photo(walk, olga, caption=cast.words)
    await walk.presses(olga, "works")
    await walk.later(1)
    await walk.says(sonya, "/sign_3")


async def _reported(walk: Walk, hero: Hero, lead: Hero, number: int, *, customer: str = "none") -> None:
    """Their own attempt did not help, and the lead has it."""
    await reports(walk, hero, "s:crm", customer=customer)
    if customer != "none":
        await walk.presses(hero, "skipref")
    if walk.has(hero, "apart"):
        await walk.presses(hero, "apart")
    await walk.presses(hero, "answer not_helped")
    await walk.says(lead, f"/ack_{number}")


def _from(walk: Walk, starts: float, ends: float) -> tuple[datetime, datetime]:
    """A time on duty, in minutes from now."""
    now = walk.night.clock.now()
    return now + timedelta(minutes=starts), now + timedelta(minutes=ends)


SHIFTS: tuple[Story, ...] = (
    shifts_begin,
    nobody_else_begins,
    a_shift_is_handed_over,
    a_handover_that_comes_to_nothing,
)
