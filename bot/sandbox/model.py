"""The stand-in of Telegram: one bot, several people, all in memory, time from an injected clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from aiogram.types import Update

from bot.sandbox import account, editing, sending, topics  # noqa: F401  they fill IMPLEMENTED
from bot.sandbox.account import Commands
from bot.sandbox.calls import Call, Uploads, chat_of, checked, understood
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files, Stored
from bot.sandbox.limits import Limits, Rates
from bot.sandbox.trouble import BotApiError, Json
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.world import AnyClock, Chat, Person, Post

TOKEN = "7000000001:sandbox-token-that-opens-nothing"  # noqa: S105


@dataclass(frozen=True)
class Event:
    """Something a phone or the page wants to know at once.

    kind: message, edited, deleted (with `post`), answer, typing, phone, topic, update.
    """

    kind: str
    chat_id: int
    post: Post | None = None
    query_id: str = ""


@dataclass
class Query:
    """A tap on its way: who tapped, until when it may be answered."""

    person: Person
    until: float


class Sandbox:
    """One bot's Telegram. `call` is the Bot API; what people do is in `hand.Hand`."""

    def __init__(
        self,
        clock: AnyClock,
        *,
        limits: Limits | None = None,
        token: str = TOKEN,
        bot_name: str = "Night Shift",
        bot_username: str = "night_shift_bot",
        seed: int = 1,
    ) -> None:
        self.clock = clock
        self.limits = limits or Limits()
        self.token = token
        self.random = Random(seed)  # noqa: S311  numbers of a toy, not secrets
        self.updates = UpdateQueue(self.limits, self.random)
        self.rates = Rates(self.limits)
        self.faults = Faults()
        self.files = Files(self.limits)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.commands: Commands = {}
        self.queries: dict[str, Query] = {}
        self.calls: list[Call] = []
        """Every accepted call except getUpdates, oldest first."""
        self.refused: list[tuple[str, BotApiError]] = []
        """Every call answered with an error: (method, error)."""
        self.listeners: list[Callable[[Event], None]] = []
        self.waiting_poll: Callable[[bool], None] | None = None
        """Called with True when an update arrived, False when a newer poll takes over."""
        self.logged_out = False
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": bot_name,
            "username": bot_username,
        }
        self._last_id = 0

    @property
    def floods(self) -> int:
        """How many 429s the bot has earned."""
        return sum(error.error_code == 429 for _, error in self.refused)

    def now(self) -> float:
        return self.clock.now().timestamp()

    def moment(self) -> datetime:
        return self.clock.now()

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def call(self, method: str, params: Json | None = None, files: Uploads | None = None) -> Any:
        """Carry out one Bot API call and return its result as JSON.

        Values may be JSON or the text of a form field; `files` are the parts that attach:// names.
        Raises BotApiError, and ConnectionLost or BadAnswer when a fault is switched on.
        """
        params = {key: value for key, value in (params or {}).items() if value is not None}
        chat_id = chat_of(params)
        try:
            self.faults.before(method, chat_id, self.now())
            self._check_logged_in()
            known, parsed = understood(method, params, files or {})
            result = known.handler(self, parsed, files or {})
        except BotApiError as error:
            self.refused.append((method, error))
            raise
        name = known.model.__api_method__
        if name != "getUpdates":
            checked(known.model.__returning__, result)
            self.calls.append(Call(name, params, self.moment(), result))
        self.faults.after(method, chat_id, self.now())
        return result

    def _check_logged_in(self) -> None:
        if self.logged_out:
            raise BotApiError(400, "Bad Request: Logged out")

    def download(self, path: str) -> Stored:
        """The bytes behind a getFile link; 404 when unknown or expired. Faults know it as method "file"."""
        self.faults.before("file", None, self.now())
        return self.files.download(path, self.now())

    def accepted(self, *methods: str) -> list[Call]:
        """The accepted calls of these methods, all of them when none is named."""
        wanted = {name.lower() for name in methods}
        return [call for call in self.calls if not wanted or call.method.lower() in wanted]

    def add_person(
        self,
        user_id: int,
        name: str,
        *,
        language_code: str = "ru",
        username: str | None = None,
        role: str = "",
        started: bool = False,
        on_page: bool = True,
    ) -> Person:
        """A person with a phone; `started` means they have opened the bot before."""
        person = Person(user_id, name, language_code, username, role, started, on_page=on_page)
        self.people[user_id] = person
        self.chats[user_id] = Chat(user_id, "private", members={user_id})
        return person

    def add_group(self, chat_id: int, title: str, members: Iterable[int]) -> Chat:
        """A basic group (negative id) with the bot in it."""
        if chat_id >= 0:
            raise ValueError("a group has a negative id")
        self.chats[chat_id] = Chat(chat_id, "group", title, set(members))
        return self.chats[chat_id]

    def upgrade_group(self, chat_id: int) -> int:
        """Make a supergroup of a group: its old id answers with migrate_to_chat_id from now on."""
        old = self.chats[chat_id]
        new_id = -(1_000_000_000_000 + abs(chat_id))
        self.chats[new_id] = Chat(new_id, "supergroup", old.title, old.members)
        old.moved_to = new_id
        who = self.people[min(old.members)]
        self.post(old, who, {"migrate_to_chat_id": new_id})
        self.post(self.chats[new_id], who, {"migrate_from_chat_id": chat_id})
        return new_id

    def shown(self, chat: Chat) -> Json:
        return chat.shown(self.people.get(chat.id))

    def post(
        self, chat: Chat, person: Person | None, body: Json, *, update: bool = True, **flags: Any
    ) -> Post:
        """Put a message into a chat; what a person writes also becomes an update for the bot."""
        author = person.user() if person else self.bot
        head = {
            "message_id": self.next_id(),
            "from": author,
            "chat": self.shown(chat),
            "date": int(self.now()),
        }
        post = Post(head | body, person.user_id if person else None, **flags)
        chat.posts[post.id] = post
        if not person:
            chat.typing_until = 0.0
        elif update:
            self.put_update("message", post.raw)
        self.tell("message", chat.id, post)
        return post

    def put_update(self, kind: str, body: Json, life: float | None = None) -> None:
        """Queue an update for the bot, checked with aiogram's own type first; life in seconds."""
        checked(Update, {"update_id": 1, kind: body})
        self._arrived(
            self.updates.put(
                kind, body, now=self.now(), life=self.limits.message_life if life is None else life
            )
        )

    def inject(self, raw: Json) -> None:
        """Queue any JSON as an update, however poisonous; it gets an update_id unless it brings one."""
        self._arrived(self.updates.put_raw(raw, now=self.now(), life=self.limits.message_life))

    def _arrived(self, queued: bool) -> None:
        if queued and self.waiting_poll:
            self.end_waiting_poll(arrived=True)

    def end_waiting_poll(self, *, arrived: bool) -> None:
        """Wake the poll that waits, if any: an update arrived, or a newer poll takes its place."""
        wake, self.waiting_poll = self.waiting_poll, None
        if wake:
            wake(arrived)

    def tell(self, kind: str, chat_id: int, post: Post | None = None, query_id: str = "") -> None:
        for listener in list(self.listeners):
            listener(Event(kind, chat_id, post, query_id))
