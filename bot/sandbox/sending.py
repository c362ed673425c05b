"""Bot API methods that put new messages into chats."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aiogram.client.default import Default
from aiogram.enums import ChatAction
from aiogram.methods import SendChatAction, SendDocument, SendMediaGroup, SendMessage, SendPhoto
from aiogram.types import (
    ForceReply,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.sandbox.addressing import chat_to_write, thread_of
from bot.sandbox.calls import Uploads, implements
from bot.sandbox.entities import formatted
from bot.sandbox.files import Upload
from bot.sandbox.keyboards import Markup, checked_inline, checked_reply
from bot.sandbox.trouble import Json, bad_request, not_implemented
from bot.sandbox.world import Chat

if TYPE_CHECKING:
    from bot.sandbox.model import Sandbox

ADDRESS = "chat_id message_thread_id disable_notification protect_content reply_parameters"
CAPTION = "caption caption_entities reply_markup"
ACTIONS = frozenset(action.value for action in ChatAction)


def given(value: Any) -> Any:
    """aiogram fills what was left out with markers; for the server left out is None."""
    return None if isinstance(value, Default) else value


@implements(SendMessage, f"{ADDRESS} text entities link_preview_options reply_markup")
def send_message(box: "Sandbox", call: SendMessage, _: Uploads) -> Json:
    chat = chat_to_write(box, call.chat_id)
    body = text_body(box, call.text, call.entities)
    preview = given(call.link_preview_options)
    if preview:
        body["link_preview_options"] = preview.model_dump(mode="json", exclude_none=True)
    return _send(box, chat, call, [body], call.reply_markup)[0]


@implements(SendPhoto, f"{ADDRESS} {CAPTION} photo has_spoiler show_caption_above_media")
def send_photo(box: "Sandbox", call: SendPhoto, uploads: Uploads) -> Json:
    chat = chat_to_write(box, call.chat_id)
    body = caption_body(box, call.caption, call.caption_entities)
    body |= photo_body(box, str(call.photo), uploads) | flags(call)
    return _send(box, chat, call, [body], call.reply_markup)[0]


@implements(SendDocument, f"{ADDRESS} {CAPTION} document disable_content_type_detection")
def send_document(box: "Sandbox", call: SendDocument, uploads: Uploads) -> Json:
    chat = chat_to_write(box, call.chat_id)
    body = caption_body(box, call.caption, call.caption_entities)
    body |= document_body(box, str(call.document), uploads)
    return _send(box, chat, call, [body], call.reply_markup)[0]


@implements(SendMediaGroup, f"{ADDRESS} media")
def send_media_group(box: "Sandbox", call: SendMediaGroup, uploads: Uploads) -> list[Json]:
    chat = chat_to_write(box, call.chat_id)
    if not 2 <= len(call.media) <= 10:
        raise bad_request("media group must include 2-10 items")
    if len({isinstance(item, InputMediaDocument) for item in call.media}) > 1:
        raise bad_request("document can't be mixed with other media types")
    group = str(box.random.randrange(10**16, 10**17))
    bodies = [media_body(box, item, uploads) | {"media_group_id": group} for item in call.media]
    return _send(box, chat, call, bodies, None)


@implements(SendChatAction, "chat_id action")
def send_chat_action(box: "Sandbox", call: SendChatAction, _: Uploads) -> bool:
    chat = chat_to_write(box, call.chat_id)
    if call.action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = box.now() + 5
    box.tell("typing", chat.id)
    return True


def text_body(box: "Sandbox", text: str | None, entities: list[MessageEntity] | None) -> Json:
    """text and entities of a message; 400 for an empty or too long one."""
    shown, kept = formatted(
        text,
        entities,
        longest=box.limits.text,
        too_long="message is too long",
        most_entities=box.limits.entities,
    )
    if not shown:
        raise bad_request("message text is empty")
    return {"text": shown} | ({"entities": kept} if kept else {})


def caption_body(box: "Sandbox", caption: str | None, entities: list[MessageEntity] | None) -> Json:
    shown, kept = formatted(
        caption,
        entities,
        longest=box.limits.caption,
        too_long="message caption is too long",
        most_entities=box.limits.entities,
    )
    return ({"caption": shown} if shown else {}) | ({"caption_entities": kept} if kept else {})


def flags(call: Any) -> Json:
    body: Json = {}
    if getattr(call, "has_spoiler", None):
        body["has_media_spoiler"] = True
    if given(getattr(call, "show_caption_above_media", None)):
        body["show_caption_above_media"] = True
    return body


def media_body(box: "Sandbox", item: Any, uploads: Uploads) -> Json:
    """The message parts of one InputMedia; only photos and documents are imitated."""
    body = caption_body(box, item.caption, item.caption_entities)
    if isinstance(item, InputMediaPhoto):
        return body | photo_body(box, str(item.media), uploads) | flags(item)
    if isinstance(item, InputMediaDocument):
        return body | document_body(box, str(item.media), uploads)
    raise not_implemented(f"media of type {item.type}")


def photo_body(box: "Sandbox", source: str, uploads: Uploads) -> Json:
    found = _source(source, uploads)
    return {
        "photo": box.files.keep_photo(found) if isinstance(found, Upload) else box.files.again(found, "photo")
    }


def document_body(box: "Sandbox", source: str, uploads: Uploads) -> Json:
    found = _source(source, uploads)
    if isinstance(found, Upload):
        about = {"file_name": found.name or "file", "mime_type": found.guessed_mime()}
        return {"document": box.files.keep("document", found, about).shown()}
    return {"document": box.files.again(found, "document")[0]}


def _source(source: str, uploads: Uploads) -> Upload | str:
    """An uploaded part, or the file_id of something already known."""
    if source.startswith(("http://", "https://")):
        raise not_implemented("files by URL")
    if not source.startswith("attach://"):
        return source
    part = uploads.get(source.removeprefix("attach://"))
    if part is None:
        raise bad_request("can't find the file that attach:// names")
    if not part.data:
        raise bad_request("file must be non-empty")
    return part


def _send(box: "Sandbox", chat: Chat, call: Any, bodies: Sequence[Json], markup: Markup | None) -> list[Json]:
    shared = thread_of(chat, call.message_thread_id) | _reply(chat, call.reply_parameters)
    protected = bool(given(call.protect_content))
    if protected:
        shared["has_protected_content"] = True
    if isinstance(markup, InlineKeyboardMarkup) and (shown := checked_inline(markup, box.limits)):
        shared["reply_markup"] = shown
    rows = checked_reply(markup) if isinstance(markup, ReplyKeyboardMarkup) else None
    box.rates.spend(chat.id, box.now(), len(bodies))
    _apply_keyboard(chat, markup, rows)
    hard = isinstance(markup, ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
    silent = bool(call.disable_notification)
    posts = [
        box.post(chat, None, body | shared, silent=silent, protected=protected, hard_markup=hard)
        for body in bodies
    ]
    if hard:
        box.tell("phone", chat.id)
    return [post.raw for post in posts]


def _apply_keyboard(chat: Chat, markup: Markup | None, rows: list[list[Json]] | None) -> None:
    if isinstance(markup, ReplyKeyboardMarkup):
        chat.reply_keyboard, chat.one_time = rows, bool(markup.one_time_keyboard)
    elif isinstance(markup, ReplyKeyboardRemove):
        chat.reply_keyboard = None


def _reply(chat: Chat, wanted: ReplyParameters | None) -> Json:
    if wanted is None or wanted.message_id is None:
        return {}
    if wanted.chat_id not in (None, chat.id):
        raise not_implemented("replies across chats")
    target = chat.posts.get(wanted.message_id)
    if target is None or target.gone:
        if given(wanted.allow_sending_without_reply):
            return {}
        raise bad_request("message to be replied not found")
    reply: Json = {
        "reply_to_message": {key: value for key, value in target.raw.items() if key != "reply_to_message"}
    }
    if wanted.quote:
        if wanted.quote not in target.text:
            raise bad_request("QUOTE_TEXT_INVALID")
        reply["quote"] = {
            "text": wanted.quote,
            "position": target.text.index(wanted.quote),
            "is_manual": True,
        }
    return reply
