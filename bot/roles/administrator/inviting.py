"""An invitation: which role, which level, and a link that works once."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram import Bot
from aiogram.utils.formatting import Bold, Code, Text
from aiogram.utils.link import create_telegram_link
from sqlalchemy.orm import Session

from bot.person.actions import invite
from bot.person.rules import Role
from bot.roles.administrator import taps
from bot.roles.administrator.vouching import ask_seconds
from bot.roles.everybody.home import moment, role_name
from bot.roles.lines import lines
from bot.runbook.library import Library
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts
from bot.telegram.visit import Visit

ON_A_LADDER = (Role.DUTY_LEAD, Role.SYSADMIN)
"""Roles that are paged level by level."""
LEVELS = (1, 2)


def link(username: str, secret: str) -> str:
    """The deep link that opens the bot and starts it with this secret."""
    return create_telegram_link(username, start=secret)


class Inviting:
    """The screens of /invite."""

    def __init__(self, library: Library, bot: Bot) -> None:
        self._library, self._bot = library, bot

    async def which_role(self, visit: Visit) -> None:
        """/invite"""
        buttons = (
            (Button(role_name(role, visit.texts), taps.Invite(level=0, role=role).pack()),) for role in Role
        )
        await visit.reply(Drawing(Text(Bold(visit.texts("invite-which-role"))), tuple(buttons)))

    async def chosen(self, visit: Visit, tap: taps.Invite) -> None:
        """The role is known, and perhaps its level: the link, or the question which level."""
        if tap.role not in set(Role):
            await visit.toast(visit.texts("intake-unknown-button"), alert=True)
            return
        role = Role(tap.role)
        if role in ON_A_LADDER and tap.level == 0:
            await visit.turn_into(_which_level(role, visit.texts))
        else:
            await self._invite(visit, role, max(tap.level, 1))

    async def _invite(self, visit: Visit, role: Role, level: int) -> None:
        username = (await self._bot.me()).username or ""
        lifetime = self._library.centre.timings.invitation
        secret, waits = await visit.write(
            _made, role=role, level=level, by=visit.person.id, now=visit.now, lifetime=lifetime
        )
        address, expires_at = link(username, secret), visit.now + lifetime
        await visit.turn_into(_invitation(role, level, address, expires_at, visit, waits=waits))


def _made(
    session: Session, *, role: Role, level: int, by: int, now: datetime, lifetime: timedelta
) -> tuple[str, bool]:
    """The secret, and whether somebody else has to vouch for it first."""
    secret = invite(session, role=role, level=level, by=by, now=now, lifetime=lifetime)
    return secret, ask_seconds(session, secret, by=by, now=now)


def _which_level(role: Role, texts: Texts) -> Drawing:
    buttons = (
        (Button(texts(f"invite-level-{level}"), taps.Invite(level=level, role=role).pack()),)
        for level in LEVELS
    )
    question = texts("invite-which-level", role=role_name(role, texts))
    return Drawing(Text(Bold(question)), tuple(buttons))


def _invitation(
    role: Role, level: int, address: str, expires_at: datetime, visit: Visit, *, waits: bool
) -> Drawing:
    texts = visit.texts
    name = role_name(role, texts)
    title = texts("invite-title-level", role=name, level=level) if role in ON_A_LADDER else name
    until = moment(expires_at, texts, now=visit.now)
    return Drawing(
        lines(
            Bold(texts("invite-ready", role=title)),
            Code(address),
            texts("invite-how", until=until),
            texts("invite-waits") if waits else None,
            texts("invite-pass-on"),
        )
    )
