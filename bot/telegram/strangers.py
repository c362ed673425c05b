"""Somebody who is not let in: one invitation opens the door, everything else hears one neutral line."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiogram.types import Update, User

from bot.clock import Clock
from bot.db import Database
from bot.errors import Mistake
from bot.intake.rules import Allowance, State
from bot.person.rules import INVITATION_TRIES, INVITATION_TRIES_WITHIN
from bot.telegram.texts import FIRST_LANGUAGE, Texts, languages
from bot.telegram.visit import Caller, Say

Invitation = Callable[[Caller, str], Awaitable[None]]
"""Somebody came with this secret: `async (caller, secret)`; the caller may be known already."""

_START = re.compile(r"/start(?:@\w+)? +([A-Za-z0-9_-]{1,64})")


class Strangers:
    """Nothing of a stranger is kept but their id and the time; they hear from us at most once a minute."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        say: Say,
        on_invitation: Invitation,
    ) -> None:
        self._db, self._clock, self._say = db, clock, say
        self._on_invitation = on_invitation
        self._lines = Allowance(1, timedelta(minutes=1))
        self._tries = Allowance(INVITATION_TRIES, INVITATION_TRIES_WITHIN)

    async def met(self, update: Update, user: User) -> State | None:
        """Let them in, or say the line. Returns what `Dispatch.handle` does."""
        caller = self.caller(update, user)
        secret = _START.fullmatch(caller.text) if update.message else None
        if secret and _is_private(update) and self.may_try(user.id, caller.now):
            await self._invited(caller, secret[1])
        if caller.settled:
            return None
        await caller.ignore()
        if not secret and _is_private(update) and self._lines.grants(user.id, caller.now):
            await caller.toast(caller.texts("intake-stranger"))
        return None

    def may_try(self, telegram_id: int, now: datetime) -> bool:
        """Whether somebody, known or not, may try one more secret; it counts."""
        return self._tries.grants(telegram_id, now)

    async def _invited(self, caller: Caller, secret: str) -> None:
        try:
            await self._on_invitation(caller, secret)
        except Mistake as mistake:
            await caller.refuse()
            await caller.toast(caller.texts(mistake.key, **mistake.values))

    def caller(self, update: Update, user: User) -> Caller:
        """Whoever it is, as somebody whom we do not know."""
        language = (user.language_code or "")[:2].lower()
        spoken = language if language in languages() else FIRST_LANGUAGE
        return Caller(
            db=self._db,
            say=self._say,
            update_id=update.update_id,
            now=self._clock.now(),
            texts=Texts(spoken, ZoneInfo("UTC")),
            user=user,
            message=update.message,
            tapped=update.callback_query,
            membership=update.my_chat_member,
            blank=True,
        )


def _is_private(update: Update) -> bool:
    """Whether a line would be heard by the stranger alone; nobody is spoken to for having blocked us."""
    if update.message is not None:
        return update.message.chat.type == "private"
    return update.callback_query is not None
