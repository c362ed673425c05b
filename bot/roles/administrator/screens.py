"""What an administrator taps and writes. The table is at the bottom."""

from __future__ import annotations

from aiogram import Bot

from bot.person.rules import Role
from bot.roles.administrator import group_screens, taps
from bot.roles.administrator.inviting import Inviting
from bot.roles.administrator.pages import people_page
from bot.runbook.library import Library
from bot.telegram.screens import Screens
from bot.telegram.visit import Visit


async def people_asked(visit: Visit) -> None:
    await visit.reply(await visit.read(people_page, visit.person, 0))


async def page_turned(visit: Visit, tap: taps.People) -> None:
    await visit.turn_into(await visit.read(people_page, visit.person, tap.page))


def setup(library: Library, bot: Bot) -> Screens:
    """`bot`: its name stands in the links of invitations."""
    inviting = Inviting(library, bot)
    return Screens(
        role=Role.ADMINISTRATOR,
        taps={
            taps.Invite: inviting.chosen,
            taps.People: page_turned,
            taps.LeadsAway: group_screens.unbound,
        },
        commands={
            "invite": inviting.which_role,
            "people": people_asked,
            "leads_here": group_screens.asked,
        },
        group_commands={"leads_here": group_screens.bound_here, "leads_away": group_screens.unbound_here},
    )
