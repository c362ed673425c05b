"""Who sent it, may they, and which handler is it for: the whole way of an update on one page.

Screens register in tables; a tap is found by its class, whether it came as a press, as its twin command or as
the words of a button. Why not aiogram's dispatcher: docs/decisions/0020-own-dispatch.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update, User
from sqlalchemy.orm import Session

from bot.checkin.actions import seen
from bot.clock import Clock
from bot.db import Database
from bot.errors import Mistake
from bot.intake.rules import Allowance, State, plain
from bot.person.rules import Role
from bot.telegram.buttons import UnknownTap, from_twin, tap_of
from bot.telegram.screens import GroupNews, Handler, LabelLookup, Reachability, Screens, labels
from bot.telegram.strangers import Invitation, Strangers
from bot.telegram.texts import texts_for
from bot.telegram.visit import NotAllowed, Say, Visit
from bot.telegram.who import AnyEvent, Known, event_of, is_group_news, known_by
from bot.timeline.actions import record
from bot.timeline.rules import Event

_SAYS_NOTHING = frozenset(
    {
        ContentType.PINNED_MESSAGE,
        ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        ContentType.CHAT_BACKGROUND_SET,
        ContentType.WRITE_ACCESS_ALLOWED,
    }
)
"""Telegram's own notes in a private chat."""
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_HINT_WITHIN = timedelta(minutes=1)


class Dispatch:
    """The tables of all roles, and the way through them."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        say: Say,
        screens: Iterable[Screens],
        *,
        on_invitation: Invitation,
        on_reachability: Reachability,
        label_lookup: LabelLookup,
        on_group: GroupNews | None = None,
    ) -> None:
        self._db, self._clock, self._say = db, clock, say
        self._screens = tuple(screens)
        self._on_invitation = on_invitation
        self._on_reachability = on_reachability
        self._label_lookup = label_lookup
        self._on_group = on_group
        self._strangers = Strangers(db, clock, say, on_invitation)
        self._labels = labels(self._screens)
        self._hints = Allowance(1, _HINT_WITHIN)

    async def handle(self, update: Update) -> State | None:
        """Do what this update is for. Returns the state in which to settle it; None when it is settled."""
        event = event_of(update)
        if event is None or event.from_user is None:
            return State.IGNORED
        if self._on_group is not None and is_group_news(event):
            caller = self._strangers.caller(update, event.from_user)
            await self._on_group(caller)
            return None if caller.settled else State.IGNORED
        known = await self._db.read(known_by, event.from_user.id)
        if known is None:
            return await self._strangers.met(update, event.from_user)
        visit = self._visit(update, event.from_user, known)
        try:
            await self._lead(visit, event, edited=update.edited_message is not None)
        except NotAllowed:
            await self._refuse(visit, "intake-not-allowed", visit.tapped.data if visit.tapped else "message")
        except Mistake as mistake:
            if not visit.settled:
                await visit.refuse()
            await visit.toast(visit.texts(mistake.key, **mistake.values), alert=True)
        await visit.finish()
        if known.awaited and not isinstance(event, ChatMemberUpdated):
            await self._db.write_from(f"seen in {update.update_id}", seen, visit.person.id, now=visit.now)
        return None if visit.settled else State.IGNORED

    async def turn_away(self, update: Update) -> None:
        """They send more than can be meant: say so once, politely. Strangers hear nothing."""
        event = event_of(update)
        known = await self._db.read(known_by, event.from_user.id) if event and event.from_user else None
        if known is not None and event is not None and event.from_user is not None:
            visit = self._visit(update, event.from_user, known)
            await visit.toast(visit.texts("intake-too-many"))

    def _visit(self, update: Update, user: User, known: Known) -> Visit:
        return Visit(
            db=self._db,
            say=self._say,
            update_id=update.update_id,
            now=self._clock.now(),
            texts=texts_for(known.person),
            user=user,
            message=update.message or update.edited_message,
            tapped=update.callback_query,
            person=known.person,
            roles=known.roles,
            question=known.question,
        )

    async def _lead(self, visit: Visit, event: AnyEvent, *, edited: bool) -> None:
        if isinstance(event, CallbackQuery):
            await self._tapped(visit, event.data or "")
        elif event.chat.type != "private":
            if isinstance(event, Message) and not edited:
                await self._said_in_group(visit, event.text or "")
        elif isinstance(event, ChatMemberUpdated):
            await self._on_reachability(visit, event.new_chat_member.status not in {"kicked", "left"})
        elif edited:
            await self._edited(visit)
        elif event.content_type not in _SAYS_NOTHING:
            await self._said(visit, event.text or "")

    async def _tapped(self, visit: Visit, data: str) -> None:
        try:
            tap = tap_of(data)
        except UnknownTap:
            return await self._refuse(visit, "intake-unknown-button", data)
        ways = [(one.role, handler) for one in self._screens if (handler := one.taps.get(type(tap)))]
        if not ways:
            return await self._refuse(visit, "intake-unknown-button", data)
        for role, handler in ways:
            if role is None or role in visit.roles:
                visit.role = role
                return await handler(visit, tap)
        return await self._refuse(visit, "intake-not-allowed", data)

    async def _said(self, visit: Visit, text: str) -> None:
        """A command, a twin, the reply keyboard, an answer, a button's words; else words as they are."""
        command = _COMMAND.fullmatch(text)
        if command and await self._commanded(visit, command[1].lower(), (command[2] or "").strip()):
            return
        if (label := self._labels.get(plain(text))) and await self._commanded(visit, label, ""):
            return
        if visit.question is not None:
            kind = visit.question.kind
            if await self._call(visit, [(one.role, one.answers.get(kind)) for one in self._screens]):
                return
        data = await visit.read(self._label_lookup, visit.person, text) if text else None
        if data is not None:
            await self._tapped(visit, data)
        elif command and visit.question is None:
            await visit.toast(visit.texts("intake-unknown-command"))
        else:
            await self._spoke(visit)

    async def _said_in_group(self, visit: Visit, text: str) -> None:
        """Only the few commands that are about the group itself; the rest is people's own talk."""
        command = _COMMAND.fullmatch(text)
        ways = [(one.role, one.group_commands.get(command[1].lower())) for one in self._screens if command]
        if any(handler for _, handler in ways) and not await self._call(visit, ways):
            await self._refuse(visit, "intake-not-allowed", text)

    async def _commanded(self, visit: Visit, name: str, rest: str) -> bool:
        """True if there is such a command or twin, also when this person may not use it."""
        visit.rest = rest
        if name == "start" and rest:
            visit.blank = True
            if self._strangers.may_try(visit.user.id, visit.now):
                await self._on_invitation(visit, rest)
            else:
                await visit.refuse()
            return True
        ways = [(one.role, one.commands.get(name)) for one in self._screens]
        if any(handler for _, handler in ways):
            if not await self._call(visit, ways):
                await self._refuse(visit, "intake-not-allowed", f"/{name}")
            return True
        data = from_twin(f"/{name}")
        if data is not None:
            await self._tapped(visit, data)
        return data is not None

    async def _spoke(self, visit: Visit) -> None:
        ways = await self._in_order(visit)
        if not await self._call(visit, [(one.role, one.spoke) for one in ways]):
            await visit.toast(visit.texts("intake-words-lead-nowhere"))

    async def _edited(self, visit: Visit) -> None:
        ways = await self._in_order(visit)
        if not await self._call(visit, [(one.role, one.edited) for one in ways]) and self._hints.grants(
            visit.user.id, visit.now
        ):
            await visit.toast(visit.texts("intake-edit-not-read"))

    async def _in_order(self, visit: Visit) -> list[Screens]:
        """The role that is busy with something of this person first."""

        def busy(session: Session) -> list[bool]:
            return [bool(one.busy and one.busy(session, visit.person.id)) for one in self._screens]

        marks = await visit.read(busy)
        ordered = sorted(zip(marks, self._screens, strict=True), key=lambda one: not one[0])
        return [one for _, one in ordered]

    async def _call(self, visit: Visit, ways: Iterable[tuple[Role | None, Handler | None]]) -> bool:
        """Call the first handler that this person's roles allow. False if there is none."""
        for role, handler in ways:
            if handler is not None and (role is None or role in visit.roles):
                visit.role = role
                await handler(visit)
                return True
        return False

    async def _refuse(self, visit: Visit, key: str, wanted: str | None) -> None:
        """Into the history, once, and a friendly word. Foreign data is kept as plain ASCII."""
        shown = ascii(wanted or "")[1:-1][:200]

        def noted(session: Session) -> None:
            record(session, Event.REFUSED, by=visit.person.id, at=visit.now, wanted=shown)

        await visit.refuse(noted)
        await visit.toast(visit.texts(key), alert=True)
