"""Stories of a ticket that many wait for, and of their screenshots."""

from __future__ import annotations

from bot.person.rules import Role
from tests.shelves.crew import joins, photo, team
from tests.shelves.walking import Story, Walk
from tests.stories.night import Hero

_A_BREATH = 1
"""Minutes."""


async def one_ticket_for_many(walk: Walk) -> None:
    all_ = await team(walk)
    many = [all_.olga, all_.nina]
    many += [await joins(walk, f"operator {number}", walk.cast.olga, Role.OPERATOR) for number in range(3, 8)]
    for number, one in enumerate(many):
        await _reports(walk, one, "frozen_softphone" if number in (4, 5) else "error_503")
    await walk.presses(all_.petro, "ackticket")
    await walk.says(all_.petro, "/pictures_1", "/pictures_7")
    await walk.presses(all_.petro, "picture", "alike")
    await walk.presses(all_.petro, "details", "inquire see")
    await walk.later(_A_BREATH)
    await walk.presses(all_.petro, "splitpics", "undosplit")
    await walk.later(_A_BREATH)
    await walk.presses(all_.petro, "resolve")


async def _reports(walk: Walk, one: Hero, picture: str) -> None:
    await walk.says(one, "/report")
    await walk.presses(one, "report s:telephony")
    if walk.has(one, "metoo"):
        await walk.presses(one, "metoo", "with none:m:1")
    else:
        await walk.presses(one, "with none:s:telephony")
    if walk.has(one, "answer not_helped"):
        await walk.presses(one, "answer not_helped")
    await photo(walk, one, picture, caption=walk.cast.words)


TICKETS: tuple[Story, ...] = (one_ticket_for_many,)
