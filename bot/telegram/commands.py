"""The menu beside the input field: each person's commands, by their roles and in their language."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aiogram.exceptions import AiogramError, TelegramRetryAfter
from aiogram.methods import DeleteMyCommands, SetMyCommands, TelegramMethod
from aiogram.types import BotCommand, BotCommandScopeChat
from sqlalchemy.orm import Session

from bot.person.queries import people, roles_of
from bot.person.rules import Role
from bot.telegram.screens import Screens
from bot.telegram.texts import FIRST_LANGUAGE, Texts, languages
from bot.telegram.visit import Say

log = logging.getLogger(__name__)

ORDER = (
    "status", "report", "board", "tickets", "handover", "duty", "shifts", "rota", "people", "invite",
    "leads_here", "noise", "settings", "help", "cancel",
)  # fmt: skip
"""Most wanted first; what is not listed comes last."""
_LONGEST_PATIENCE = 60.0
_NOBODY = 0
"""Telegram gives no chat this id: it stands for those who have no menu of their own."""

Menu = tuple[str, ...]


class Reader(NamedTuple):
    """Somebody who has pressed Start, and what their menu depends on."""

    telegram_id: int
    language: str
    roles: frozenset[Role]


def readers(session: Session) -> Sequence[Reader]:
    """Everybody whose menu can be set: Telegram knows no chat before somebody presses Start."""
    return [
        Reader(person.telegram_id, person.language, roles_of(session, person.id))
        for person in people(session)
        if person.started_at is not None and person.unreachable_at is None
    ]


class Menus:
    """Publishes what changed since it last did. A menu is a convenience: nothing waits for it."""

    def __init__(self, say: Say, screens: Iterable[Screens]) -> None:
        self._say = say
        self._screens = tuple(screens)
        self._published: dict[tuple[int, str], Menu] = {}
        self._at_work = asyncio.Lock()

    def of(self, roles: Iterable[Role]) -> Menu:
        """The commands of somebody with these roles."""
        held = {None, *roles}
        known = {name for one in self._screens if one.role in held for name in one.commands} - {"start"}
        return tuple(sorted(known, key=lambda name: (name not in ORDER, [*ORDER, name].index(name))))

    async def publish(self, readers: Sequence[Reader]) -> None:
        """Set the menus of these people and of strangers, and remove those of whoever is gone.

        Nothing is raised: a failure is logged, and tried again at the next call.
        """
        async with self._at_work:
            for language in ("", *languages()):
                await self._set(_NOBODY, language, ("start",), language or FIRST_LANGUAGE)
            for one in readers:
                await self._set(one.telegram_id, "", self.of(one.roles), one.language)
            here = {one.telegram_id for one in readers} | {_NOBODY}
            for telegram_id in {chat for chat, _ in self._published} - here:
                scope = BotCommandScopeChat(chat_id=telegram_id)
                if await self._said(DeleteMyCommands(scope=scope), telegram_id):
                    del self._published[telegram_id, ""]

    async def _set(self, chat: int, code: str, names: Menu, language: str) -> None:
        """`code`: whose Telegram speaks this language; empty for all others."""
        menu = (language, *names)
        if self._published.get((chat, code)) == menu:
            return
        texts = Texts(language, ZoneInfo("UTC"))
        commands = [BotCommand(command=name, description=texts(f"menu-{name}")) for name in names]
        scope = BotCommandScopeChat(chat_id=chat) if chat != _NOBODY else None
        if await self._said(SetMyCommands(commands=commands, scope=scope, language_code=code or None), chat):
            self._published[chat, code] = menu

    async def _said(self, method: TelegramMethod[Any], chat: int) -> bool:
        try:
            await self._say(method)
        except TelegramRetryAfter as error:
            log.info("action=menu_put_off chat=%s seconds=%s", chat, error.retry_after)
            await asyncio.sleep(min(error.retry_after, _LONGEST_PATIENCE))
            return False
        except AiogramError as error:
            log.info("action=menu_not_set chat=%s why=%s", chat, type(error).__name__)
            return False
        return True
