"""What a person finds on a screen: words, buttons by their labels, and which of them are new."""

from __future__ import annotations

import re
from collections.abc import Container

from bot.sandbox.phones import Phone
from bot.sandbox.world import Post


def shown(phone: Phone, text: str, since: int = 0) -> bool:
    return any(post.from_bot and text in post.text for post in phone.messages if post.id >= since)


def offered(phone: Phone, label: str, since: int = 0) -> bool:
    wanted = plain(label)
    return any(one.startswith(wanted) for post in phone.messages if post.id >= since for one in labels(post))


def fresh(phone: Phone, label: str, done: Container[str]) -> list[tuple[Post, str]]:
    """Buttons with this label, each data once, that were not tapped yet."""
    found = {
        str(button["callback_data"]): post
        for post in phone.messages
        for row in post.buttons
        for button in row
        if str(button["text"]) == label and button["callback_data"] not in done
    }
    return [(post, data) for data, post in found.items()]


def labels(post: Post) -> list[str]:
    return [plain(str(button["text"])) for row in post.buttons for button in row]


def plain(label: str) -> str:
    """Without the signs before the words, as a finger does not need them."""
    return re.sub(r"^\W+", "", label).casefold()
