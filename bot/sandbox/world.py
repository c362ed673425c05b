"""People, chats and the messages in them, as Telegram's server would hold them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.sandbox.trouble import Json

ChatKind = Literal["private", "group", "supergroup"]
TOPIC_COLOR = 0x6FB9F0
ADMINISTRATOR_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
)
OTHER_KINDS = ("voice", "video", "sticker", "contact", "location", "audio", "video_note", "animation")


class AnyClock(Protocol):
    """Whatever tells an aware UTC moment."""

    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Answer:
    """What answerCallbackQuery showed to the person who tapped."""

    query_id: str
    text: str
    alert: bool


@dataclass(eq=False)
class Person:
    """Somebody with a phone. `role` is a free caption for the page; it means nothing to Telegram."""

    user_id: int
    name: str
    language_code: str = "ru"
    username: str | None = None
    role: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    on_page: bool = True
    """Whether the page shows this phone."""
    answers: list[Answer] = field(default_factory=list)

    def user(self) -> Json:
        first, _, last = self.name.partition(" ")
        shown: Json = {"id": self.user_id, "is_bot": False, "first_name": first}
        extra = {"last_name": last, "username": self.username, "language_code": self.language_code}
        return shown | {key: value for key, value in extra.items() if value}


@dataclass(eq=False)
class Post:
    """One message. `raw` is its Bot API JSON as it is now, `past` the states before its edits."""

    raw: Json
    user_id: int | None
    """Who wrote it; None for the bot itself."""
    silent: bool = False
    protected: bool = False
    hard_markup: bool = False
    """It carried a reply keyboard (or its removal), so it can never be edited."""
    edited: datetime | None = None
    gone: bool = False
    copy_of: "Post | None" = None
    """The bot's message that somebody forwarded here."""
    past: list[Json] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def chat_id(self) -> int:
        return int(self.raw["chat"]["id"])

    @property
    def thread_id(self) -> int | None:
        """The topic it stands in; None: in none, which in a forum is the General one."""
        found: int | None = self.raw.get("message_thread_id")
        return found

    @property
    def from_bot(self) -> bool:
        return self.user_id is None

    @property
    def text(self) -> str:
        """The text or the caption, empty when there is neither."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def buttons(self) -> list[list[Json]]:
        """The inline keyboard as it is now."""
        return rows_of(self.raw)

    @property
    def photo(self) -> str | None:
        """file_id of the largest size."""
        return self.raw["photo"][-1]["file_id"] if self.raw.get("photo") else None

    @property
    def document(self) -> Json | None:
        return self.raw.get("document")

    @property
    def other(self) -> str | None:
        return next((kind for kind in OTHER_KINDS if kind in self.raw), None)

    def __repr__(self) -> str:
        return f"<Post {self.id} {'bot' if self.from_bot else self.user_id}: {self.text!r}>"


def rows_of(raw: Json) -> list[list[Json]]:
    rows: list[list[Json]] = raw.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


@dataclass(eq=False)
class Topic:
    """One topic of a forum; its id is that of the message that opened it."""

    id: int
    name: str
    by_bot: bool
    closed: bool = False

    def inside(self) -> Json:
        """What a message in it carries."""
        return {"message_thread_id": self.id, "is_topic_message": True}


@dataclass(eq=False)
class Chat:
    """A private chat (its id is the person's) or a group with its members."""

    id: int
    kind: ChatKind
    title: str = ""
    members: set[int] = field(default_factory=set)
    bot_inside: bool = True
    bot_rights: frozenset[str] | None = None
    """What the bot may do as an administrator; None: it is a plain member."""
    left: bool = False
    """The bot is out because it left by itself."""
    members_silent: bool = False
    """Only administrators may write."""
    is_forum: bool = False
    general_closed: bool = False
    """What goes to no topic is refused, but for whoever manages topics."""
    topics: dict[int, Topic] = field(default_factory=dict)
    moved_to: int | None = None
    posts: dict[int, Post] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    typing_until: float = 0.0
    reply_keyboard: list[list[Json]] | None = None
    one_time: bool = False
    on_page: bool = False
    """Whether the page shows this group; a private chat is shown with its phone."""

    def shown(self, person: Person | None) -> Json:
        if self.kind != "private":
            forum = {"is_forum": True} if self.is_forum else {}
            return {"id": self.id, "type": self.kind, "title": self.title} | forum
        user: dict[str, Any] = person.user() if person else {}
        return {
            "id": self.id,
            "type": "private",
            **{k: user[k] for k in ("first_name", "last_name", "username") if k in user},
        }

    def bot_may(self, right: str) -> bool:
        """Whether the bot is an administrator with this right."""
        return right in (self.bot_rights or ())

    def bot_member(self, bot: Json) -> Json:
        """The bot as a `ChatMember` of this chat."""
        if not self.bot_inside:
            return {"user": bot, "status": "left"} if self.left else _banned(bot)
        if self.bot_rights is None:
            return {"user": bot, "status": "member"}
        rights = {name: name in self.bot_rights for name in ADMINISTRATOR_RIGHTS}
        return {"user": bot, "status": "administrator"} | rights


def _banned(bot: Json) -> Json:
    return {"user": bot, "status": "kicked", "until_date": 0}
