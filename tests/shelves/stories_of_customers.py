"""Stories of a customer in hand: colleagues are named, come, cannot, are too late, or need not come."""

from __future__ import annotations

from datetime import timedelta

from bot.person.rules import Role
from tests.shelves.crew import joins, photo, reports, team
from tests.shelves.walking import Story, Walk
from tests.stories.night import Hero


async def nobody_comes_at_first(walk: Walk) -> None:
    all_ = await team(walk)
    olga, nina, lev = all_.olga, all_.nina, all_.lev
    boris = await joins(walk, "operator 3", walk.cast.sonya, Role.OPERATOR, has_started=False)
    await reports(walk, olga, customer="call")
    await walk.says(olga, walk.cast.reference)
    await walk.presses(olga, "colleague", "keepcustomer", "colleague", f"givecustomer {nina.id}")
    await walk.later(1)
    await walk.presses(lev, "ackname", f"redirectto {boris.id}")
    kate = await _soon_off_duty(walk)
    await walk.presses(lev, "redirected", f"redirectto {kate.id}")
    await walk.later(1)
    await walk.presses(lev, "redirected", f"redirectto {nina.id}")
    await walk.presses(nina, "decline", "claim", "promiselater", "promise")
    await photo(walk, nina)
    await walk.says(nina, walk.cast.words)
    await walk.presses(nina, "promise", "promised nothing", "promise", "promised call_back")
    await walk.presses(nina, "promise", "promised write_back")
    await walk.says(lev, "/noise")
    await walk.says(nina, "/noise", "/status")
    await walk.presses(olga, "answer helped")


async def somebody_else_was_faster(walk: Walk) -> None:
    all_ = await team(walk)
    olga, nina, lev = all_.olga, all_.nina, all_.lev
    rita = await joins(walk, "operator 3", walk.cast.sonya, Role.OPERATOR)
    await reports(walk, olga, customer="chat")
    await walk.presses(olga, "skipref", "answer not_helped")
    await walk.presses(lev, "ack")
    for colleague in (nina, rita):
        await walk.presses(lev, "redirected", f"redirectto {colleague.id}")
    await walk.presses(rita, "claim")
    await walk.says(nina, "/claim_1")
    await walk.presses(olga, "works")


async def it_was_settled_otherwise(walk: Walk) -> None:
    all_ = await team(walk)
    olga, nina, lev = all_.olga, all_.nina, all_.lev
    await reports(walk, olga)
    await walk.presses(olga, "answer not_helped")
    await walk.presses(lev, "ack", "redirected", f"redirectto {nina.id}", "redirected", "nobody")
    await walk.says(nina, "/claim_1")
    await walk.presses(olga, "works")
    await reports(walk, olga, customer="chat")
    await walk.presses(olga, "skipref", "colleague", f"givecustomer {nina.id}", "answer helped")
    await reports(walk, olga, customer="call")
    await walk.presses(olga, "skipref", "colleague")
    await walk.says(olga, walk.cast.lev)
    await walk.presses(olga, "answer not_helped")
    await walk.presses(lev, "ack")
    await walk.presses(olga, "works")


async def the_shift_ends_with_a_customer(walk: Walk) -> None:
    all_ = await team(walk)
    kate = await _soon_off_duty(walk)
    await reports(walk, kate, customer="call")
    await walk.presses(kate, "skipref", "answer not_helped")
    await walk.presses(all_.lev, "ack")
    await walk.later(2)


async def _soon_off_duty(walk: Walk) -> Hero:
    now = walk.night.clock.now()
    shift = (now - timedelta(hours=2), now + timedelta(seconds=45))
    return await joins(walk, "operator 4", walk.cast.petro, Role.OPERATOR, shift=shift)


CUSTOMERS: tuple[Story, ...] = (
    nobody_comes_at_first,
    somebody_else_was_faster,
    it_was_settled_otherwise,
    the_shift_ends_with_a_customer,
)
