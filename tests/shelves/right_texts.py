"""What is wrong with one message as it was sent: by Telegram's own library, and by our rules of a card."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import tdjson

from bot.telegram.buttons import UnknownTap, from_twin, tap_of, twin
from bot.telegram.commands import ORDER
from bot.telegram.visit import LONGEST_TOAST
from tests.shelves.walking import Cast, Frame, Json

TAPPED = {"Mention", "BotCommand", "Hashtag", "Cashtag", "Url", "EmailAddress"}
OUR_LINK = re.compile(r"https://(kb\.example\.com/regulations|t\.me/\w+\?start=[\w-]{43})")
COMMAND = re.compile(r"(?<![/:.])/[a-z][a-z0-9_]+")
FOREIGN = {"ru": re.compile("[іїєґІЇЄҐ]"), "uk": re.compile("[ыэъёЫЭЪЁ]"), "en": re.compile("[а-яА-ЯёЁіїєґ]")}
LATIN = re.compile(r"(?<![\w/=?.-])[A-Za-z]{3,}(?![\w/-])")
LATIN_ALLOWED = {
    "Telegram",
    "CRM",
    "VPN",
    "Start",
    "Varsh",
    "PNG",
    "English",
    "NTP",
    "health",
    "Europe",
    "https",
}
LANGUAGE_NAMES = re.compile("Русский|Українська|English")
NAMES = ("redirectto:", "givecustomer:", "allto:", "passoutageto:", "joinoutage:", "moveto:")
"""People of the same name are told apart by their order."""
PEOPLE = (*NAMES, "passto:", "passticketto:")
"""Buttons that are labelled with somebody's name, in whatever letters they write it."""
MENUS = ("report:", "settings:", "zone:", "every:", "language:", "invite:", *NAMES)
TIMES = ("estimate:", "eta:")
JOINER = "\u2060"
LINES, BUTTONS, LABEL, DATA = 12, 5, 22, 64


def wrongs(frame: Frame, language: str, cast: Cast) -> Iterator[str]:
    """Each thing that is wrong, in a few words."""
    yield from _to_telegram(frame)
    yield from _tappable(frame)
    yield from _buttons(frame)
    yield from _words(frame, language, cast)
    if cast.tame and frame.text.count("\n") >= LINES:
        yield f"{frame.text.count(chr(10)) + 1} lines"


def _to_telegram(frame: Frame) -> Iterator[str]:
    most = LONGEST_TOAST if frame.toast else 1024 if frame.photo else 4096
    if not 1 <= len(frame.text) <= most:
        yield f"{len(frame.text)} characters"
    entities = [
        {
            "@type": "textEntity",
            "offset": one["offset"],
            "length": one["length"],
            "type": {"@type": KINDS[one["type"]]},
        }
        for one in frame.entities
        if one["type"] in KINDS
    ]
    asked = {"@type": "formattedText", "text": frame.text, "entities": entities}
    answer = _asked("getMarkdownText", text=asked)
    if answer["@type"] != "formattedText":
        yield f"Telegram refuses it: {answer}"


KINDS = {
    "bold": "textEntityTypeBold",
    "blockquote": "textEntityTypeBlockQuote",
    "code": "textEntityTypeCode",
}
"""What we draw with; Telegram finds commands itself."""


def _tappable(frame: Frame) -> Iterator[str]:
    """Only our own commands and links; and those of ours always."""
    found = [] if frame.toast else found_by_telegram(frame.text)
    quoted = [
        range(one["offset"], one["offset"] + one["length"])
        for one in frame.entities
        if one["type"] == "blockquote"
    ]
    for kind, words, offset in found:
        ours = (kind == "BotCommand" and _known(words)) or (kind == "Url" and OUR_LINK.fullmatch(words))
        if not ours or any(offset in place for place in quoted):
            yield f"{words} can be tapped"
    commands = {words for kind, words, _ in found if kind == "BotCommand"}
    for command in COMMAND.findall(frame.text):
        if not frame.toast and command not in commands and _known(command):
            yield f"{command} cannot be tapped"


def _known(command: str) -> bool:
    return command.removeprefix("/") in (*ORDER, "start") or from_twin(command) is not None


def _buttons(frame: Frame) -> Iterator[str]:
    buttons = [button for row in frame.buttons for button in row]
    for button in buttons:
        label, data = str(button["text"]), str(button["callback_data"])
        if len(label.replace(JOINER, "")) > LABEL:
            yield f"a label of {len(label)}: {label}"
        if len(data.encode()) > DATA:
            yield f"data of {len(data.encode())} bytes"
        try:
            tap_of(data)
        except UnknownTap:
            yield f"nobody reads {data}"
        if from_twin(twin(data)) != data:
            yield f"{twin(data)} means something else"
    datas = [str(button["callback_data"]) for button in buttons]
    if len({button["text"] for button in buttons}) < len(buttons) and not any(
        data.startswith(NAMES) for data in datas
    ):
        yield "two buttons say the same"
    times = sum(data.startswith(TIMES) for data in datas)
    menu = any(data.startswith(MENUS) or ":r:" in data for data in datas)
    if len(buttons) - max(times - 1, 0) > BUTTONS and not menu:
        yield f"{len(buttons)} buttons"


def _words(frame: Frame, language: str, cast: Cast) -> Iterator[str]:
    """Ours: translated, filled in, calm."""
    own = LANGUAGE_NAMES.sub("", frame.text)
    if not cast.tame:
        own = _without_quotes(frame) if frame.entities else own
        own = "" if any(word in own for word in ("{0.__class__}", JOINER, "!")) else own
    buttons = [button for row in frame.buttons for button in row]
    if not cast.tame:
        buttons = [button for button in buttons if not str(button["callback_data"]).startswith(PEOPLE)]
    said = "\n".join([own, *(LANGUAGE_NAMES.sub("", button["text"]) for button in buttons)])
    for sign in ("{", "}", "None", "!"):
        if sign in said:
            yield f"{sign!r} in it"
    if FOREIGN[language].search(said):
        yield "letters of another language"
    for word in LATIN.findall(said) if language != "en" and cast.tame else ():
        if word not in LATIN_ALLOWED and word not in vars(cast).values():
            yield f"“{word}” is not translated"


def _without_quotes(frame: Frame) -> str:
    raw = frame.text.encode("utf-16-le")
    for one in sorted(frame.entities, key=lambda entity: -int(entity["offset"])):
        if one["type"] == "blockquote":
            raw = raw[: one["offset"] * 2] + raw[(one["offset"] + one["length"]) * 2 :]
    return raw.decode("utf-16-le")


def found_by_telegram(text: str) -> list[tuple[str, str, int]]:
    """What Telegram's own library would make tappable: its kind, its words, its offset in UTF-16 units."""
    raw = text.encode("utf-16-le")
    found = []
    for one in _asked("getTextEntities", text=text)["entities"]:
        kind = one["type"]["@type"].removeprefix("textEntityType")
        if kind in TAPPED:
            start, end = one["offset"] * 2, (one["offset"] + one["length"]) * 2
            found.append((kind, raw[start:end].decode("utf-16-le"), one["offset"]))
    return found


def _asked(what: str, **values: Json | str) -> dict[str, Any]:
    _quiet()
    answer: dict[str, Any] = json.loads(
        tdjson.td_execute(json.dumps({"@type": what, **values}).encode()) or b"{}"
    )
    return answer


@cache
def _quiet() -> None:
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')
