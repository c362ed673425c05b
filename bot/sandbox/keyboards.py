"""What may hang under a message: inline keyboards, reply keyboards and their removal."""

import json
from urllib.parse import urlsplit

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.sandbox.limits import Limits
from bot.sandbox.trouble import Json, bad_request, not_implemented

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply
ACTIONS = ("callback_data", "url", "copy_text", "disabled")
STYLES = (None, "danger", "success", "primary")
NOT_A_BUTTON_KEY = {"text", "style", "icon_custom_emoji_id"}


def checked_inline(markup: InlineKeyboardMarkup | None, limits: Limits) -> Json | None:
    """The keyboard as Bot API JSON, None for none or an empty one; raises the 400 it deserves."""
    rows = [row for row in markup.inline_keyboard if row] if markup else []
    if not markup or not rows:
        return None
    for button in (button for row in rows for button in row):
        _check(button, limits)
    shown: Json = markup.model_dump(mode="json", exclude_none=True)
    shown["inline_keyboard"] = [row for row in shown["inline_keyboard"] if row]
    too_wide = max(len(row) for row in rows) > limits.buttons_a_row
    too_many = sum(len(row) for row in rows) > limits.buttons
    if too_wide or too_many or len(json.dumps(shown, ensure_ascii=False).encode()) > limits.keyboard_bytes:
        raise bad_request("reply markup is too long")
    return shown


def checked_reply(markup: ReplyKeyboardMarkup) -> list[list[Json]]:
    """The rows of a reply keyboard; every button needs a text."""
    rows: list[list[Json]] = [
        [button.model_dump(mode="json", exclude_none=True) for button in row]
        for row in markup.keyboard
        if row
    ]
    if not rows:
        raise bad_request("reply keyboard is empty")
    if any(not button["text"].strip() for row in rows for button in row):
        raise bad_request("keyboard button text must be non-empty")
    return rows


def _check(button: InlineKeyboardButton, limits: Limits) -> None:
    given = set(button.model_dump(exclude_none=True)) - NOT_A_BUTTON_KEY
    if strange := given - set(ACTIONS):
        raise not_implemented(f"buttons with {', '.join(sorted(strange))}")
    if not given:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise bad_request("inline keyboard button must have exactly one action")
    if not button.text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.style not in STYLES:
        raise bad_request("unsupported button style specified")
    _check_action(button, limits)


def _check_action(button: InlineKeyboardButton, limits: Limits) -> None:
    data = button.callback_data
    if data is not None and not 1 <= len(data.encode()) <= limits.callback_bytes:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.url is not None and not _is_link(button.url):
        raise bad_request(f"inline keyboard button URL '{button.url}' is invalid: Wrong HTTP URL")
    if button.copy_text and not 1 <= len(button.copy_text.text) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _is_link(url: str) -> bool:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    return parts.scheme == "tg" or (parts.scheme in ("http", "https") and "." in parts.netloc.strip("."))
