"""One update of one person: what they sent, who they are now, and all that may be done about it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    Message,
    User,
)
from sqlalchemy.orm import Session

from bot.db import Database
from bot.intake.journal import settle
from bot.intake.rules import State
from bot.person.actions import mark_reachable
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.question.models import Question
from bot.telegram.drawing import Drawing
from bot.telegram.redrawing import edited, upload
from bot.telegram.texts import Texts

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
Say = Callable[[TelegramMethod[Any]], Awaitable[Any]]
"""Carries a call to Telegram, at the pace that Telegram allows: a `Wire`, or a bare `Bot`."""

LONGEST_TOAST = 200
_OUT_OF_OUR_HANDS = (
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    ClientDecodeError,
)


class SecondWrite(RuntimeError):
    """A handler wrote twice. One update is one fact: put both changes into one action."""


class NotAllowed(Exception):
    """The role under which a handler was called is gone by the time of its write."""


@dataclass(kw_only=True)
class Caller:
    """Whoever sent an update, known or not. `now` is one instant for the whole update."""

    db: Database
    say: Say
    update_id: int
    now: datetime
    texts: Texts
    user: User
    message: Message | None = None
    tapped: CallbackQuery | None = None
    membership: ChatMemberUpdated | None = None
    """What became of us in a chat."""
    blank: bool = False
    """Forget what the update said as soon as it is settled."""
    settled: bool = field(default=False, init=False)
    _answered: bool = field(default=False, init=False)

    @property
    def text(self) -> str:
        """The words of the message or its picture's caption; empty where there are none.

        Half a surrogate pair and a NUL, which no database keeps, become the sign for "unreadable".
        """
        words = (self.message.text or self.message.caption or "") if self.message else ""
        whole = words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return whole.replace("\0", "\ufffd")

    @property
    def in_group(self) -> bool:
        """Whether they tapped below a message that others see too."""
        origin = self.tapped.message if self.tapped else None
        return origin is not None and origin.chat.type != "private"

    @property
    def own_message(self) -> Message | None:
        """The tapped message, if it is in this person's own chat: others read a group's or a forwarded."""
        origin = self.tapped.message if self.tapped else None
        return origin if isinstance(origin, Message) and origin.chat.id == self.user.id else None

    async def write(
        self, action: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run the action and settle this update, in one transaction; answer after its COMMIT.

        Once an update. What the action raises undoes both. `AlreadySettled` ends the visit quietly.
        """

        def whole(session: Session) -> R:
            self._prepare(session)
            return action(session, *args, **kwargs)

        return await self._settle(State.APPLIED, whole)

    async def read(
        self, query: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """What is committed now."""
        return await self.db.read(query, *args, **kwargs)

    async def refuse(self, action: Callable[[Session], None] = lambda _: None) -> None:
        """Settle this update as refused; the action may note it in the history."""
        await self._settle(State.REFUSED, action)

    async def ignore(self) -> None:
        """Settle this update as one that changed nothing."""
        await self._settle(State.IGNORED, lambda _: None)

    async def toast(self, text: str, *, alert: bool = False) -> None:
        """A short note: over the tapped message, or as a message when it came as one. Best effort."""
        if self.tapped is None:
            await self._try(
                SendMessage(chat_id=self.user.id, text=text, parse_mode=None, disable_notification=True)
            )
        elif not self._answered:
            self._answered = True
            short = text if len(text) <= LONGEST_TOAST else text[: LONGEST_TOAST - 1] + "…"
            query = AnswerCallbackQuery(
                callback_query_id=self.tapped.id, text=short or None, show_alert=alert or None
            )
            await self._try(query)

    async def reply(self, drawing: Drawing) -> None:
        """A new message to this person. Best effort: what must arrive is a card, through the outbox.

        A picture that Telegram will not have leaves its words.
        """
        where: dict[str, Any] = {"chat_id": self.user.id, "disable_notification": True}
        if drawing.painted:
            try:
                photo = SendPhoto(**where, photo=upload(drawing.painted), **drawing.kwargs(captioned=True))
                await self._try(photo, _OUT_OF_OUR_HANDS)
            except TelegramBadRequest as error:
                log.warning("action=picture_refused update=%s why=%s", self.update_id, error.message)
            else:
                return
        await self._try(SendMessage(**where, **drawing.kwargs()), _OUT_OF_OUR_HANDS)

    async def reply_here(self, drawing: Drawing) -> None:
        """A new message where they wrote, in the same topic, so that all read it who read the question."""
        if self.message is not None:
            topic = self.message.message_thread_id if self.message.is_topic_message else None
            where: dict[str, Any] = {"chat_id": self.message.chat.id, "message_thread_id": topic}
            await self._try(SendMessage(**where, **drawing.kwargs(), disable_notification=True))

    async def turn_into(self, drawing: Drawing) -> None:
        """Change the tapped message into this; a new message where that cannot be."""
        origin = self.own_message
        if origin is None or bool(origin.photo) is not bool(drawing.painted):
            await self.reply(drawing)
            return
        try:
            await self._try(edited(origin, drawing), _OUT_OF_OUR_HANDS)
        except TelegramBadRequest as error:
            if "not modified" not in error.message:
                await self.reply(drawing)

    async def finish(self) -> None:
        """A press is always answered, so that the button stops spinning."""
        if self.tapped is not None:
            await self.toast("")

    def _prepare(self, session: Session) -> None:
        """What has to hold, or to happen, in the transaction before the action."""

    async def _settle(self, state: State, action: Callable[[Session], R]) -> R:
        if self.settled:
            raise SecondWrite(f"update {self.update_id} is settled")

        def whole(session: Session) -> R:
            settle(session, self.update_id, state, now=self.now, blank=self.blank)
            return action(session)

        result = await self.db.write_from(f"update {self.update_id}", whole)
        self.settled = True
        return result

    async def _try(
        self, method: TelegramMethod[Any], harmless: tuple[type[AiogramError], ...] = (AiogramError,)
    ) -> None:
        try:
            await self.say(method)
        except harmless as error:
            log.info("action=reply_lost update=%s why=%s", self.update_id, type(error).__name__)


@dataclass(kw_only=True)
class Visit(Caller):
    """An update of a person who is let in. Roles are those of this moment."""

    person: Person
    roles: frozenset[Role]
    role: Role | None = None
    """Under which of them the handler was called; it is looked up again in the transaction of `write`."""
    question: Question | None = None
    """What their message answers, if anything was asked."""
    rest: str = ""
    """What stood after a command."""

    def _prepare(self, session: Session) -> None:
        if self.role is not None and self.role not in roles_of(session, self.person.id):
            raise NotAllowed(self.role)
        session.info["tapper"] = self.person.id
        if self.message is not None and self.message.chat.id == self.user.id:
            session.info["below"] = self.person.id
        if self.person.unreachable_at is not None:
            mark_reachable(session, self.person.id, now=self.now)
