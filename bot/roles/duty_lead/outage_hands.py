"""A mass outage changes hands: taken over, passed on, or the next level is called."""

from __future__ import annotations

from bot.incident import outage_passing_actions
from bot.roles.acting import act, look
from bot.roles.duty_lead import outage_menus as menus
from bot.roles.duty_lead import outage_taps as taps
from bot.roles.duty_lead.outage_notes import settled
from bot.telegram.visit import Visit


async def hands_wanted(visit: Visit, tap: taps.Hands) -> None:
    await visit.turn_into(await look(visit, menus.hand_ways, tap.outage, visit.person, visit.texts))


async def taken_over(visit: Visit, tap: taps.TakeOutageOver) -> None:
    await act(visit, outage_passing_actions.take_outage_over, tap.outage, tap.holder)


async def to_whom(visit: Visit, tap: taps.PassOutageOn) -> None:
    await visit.turn_into(await look(visit, menus.to_whom, tap.outage, visit.person, visit.now, visit.texts))


async def passed_on(visit: Visit, tap: taps.PassOutageTo) -> None:
    await act(visit, outage_passing_actions.pass_outage_on, tap.outage, tap.colleague)
    await settled(visit, "outage-passed-on")


async def next_called(visit: Visit, tap: taps.CallNextForAll) -> None:
    await act(visit, outage_passing_actions.call_next_for_outage, tap.outage)
    await settled(visit, "outage-called-next")
