"""Stories of the leads' group: bound, shown to, in trouble, moved, let go."""

from __future__ import annotations

from bot.person.rules import Role
from bot.sandbox.groups import GroupHand, add_forum
from bot.sandbox.world import Chat
from tests.shelves.crew import Team, joins, reports, team
from tests.shelves.stories_of_outages import begins
from tests.shelves.walking import Story, Walk
from tests.stories.night import Hero

FORUM, PLAIN = -1_001_000_000_500, -500
NAME = "CRM 🌙"


def _members(everybody: Team) -> list[int]:
    return [one.phone.user_id for one in (everybody.ada, everybody.lev, everybody.sonya)]


async def _says(walk: Walk, hero: Hero, chat: Chat, *texts: str) -> None:
    write = hero.phone.hand.write
    for text in texts:
        await walk.does(f"group: {text}", lambda one=text: write(one, chat_id=chat.id))  # type: ignore[misc]


async def _presses(walk: Walk, hero: Hero, chat: Chat, wanted: str) -> None:
    """The newest button there whose data begins so."""
    found = next(
        (post.id, str(button["callback_data"]))
        for post in reversed([post for post in chat.posts.values() if not post.gone])
        for row in post.buttons
        for button in row
        if str(button["callback_data"]).startswith(f"{wanted}:")
    )
    await walk.does(f"group: {wanted}", lambda: hero.phone.hand.tap(*found, chat_id=chat.id))


async def a_topic_for_each(walk: Walk) -> None:
    there = await begins(walk, 2, acknowledged=False)
    ada, lev, petro = there.team.ada, there.team.lev, there.team.petro
    await walk.says(ada, "/leads_here")
    chat = add_forum(walk.night.box, FORUM, NAME, _members(there.team), rights=["can_manage_topics"])
    walk.night.box.faults.plan("drop_after", "createForumTopic", times=1)
    await _says(walk, ada, chat, "/leads_here")
    await walk.later(1)
    await _presses(walk, lev, chat, "outage")
    await _presses(walk, lev, chat, "ackall")
    await _second_outage(walk, there.team.sonya)
    await walk.later(1)
    await walk.says(there.team.sonya, "/moveto_4_1_99")
    await walk.later(1)
    await _presses(walk, lev, chat, "allstatus")
    await walk.says(petro, "/ackticket_1", "/resolve_1")
    await walk.later(1)
    for one in there.many:
        if walk.has(one, "works"):
            await walk.presses(one, "works")
    await walk.later(2)


async def _second_outage(walk: Walk, lead: Hero) -> None:
    """Three more, with something else."""
    for number in range(3):
        hero = await joins(walk, f"operator {number + 9}", walk.cast.nina, Role.OPERATOR)
        await reports(walk, hero, "s:crm")
        if walk.has(hero, "answer not_helped"):
            await walk.presses(hero, "answer not_helped")
    await walk.says(lead, "/ackall_4")


async def a_group_in_trouble(walk: Walk) -> None:
    everybody = await team(walk)
    ada, box = everybody.ada, walk.night.box
    chat = box.add_group(PLAIN, NAME, _members(everybody))
    hand = GroupHand(box, ada.phone.user_id, chat.id)
    await _says(walk, ada, chat, "/leads_here", "/leads_away", "/leads_away", "/leads_here")
    await walk.does("thrown out", hand.removes_the_bot)
    await walk.does("let in", hand.adds_the_bot)
    hand.lets_only_administrators_write()
    there = await begins(walk, 2, known=everybody)
    await walk.later(1)
    await walk.does("may write", hand.makes_the_bot_administrator)
    await walk.later(1)
    box.upgrade_group(chat.id)
    await walk.does("moved", lambda: None)
    forum = add_forum(box, FORUM, NAME, _members(everybody), rights=None)
    await _says(walk, ada, forum, "/leads_here")
    await walk.later(1)
    await walk.says(ada, "/leads_here")
    await walk.presses(ada, "leadsaway")
    await walk.later(1)
    for one in there.many:
        await walk.presses(one, "works")


GROUPS: tuple[Story, ...] = (a_topic_for_each, a_group_in_trouble)
