"""Bot API methods about forum topics, and leaving a group."""

from typing import TYPE_CHECKING, Any

from aiogram.methods import CloseForumTopic, CreateForumTopic, EditForumTopic, LeaveChat, ReopenForumTopic

from bot.sandbox.addressing import chat_by_id, chat_to_write
from bot.sandbox.calls import Uploads, implements
from bot.sandbox.trouble import Json, bad_request, not_implemented
from bot.sandbox.world import TOPIC_COLOR, Chat, Topic

if TYPE_CHECKING:
    from bot.sandbox.model import Sandbox

LONGEST_NAME = 128


@implements(CreateForumTopic, "chat_id name")
def create_forum_topic(box: "Sandbox", call: CreateForumTopic, _: Uploads) -> Json:
    chat = _forum(box, call.chat_id)
    if not chat.bot_may("can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    name = _name(call.name)
    if not name:
        raise bad_request("title must be non-empty")
    box.rates.spend(chat.id, box.now())
    created = {"name": name, "icon_color": TOPIC_COLOR}
    post = box.post(chat, None, {"forum_topic_created": created})
    chat.topics[post.id] = Topic(post.id, name, by_bot=True)
    post.raw |= {"message_thread_id": post.id, "is_topic_message": True}
    box.tell("topic", chat.id)
    return {"message_thread_id": post.id, **created}


@implements(EditForumTopic, "chat_id message_thread_id name")
def edit_forum_topic(box: "Sandbox", call: EditForumTopic, _: Uploads) -> bool:
    chat, topic = _topic(box, call, "edit")
    name = _name(call.name or "")
    if not name:
        raise not_implemented("editForumTopic without a name")
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    _changed(box, chat, topic, {"forum_topic_edited": {"name": name}})
    topic.name = name
    box.tell("topic", chat.id)
    return True


@implements(CloseForumTopic, "chat_id message_thread_id")
def close_forum_topic(box: "Sandbox", call: CloseForumTopic, _: Uploads) -> bool:
    return _toggled(box, call, closed=True)


@implements(ReopenForumTopic, "chat_id message_thread_id")
def reopen_forum_topic(box: "Sandbox", call: ReopenForumTopic, _: Uploads) -> bool:
    return _toggled(box, call, closed=False)


@implements(LeaveChat, "chat_id")
def leave_chat(box: "Sandbox", call: LeaveChat, _: Uploads) -> bool:
    chat = chat_to_write(box, call.chat_id)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    before = chat.bot_member(box.bot)
    chat.bot_inside, chat.bot_rights, chat.left = False, None, True
    now = {"chat": box.shown(chat), "from": box.bot, "date": int(box.now())}
    box.put_update(
        "my_chat_member", now | {"old_chat_member": before, "new_chat_member": chat.bot_member(box.bot)}
    )
    return True


def _toggled(box: "Sandbox", call: Any, *, closed: bool) -> bool:
    chat, topic = _topic(box, call, "close or open")
    if topic.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    _changed(box, chat, topic, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    topic.closed = closed
    box.tell("topic", chat.id)
    return True


def _changed(box: "Sandbox", chat: Chat, topic: Topic, body: Json) -> None:
    """Each change is a message of Telegram's own in the topic, and counts as one."""
    box.rates.spend(chat.id, box.now())
    box.post(chat, None, body | topic.inside())


def _forum(box: "Sandbox", chat_id: int | str) -> Chat:
    chat_by_id(box, chat_id)
    chat = chat_to_write(box, chat_id)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(box: "Sandbox", call: Any, what: str) -> tuple[Chat, Topic]:
    """The topic, if the bot may change it: with the right to, or because it is its own."""
    chat = _forum(box, call.chat_id)
    if call.message_thread_id <= 0:
        raise bad_request("invalid forum topic identifier specified")
    topic = chat.topics.get(call.message_thread_id)
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    if not topic.by_bot and not chat.bot_may("can_manage_topics"):
        raise bad_request(f"not enough rights to {what} the topic")
    return chat, topic


def _name(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
