"""Where a call goes: the chat, and in a forum the topic; or the refusal that says why it cannot."""

from typing import TYPE_CHECKING

from bot.sandbox.trouble import Json, bad_request, forbidden
from bot.sandbox.world import Chat

if TYPE_CHECKING:
    from bot.sandbox.model import Sandbox


def chat_by_id(box: "Sandbox", chat_id: int | str | None) -> Chat:
    """The chat, or 400 for one the bot has never met."""
    chat = box.chats.get(chat_id) if isinstance(chat_id, int) else None
    if chat is None:
        raise bad_request("chat not found")
    if chat.moved_to is not None:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat.moved_to}
        )
    return chat


def chat_to_write(box: "Sandbox", chat_id: int | str | None) -> Chat:
    """The chat if the bot may write there, else the 400 or 403 that says why not."""
    chat = chat_by_id(box, chat_id)
    if chat.kind != "private":
        if not chat.bot_inside:
            how = "is not a member of" if chat.left else "was kicked from"
            raise forbidden(f"bot {how} the {chat.kind} chat")
        return chat
    person = box.people[chat.id]
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")
    return chat


def thread_of(chat: Chat, thread_id: int | None) -> Json:
    """The topic that a new message goes to. Into a closed one may only who manages topics or opened it."""
    if chat.members_silent and chat.bot_rights is None:
        raise bad_request("not enough rights to send text messages to the chat")
    if thread_id is None:
        if chat.is_forum and chat.general_closed and not chat.bot_may("can_manage_topics"):
            raise bad_request("TOPIC_CLOSED")
        return {}
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not (topic.by_bot or chat.bot_may("can_manage_topics")):
        raise bad_request("TOPIC_CLOSED")
    return topic.inside()
