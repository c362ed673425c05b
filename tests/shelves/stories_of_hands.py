"""Stories in which incidents and tickets change hands, and in which nobody does anything for long."""

from __future__ import annotations

from datetime import timedelta

from bot.person.rules import Role
from tests.shelves.crew import files, joins, team
from tests.shelves.walking import Story, Walk


async def from_hand_to_hand(walk: Walk) -> None:
    all_ = await team(walk)
    lev, sonya, petro, taras = all_.lev, all_.sonya, all_.petro, all_.taras
    await files(walk, all_.olga)
    await walk.presses(lev, "ack", "more", "snooze", "more", "passon", "passto")
    await walk.presses(sonya, "ack", "statusset")
    await walk.presses(lev, "takeover", "more", "callnext")
    await walk.presses(sonya, "ack")
    await walk.presses(petro, "ackticket", "moreticket", "snoozeticket", "moreticket", "passticket")
    await walk.presses(petro, "passticketto")
    await walk.presses(taras, "ackticket", "cannot", "cannotatall", "moreticket")
    await walk.presses(petro, "overticket", "moreticket", "callsysadmin")
    await walk.presses(taras, "ackticket", "resolve")
    await walk.presses(all_.olga, "answer works")


async def acknowledged_and_forgotten(walk: Walk) -> None:
    all_ = await team(walk)
    await files(walk, all_.olga)
    await walk.presses(all_.lev, "ack")
    await walk.presses(all_.petro, "ackticket")
    await walk.later(31)
    await walk.presses(all_.petro, "stillonit")
    await walk.says(all_.olga, walk.cast.words)
    await _long(walk, minutes=181)
    await walk.says(all_.lev, "/board")
    await walk.says(all_.petro, "/tickets")
    await walk.presses(all_.sonya, "ack")
    await walk.presses(all_.taras, "ackticket")
    await walk.presses(all_.sonya, "statusset", "offline")
    await walk.says(all_.sonya, "/nobody_1")
    for _ in range(7):
        await _long(walk, minutes=29)
        await walk.presses(all_.taras, "moreticket", "snoozeticket")
    await walk.says(all_.sonya, "/board")
    await walk.presses(all_.olga, "works")


async def alone_with_it(walk: Walk) -> None:
    olga = await joins(walk, "operator", walk.cast.olga, Role.OPERATOR)
    lev = await joins(walk, "lead", walk.cast.lev, Role.DUTY_LEAD)
    petro = await joins(walk, "sysadmin", walk.cast.petro, Role.SYSADMIN)
    await files(walk, olga)
    await walk.presses(lev, "ack", "more", "passon")
    await walk.presses(petro, "ackticket", "moreticket", "passticket")
    await walk.presses(olga, "works")


async def everybody_has_it(walk: Walk) -> None:
    all_ = await team(walk)
    await files(walk, all_.olga)
    await walk.presses(all_.lev, "ack", "more", "massoutage")


async def nobody_needs_it_any_more(walk: Walk) -> None:
    now = walk.night.clock.now()
    shift = (now, now + timedelta(minutes=20))
    olga = await joins(walk, "operator", walk.cast.olga, Role.OPERATOR, shift=shift)
    await joins(walk, "sysadmin", walk.cast.petro, Role.SYSADMIN)
    await files(walk, olga)
    await _long(walk, minutes=120)


async def _long(walk: Walk, *, minutes: int) -> None:
    await walk.night.forward(minutes=minutes)
    walk.look()


HANDS: tuple[Story, ...] = (
    from_hand_to_hand,
    acknowledged_and_forgotten,
    alone_with_it,
    everybody_has_it,
    nobody_needs_it_any_more,
)
