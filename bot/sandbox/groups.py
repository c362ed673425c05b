"""What people do in groups: make them, let the bot in, throw it out, give it rights, delete its topics."""

from collections.abc import Iterable

from bot.sandbox.model import Sandbox
from bot.sandbox.trouble import CannotDo, Json
from bot.sandbox.world import TOPIC_COLOR, Chat, Person, Post, Topic


def add_forum(
    box: Sandbox,
    chat_id: int,
    title: str,
    members: Iterable[int],
    *,
    rights: Iterable[str] | None = None,
    on_page: bool = False,
) -> Chat:
    """A supergroup with topics, with the bot in it; `rights`: of an administrator, None: a plain member.

    `on_page`: the page shows it beside the phones.
    """
    if chat_id > -1_000_000_000_000:
        raise ValueError("a supergroup's id is below -1000000000000")
    chat = Chat(chat_id, "supergroup", title, set(members), is_forum=True, on_page=on_page)
    chat.bot_rights = frozenset(rights) if rights is not None else None
    box.chats[chat_id] = chat
    return chat


class GroupHand:
    """One member's hand on a group. Whoever owns it is not asked for: the test names who may."""

    def __init__(self, box: Sandbox, user_id: int, chat_id: int) -> None:
        self.box, self.person, self.chat = box, box.people[user_id], box.chats[chat_id]
        if user_id not in self.chat.members:
            raise CannotDo("not a member of this group")

    def adds_the_bot(self) -> None:
        if self.chat.bot_inside:
            raise CannotDo("the bot is in this group")
        self._membership(inside=True)

    def removes_the_bot(self) -> None:
        self._membership(inside=False)

    def makes_the_bot_administrator(self, *rights: str) -> None:
        """With these rights of `ChatMemberAdministrator`; none at all is still an administrator."""
        self._membership(inside=True, rights=frozenset(rights))

    def makes_the_bot_a_member(self) -> None:
        """It is no administrator any more."""
        self._membership(inside=True)

    def lets_only_administrators_write(self, *, only: bool = True) -> None:
        """The group's own permissions: no update tells the bot of it."""
        self.chat.members_silent = only

    def switches_topics(self, *, on: bool) -> None:
        self.chat.is_forum = on

    def opens_topic(self, name: str) -> Topic:
        """A topic of this person's own."""
        post = self.box.post(
            self.chat, self.person, {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOR}},
            update=self.chat.bot_inside,
        )  # fmt: skip
        self.chat.topics[post.id] = Topic(post.id, name, by_bot=False)
        return self.chat.topics[post.id]

    def closes_topic(self, thread_id: int) -> None:
        topic = self.chat.topics[thread_id]
        topic.closed = True
        body: Json = {"forum_topic_closed": {}}
        self.box.post(self.chat, self.person, body | topic.inside(), update=self.chat.bot_inside)

    def closes_the_general_topic(self, *, closed: bool = True) -> None:
        """No message of Telegram's own is imitated for it."""
        self.chat.general_closed = closed

    def deletes_topic(self, thread_id: int) -> None:
        """With every message in it. Telegram tells no bot."""
        del self.chat.topics[thread_id]
        for post in self.chat.posts.values():
            if post.thread_id == thread_id:
                self._gone(post)
        self.box.tell("topic", self.chat.id)

    def deletes_message(self, message_id: int) -> None:
        """Telegram tells no bot."""
        self._gone(self.chat.posts[message_id])

    def joins(self, user_id: int) -> Person:
        """Another person comes into the group."""
        self.chat.members.add(user_id)
        return self.box.people[user_id]

    def _gone(self, post: Post) -> None:
        post.gone = True
        self.box.tell("deleted", self.chat.id, post)

    def _membership(self, *, inside: bool, rights: frozenset[str] | None = None) -> None:
        """The bot hears what became of itself, as long as Telegram tells those who are out."""
        before = self.chat.bot_member(self.box.bot)
        self.chat.bot_inside, self.chat.bot_rights, self.chat.left = inside, rights, False
        after = self.chat.bot_member(self.box.bot)
        head = {
            "chat": self.box.shown(self.chat),
            "from": self.person.user(),
            "date": int(self.box.now()),
        }
        self.box.put_update("my_chat_member", head | {"old_chat_member": before, "new_chat_member": after})
