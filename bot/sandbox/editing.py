"""Bot API methods that change or remove messages, and the answer to a tap."""

from typing import TYPE_CHECKING, Any

from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    DeleteMessages,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    PinChatMessage,
    UnpinChatMessage,
)
from aiogram.types import InlineKeyboardMarkup

from bot.sandbox.addressing import chat_by_id, chat_to_write
from bot.sandbox.calls import Uploads, implements
from bot.sandbox.keyboards import checked_inline
from bot.sandbox.sending import caption_body, flags, given, media_body, text_body
from bot.sandbox.trouble import Json, bad_request
from bot.sandbox.world import Answer, Chat, Post

if TYPE_CHECKING:
    from bot.sandbox.model import Sandbox

WHERE = "chat_id message_id reply_markup"
CONTENT = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "reply_markup",
    "link_preview_options",
    "has_media_spoiler",
    "show_caption_above_media",
)
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
STALE = "query is too old and response timeout expired or query ID is invalid"


@implements(EditMessageText, f"{WHERE} text entities link_preview_options")
def edit_message_text(box: "Sandbox", call: EditMessageText, _: Uploads) -> Json:
    post = _editable(box, call)
    body = text_body(box, call.text, call.entities)
    if "text" not in post.raw:
        raise bad_request("there is no text in the message to edit")
    preview = given(call.link_preview_options)
    if preview:
        body["link_preview_options"] = preview.model_dump(mode="json", exclude_none=True)
    return _edited(box, post, body, call.reply_markup)


@implements(EditMessageCaption, f"{WHERE} caption caption_entities show_caption_above_media")
def edit_message_caption(box: "Sandbox", call: EditMessageCaption, _: Uploads) -> Json:
    post = _editable(box, call)
    if "text" in post.raw:
        raise bad_request("there is no caption in the message to edit")
    body = caption_body(box, call.caption, call.caption_entities) | flags(call)
    kept = {key: post.raw[key] for key in ("photo", "document", "has_media_spoiler") if key in post.raw}
    return _edited(box, post, kept | body, call.reply_markup)


@implements(EditMessageMedia, f"{WHERE} media")
def edit_message_media(box: "Sandbox", call: EditMessageMedia, uploads: Uploads) -> Json:
    post = _editable(box, call)
    body = media_body(box, call.media, uploads)
    if "media_group_id" in post.raw and not set(body) & set(post.raw) & {"photo", "document"}:
        raise bad_request("can't change the type of a message in an album")
    return _edited(box, post, body, call.reply_markup)


@implements(EditMessageReplyMarkup, WHERE)
def edit_message_reply_markup(box: "Sandbox", call: EditMessageReplyMarkup, _: Uploads) -> Json:
    post = _editable(box, call)
    kept = {key: post.raw[key] for key in CONTENT if key in post.raw and key != "reply_markup"}
    return _edited(box, post, kept, call.reply_markup)


@implements(DeleteMessage, "chat_id message_id")
def delete_message(box: "Sandbox", call: DeleteMessage, _: Uploads) -> bool:
    _delete(box, chat_by_id(box, call.chat_id), call.message_id)
    return True


@implements(DeleteMessages, "chat_id message_ids")
def delete_messages(box: "Sandbox", call: DeleteMessages, _: Uploads) -> bool:
    chat = chat_by_id(box, call.chat_id)
    for message_id in call.message_ids:
        if message_id in chat.posts and not chat.posts[message_id].gone:
            _delete(box, chat, message_id)
    return True


@implements(AnswerCallbackQuery, "callback_query_id text show_alert cache_time")
def answer_callback_query(box: "Sandbox", call: AnswerCallbackQuery, _: Uploads) -> bool:
    text = call.text or ""
    if len(text) > box.limits.answer_text:
        raise bad_request("MESSAGE_TOO_LONG")
    query = box.queries.pop(call.callback_query_id, None)
    if query is None or query.until <= box.now():
        raise bad_request(STALE)
    query.person.answers.append(Answer(call.callback_query_id, text, bool(call.show_alert)))
    box.tell("answer", query.person.user_id, query_id=call.callback_query_id)
    return True


@implements(PinChatMessage, "chat_id message_id disable_notification")
def pin_chat_message(box: "Sandbox", call: PinChatMessage, _: Uploads) -> bool:
    chat = chat_to_write(box, call.chat_id)
    if call.message_id not in chat.posts or chat.posts[call.message_id].gone:
        raise bad_request("message to pin not found")
    chat.pinned = [other for other in chat.pinned if other != call.message_id] + [call.message_id]
    return True


@implements(UnpinChatMessage, "chat_id message_id")
def unpin_chat_message(box: "Sandbox", call: UnpinChatMessage, _: Uploads) -> bool:
    chat = chat_to_write(box, call.chat_id)
    target = call.message_id if call.message_id is not None else (chat.pinned or [0])[-1]
    if target not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(target)
    return True


def _editable(box: "Sandbox", call: Any) -> Post:
    chat = chat_to_write(box, call.chat_id)
    post = chat.posts.get(call.message_id or 0)
    if post is None or post.gone:
        raise bad_request("message to edit not found")
    if not post.from_bot or post.hard_markup or post.copy_of:
        raise bad_request("message can't be edited")
    return post


def _edited(box: "Sandbox", post: Post, content: Json, markup: InlineKeyboardMarkup | None) -> Json:
    """Replace the content; a call without reply_markup takes the keyboard away."""
    shown = checked_inline(markup, box.limits)
    content = content | ({"reply_markup": shown} if shown else {})
    if content == {key: post.raw[key] for key in CONTENT if key in post.raw}:
        raise bad_request(SAME)
    box.rates.spend(post.chat_id, box.now())
    post.past.append(post.raw)
    kept = {key: value for key, value in post.raw.items() if key not in CONTENT}
    post.raw = kept | content | {"edit_date": int(box.now())}
    post.edited = box.moment()
    box.tell("edited", post.chat_id, post)
    return post.raw


def _delete(box: "Sandbox", chat: Chat, message_id: int) -> None:
    post = chat.posts.get(message_id)
    if post is None or post.gone:
        raise bad_request("message to delete not found")
    foreign = chat.kind != "private" and not post.from_bot
    if foreign or post.copy_of or box.now() - post.raw["date"] > box.limits.delete_within:
        raise bad_request("message can't be deleted for everyone")
    post.gone = True
    chat.pinned = [other for other in chat.pinned if other != message_id]
    box.tell("deleted", chat.id, post)
