"""Text and its entities: offsets are UTF-16 units, lengths of texts are code points."""

import re
from typing import Any

from aiogram.enums import MessageEntityType
from aiogram.types import MessageEntity

from bot.sandbox.trouble import Json, bad_request

KNOWN = frozenset(kind.value for kind in MessageEntityType)
NEEDS = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}
COMMAND = re.compile(r"(?:(?<=\s)|^)/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?")


def utf16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def commands_in(text: str) -> list[Json]:
    """bot_command entities, as Telegram finds them in what a person writes."""
    return [
        {"type": "bot_command", "offset": utf16(text[: found.start()]), "length": utf16(found.group())}
        for found in COMMAND.finditer(text)
    ]


def formatted(
    text: str | None, entities: list[MessageEntity] | None, *, longest: int, too_long: str, most_entities: int
) -> tuple[str, list[Json]]:
    """Check and trim what the bot wants to show; raises the 400 Telegram would give."""
    raw = text or ""
    checked = [_checked(entity, raw) for entity in entities or []]
    if len(checked) > most_entities:
        raise bad_request("ENTITIES_TOO_LONG")
    trimmed = raw.strip()
    if len(trimmed) > longest:
        raise bad_request(too_long)
    cut = utf16(raw[: len(raw) - len(raw.lstrip())])
    return trimmed, _moved(checked, cut, utf16(trimmed))


def _checked(entity: MessageEntity, text: str) -> Json:
    if entity.type not in KNOWN:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    needed = NEEDS.get(entity.type)
    if needed and getattr(entity, needed) in (None, ""):
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{needed}\"")
    start, end = entity.offset, entity.offset + entity.length
    if start < 0:
        raise bad_request(f"receive an entity with incorrect offset {start}")
    if entity.length < 0:
        raise bad_request(f"receive an entity with incorrect length {entity.length}")
    where = f"entity beginning at UTF-16 offset {start} ends"
    if end > utf16(text):
        raise bad_request(f"{where} after the end of the text at UTF-16 offset {end}")
    if _splits_a_pair(text, start) or _splits_a_pair(text, end):
        raise bad_request(f"{where} in a middle of a UTF-16 symbol")
    shown: dict[str, Any] = entity.model_dump(mode="json", exclude_none=True)
    return shown


def _splits_a_pair(text: str, offset: int) -> bool:
    if text.isascii():
        return False
    units = text.encode("utf-16-le", "surrogatepass")[offset * 2 : offset * 2 + 2]
    return len(units) == 2 and 0xDC <= units[1] <= 0xDF


def _moved(entities: list[Json], cut: int, length: int) -> list[Json]:
    """Shift by the trimmed beginning, clip to the trimmed end, order as Telegram does."""
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))
