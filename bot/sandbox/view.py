"""What the page of phones draws: people, messages and events as plain JSON (shapes in README.md)."""

from datetime import UTC, datetime

from bot.sandbox.account import commands_for
from bot.sandbox.model import Event, Sandbox
from bot.sandbox.trouble import Json
from bot.sandbox.world import Chat, Post

BUTTON_KEYS = {"text", "style", "url", "disabled"}
IN_GROUPS = frozenset({"message", "edited", "deleted", "topic"})
"""After each of these the page is told the whole group: a few topics with a board each."""


def message_json(post: Post) -> Json:
    raw = post.raw
    document = post.document
    return {
        "id": post.id,
        "from": "bot" if post.from_bot or post.copy_of else "me",
        "at": _iso(raw["date"]),
        "edited_at": post.edited.isoformat() if post.edited else None,
        "text": post.text,
        "entities": raw.get("entities") or raw.get("caption_entities") or [],
        "photo": f"/sim/file/{post.photo}" if post.photo else None,
        "document": document
        and {
            "name": document.get("file_name", "file"),
            "size": document["file_size"],
            "mime": document.get("mime_type", ""),
            "url": f"/sim/file/{document['file_id']}",
        },
        "other": post.other,
        "album": raw.get("media_group_id"),
        "buttons": [[_button(button) for button in row] for row in post.buttons],
        "silent": post.silent,
        "protected": post.protected,
        "reply_to": raw.get("reply_to_message", {}).get("message_id"),
    }


def phone_json(box: Sandbox, user_id: int, *, messages: bool) -> Json:
    """One person's phone, with or without what is on its screen."""
    person, chat = box.people[user_id], box.chats[user_id]
    keyboard = [[{"text": button["text"]} for button in row] for row in chat.reply_keyboard or []]
    phone: Json = {
        "user_id": user_id,
        "name": person.name,
        "role": person.role,
        "language_code": person.language_code,
        "started": person.started,
        "blocked": person.blocked,
        "typing": chat.typing_until > box.now(),
        "reply_keyboard": [[{"text": button["text"]} for button in row] for row in keyboard]
        if keyboard
        else None,
        "commands": commands_for(box, user_id),
    }
    if messages:
        phone["messages"] = [message_json(post) for post in chat.posts.values() if not post.gone]
    return phone


def group_json(box: Sandbox, chat: Chat) -> Json:
    """A forum as its members see it: its topics, and what was said in each."""
    there = [post for post in chat.posts.values() if not post.gone and (post.text or post.photo)]
    return {
        "chat_id": chat.id,
        "title": chat.title,
        "members": [{"user_id": one, "name": box.people[one].name} for one in sorted(chat.members)],
        "topics": [{"id": one.id, "name": one.name, "closed": one.closed} for one in chat.topics.values()],
        "messages": [message_json(post) | _in_group(box, post) for post in there],
    }


def _in_group(box: Sandbox, post: Post) -> Json:
    """In which topic, and who says it; nobody's name stands at the bot's own."""
    return {"topic": post.thread_id, "by": box.people[post.user_id].name if post.user_id else None}


def event_json(box: Sandbox, event: Event) -> Json | None:
    """A change as the page hears of it; None for what is in a chat or on a phone that it does not show."""
    chat = box.chats.get(event.chat_id)
    if chat is not None and chat.on_page and event.kind in IN_GROUPS:
        return {"kind": "group", "group": group_json(box, chat)}
    if event.chat_id not in box.people or not box.people[event.chat_id].on_page:
        return None
    head: Json = {"kind": event.kind, "user_id": event.chat_id}
    if event.post:
        deleted = event.kind == "deleted"
        return head | ({"message_id": event.post.id} if deleted else {"message": message_json(event.post)})
    if event.kind == "answer":
        answer = box.people[event.chat_id].answers[-1]
        return head | {"text": answer.text, "alert": answer.alert}
    if event.kind == "phone":
        return head | {"phone": phone_json(box, event.chat_id, messages=False)}
    return head


def _button(button: Json) -> Json:
    shown = {key: value for key, value in button.items() if key in BUTTON_KEYS}
    return {"style": None, "url": None} | shown | {"data": button.get("callback_data")}


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
