"""Stories of mass outages: the lead's board with all that can be done on it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.person.rules import Role
from tests.shelves.crew import Team, files, joins, nothing_works, reports, team
from tests.shelves.walking import Story, Walk
from tests.stories.houses import chats_for, house
from tests.stories.night import Hero

WORDS = {
    "ru": {"all": "все", "customer": "клиент", "line": "вторая линия"},
    "uk": {"all": "всі", "customer": "клієнт", "line": "друга лінія"},
    "en": {"all": "all", "customer": "customer", "line": "second line"},
}


@dataclass
class Mass:
    """The team, and everybody for whom it does not work."""

    team: Team
    many: list[Hero]


async def begins(
    walk: Walk, extra: int, *, customers: int = 0, acknowledged: bool = True, known: Team | None = None
) -> Mass:
    """The team, and Olga and so many others for whom it does not work; the lead has it, unless not."""
    all_ = known or await team(walk)
    more = [
        await joins(walk, f"operator {number + 3}", walk.cast.nina, Role.OPERATOR) for number in range(extra)
    ]
    there = Mass(all_, [all_.olga, *more])
    for number, one in enumerate(there.many):
        await _with(walk, one, "call" if number < customers else "none")
    if acknowledged:
        await walk.presses(all_.lev, "ackall")
    return there


async def _with(walk: Walk, hero: Hero, customer: str) -> None:
    await walk.says(hero, "/report")
    await walk.presses(hero, "report s:telephony")
    if walk.has(hero, "metoo"):
        await walk.presses(hero, "metoo")
    found = next(
        str(button["callback_data"])
        for post in reversed(hero.phone.messages)
        for row in post.buttons
        for button in row
        if str(button["callback_data"]).startswith(f"with:{customer}:")
    )
    await walk.says(hero, "/" + found.replace(":", "_"))
    if customer != "none":
        await walk.presses(hero, "skipref")


async def for_all_of_them(walk: Walk) -> None:
    there = await begins(walk, 4, customers=3)
    lev, words = there.team.lev, WORDS[walk.language]
    await walk.presses(lev, "moreall", "marks", "allstatus", "undo", "moreall", "marks", "allstatus")
    await walk.says(lev, "/allstatus_1_99")
    await walk.later(2)
    await walk.presses(lev, "alloffline", "moreall", "select")
    await walk.says(lev, "?", words["customer"], "/board")
    await walk.presses(lev, "moreall", "marks", "allredirect")
    await walk.presses(lev, "allto")
    await walk.says(lev, "/undo_4", "/select_1", "1-2")
    await walk.presses(lev, "allredirect")
    await walk.does("lead: photo", lambda: lev.phone.sends_photo("error_503"))
    await walk.says(lev, words["line"])
    await walk.presses(lev, "allredirect", "alltonobody")
    await walk.says(lev, "/select_1", words["all"], "/marks_1", "/hands_1", "/writeall_1")
    await walk.does("lead: photo", lambda: lev.phone.sends_photo("error_503"))
    await walk.says(lev, walk.cast.words)
    await walk.presses(lev, "undo")
    await walk.later(1)
    for one in there.many:
        await walk.presses(one, "works")


async def apart_and_together(walk: Walk) -> None:
    there = await begins(walk, 6)
    await nothing_works(walk, there.many[0])
    lev, sonya = there.team.lev, there.team.sonya
    await reports(walk, there.team.nina, "s:crm")
    await walk.says(lev, "/movewhere_1", "/select_1", "3-4", "/marks_1")
    await walk.presses(lev, "moreall", "moves", "splitoff", "undo")
    await walk.says(lev, "/joinwhich_1", "?")
    await walk.presses(lev, "joinoutage", "undo")
    await walk.says(lev, "/select_1", "5-6", "/moves_1")
    await walk.presses(lev, "movewhere", "moveto", "undo")
    await walk.says(lev, "/movewhere_1")
    await walk.presses(lev, "moveto")
    await walk.says(lev, "/outage_1")
    await walk.presses(lev, "undo", "turnoutage", "moreall", "hands", "passoutage", "passoutageto")
    await walk.presses(sonya, "ackall", "moreall", "hands", "callnextall")
    await walk.presses(lev, "ackall")
    await walk.says(sonya, "/outage_1", "/board")
    await walk.presses(sonya, "overoutage")
    await walk.says(lev, "/allstatus_1_99", "/undo_1", "/joinwhich_1")
    await walk.later(1)


async def what_they_do_meanwhile(walk: Walk) -> None:
    there = await begins(walk, 3)
    first, second, *_ = there.many
    lev = there.team.lev
    await walk.presses(first, "channel")
    for channel in ("calls", "chats", "mail", "social"):
        if walk.has(second, f"channel 0:{channel}"):
            await walk.presses(second, f"channel 0:{channel}")
    await walk.presses(second, "channel 1:knowledge_base")
    await walk.says(lev, "/outage_1", "/i_1")
    await walk.later(1)


async def they_return(walk: Walk) -> None:
    there = await begins(walk, 13)
    lev, petro = there.team.lev, there.team.petro
    await walk.presses(petro, "ackticket", "resolve")
    first = next(one for one in there.many if walk.has(one, "volunteer"))
    await walk.presses(first, "volunteer 0")
    await walk.presses(lev, "stopreturn", "nextwave")
    await walk.says(lev, "/back_1", "/allstatus_1_99")
    for one in there.many:
        if walk.has(one, "works"):
            await walk.presses(one, "works")
    await walk.says(lev, "/board", "/back_1", "/allback_1")
    await walk.later(1)


async def all_return_at_once(walk: Walk) -> None:
    there = await begins(walk, 5)
    lev, petro = there.team.lev, there.team.petro
    await walk.presses(petro, "ackticket", "resolve")
    for one in [hero for hero in there.many if walk.has(hero, "volunteer")][:2]:
        await walk.presses(one, "volunteer 1")
    await walk.presses(lev, "allback", "allreturn")
    await walk.says(lev, "/outage_1")


async def alone_in_the_night(walk: Walk) -> None:
    for number in range(3):
        hero = await joins(walk, f"operator {number}", walk.cast.olga, Role.OPERATOR)
        if number == 0:
            lev = await joins(walk, "lead", walk.cast.lev, Role.DUTY_LEAD)
            await joins(walk, "sysadmin", walk.cast.petro, Role.SYSADMIN)
        await _with(walk, hero, "none")
    await walk.presses(lev, "ackall")
    await walk.says(lev, "/passoutage_1", "/movewhere_1", "/moves_1")
    await walk.later(1)


async def a_channel_is_full(walk: Walk) -> None:
    walk.night.runbooks = house(walk.night.folder, chats_for(1))
    walk.night.start_bot()
    all_ = await team(walk)
    for one in (all_.olga, all_.nina):
        await files(walk, one)
    await walk.presses(all_.olga, "channel 1:chats")
    await walk.presses(all_.nina, "channel 1:chats", "channel 1:mail")


OUTAGES: tuple[Story, ...] = (
    for_all_of_them,
    apart_and_together,
    what_they_do_meanwhile,
    they_return,
    all_return_at_once,
    alone_in_the_night,
    a_channel_is_full,
)
