"""What a person sees: text with entities (never a parse mode), buttons, a picture; always sendable."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
)
from aiogram.utils.formatting import BlockQuote, Text
from sqlalchemy.orm import Session

from bot.person.models import Person

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
MOST_DATA_BYTES = 64
LONGEST_WORDS = 700
MOST_LINES = 12

Style = Literal["primary", "success", "danger"]
T = TypeVar("T", bound=Text)

_JOINER = "\u2060"
"""No width, no break: to the eye nothing, to Telegram the end of a mention, a command or a link."""
_NO_PREVIEW = LinkPreviewOptions(
    is_disabled=True, prefer_small_media=False, prefer_large_media=False, show_above_text=False
)
"""Said in full: what is left out, aiogram fills with markers for its own defaults."""

_TAPPABLE = re.compile(r"([@/#$](?=\S)|\.(?=[^\W\d_]|\d{1,3}\.\d{1,3}\.\d))")
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Button:
    """`data`: what comes back when it is tapped, 1 to 64 bytes. `style`: its colour."""

    label: str
    data: str
    style: Style | None = None

    def __post_init__(self) -> None:
        if not self.label.strip():
            raise ValueError(f"a button without a label: {self.data!r}")
        if not 1 <= len(self.data.encode()) <= MOST_DATA_BYTES:
            raise ValueError(f"button data of 1 to {MOST_DATA_BYTES} bytes, not {self.data!r}")


@dataclass(frozen=True, slots=True)
class Drawing:
    """One message. `picture`: the sha256 of one on the shelf, with the text as its caption.

    `painted`: a PNG made for this very reply; it is never kept, so it is for direct replies too.
    `keyboard`: rows of a reply keyboard that stays under the chat. A message that brings one can never be
    edited, so it is for direct replies, and it has no buttons.
    """

    text: Text
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: str | None = None
    protected: bool = False
    keyboard: tuple[tuple[str, ...], ...] = ()
    painted: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.buttons and self.keyboard:
            raise ValueError("a message has buttons or a keyboard, not both")

    def rendered(self, longest: int = LONGEST_TEXT) -> tuple[str, list[MessageEntity]]:
        """Text of at most `longest` code points and its entities, in UTF-16 units."""
        text, entities = _cleaned(self.text).render()
        return clipped(text, entities, longest)

    def kwargs(self, *, captioned: bool = False) -> dict[str, Any]:
        """What sendMessage and editMessageText take; `captioned`: sendPhoto and editMessageCaption."""
        text, entities = self.rendered(LONGEST_CAPTION if captioned else LONGEST_TEXT)
        both = {"parse_mode": None, "reply_markup": self._markup()}
        if captioned:
            return {"caption": text, "caption_entities": entities, **both}
        return {"text": text, "entities": entities, "link_preview_options": _NO_PREVIEW, **both}

    def hash(self) -> str:
        """The same for two drawings that look the same."""
        text, entities = self.rendered()
        shape = [
            text,
            [entity.model_dump(mode="json", exclude_none=True) for entity in entities],
            [[(button.label, button.data, button.style) for button in row] for row in self.buttons],
            self.picture,
            self.protected,
            self.keyboard,
            hashlib.sha256(self.painted).hexdigest() if self.painted else None,
        ]
        return hashlib.sha256(json.dumps(shape).encode()).hexdigest()

    def marked(self, mark: str) -> Drawing:
        """The same with a line above it."""
        return replace(self, text=Text(mark, "\n", self.text))

    def _markup(self) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
        if self.keyboard:
            rows = [[KeyboardButton(text=_label(label)) for label in row] for row in self.keyboard]
            return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)
        shown = [[_key(button) for button in row] for row in self.buttons if row]
        return InlineKeyboardMarkup(inline_keyboard=shown) if shown else None


Drawer = Callable[[Session, int, Person, Mapping[str, Any]], Drawing | None]
"""(session, subject id, reader, data) to what to show; None: it is no longer true."""


def said(text: str, *, most: int = LONGEST_WORDS, lines: int = MOST_LINES) -> BlockQuote:
    """A person's own words as a quote: literally, but nothing in them can be tapped."""
    words = clean(text).strip().split("\n")
    kept = "\n".join(words[:lines])
    if len(kept) > most or len(words) > lines:
        kept = _cut(kept, most)
    return BlockQuote(untappable(kept) or "…")


def inline(text: str, *, most: int = 64) -> str:
    """A person's own words inside our line, as a name or a button's label: one line, nothing to tap."""
    line = " ".join(clean(text).split())
    return untappable(_cut(line, most) if len(line) > most else line)


def untappable(text: str) -> str:
    """The same to the eye, but no mention, command, hashtag, address or link to Telegram."""
    return _TAPPABLE.sub(rf"\1{_JOINER}", text)


def clean(text: str) -> str:
    """Without what Telegram refuses or what makes a text lie: controls, lone surrogates, bidi overrides."""
    if text.isprintable():
        return text
    return "".join(filter(_harmless, _LINE_ENDS.sub("\n", text).replace("\t", " ")))


def clipped(text: str, entities: Iterable[MessageEntity], longest: int) -> tuple[str, list[MessageEntity]]:
    """At most `longest` code points, the last of them "…" when cut; no entity reaches behind the cut."""
    whole = sorted(entities, key=lambda entity: (entity.offset, -entity.length))
    if len(text) > longest:
        text = _cut(text, longest)
        whole = list(_until(_utf16(text) - 1, whole))
    return text, [entity for entity in whole if entity.length > 0][:MOST_ENTITIES]


def _cut(text: str, most: int) -> str:
    return text[: most - 1].rstrip(" \n\u200d") + "…"


def _until(end: int, entities: Iterable[MessageEntity]) -> Iterable[MessageEntity]:
    for entity in entities:
        length = min(entity.length, end - entity.offset)
        if length > 0:
            yield entity.model_copy(update={"length": length})


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _harmless(sign: str) -> bool:
    return sign == "\n" or (unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in _OVERRIDES)


def _cleaned(node: T) -> T:
    """The same tree without signs that would make Telegram refuse all of it."""
    return node.replace(*(_cleaned(part) if isinstance(part, Text) else clean(str(part)) for part in node))


def _key(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=_label(button.label), callback_data=button.data, style=button.style)


def _label(text: str) -> str:
    """As it is: a reply keyboard's button writes its label back to us."""
    return " ".join(clean(text).split())
