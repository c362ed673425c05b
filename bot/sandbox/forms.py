"""Reading what arrives over HTTP: query, urlencoded, multipart or JSON, with a limit on its size."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

from bot.sandbox.files import Upload
from bot.sandbox.trouble import BotApiError, Json, bad_request

TOO_LARGE = BotApiError(413, "Request Entity Too Large")


@dataclass
class Form:
    """Fields by name (the first value wins) and files in their order."""

    fields: Json = field(default_factory=dict)
    files: list[tuple[str, Upload]] = field(default_factory=list)

    @property
    def uploads(self) -> dict[str, Upload]:
        return dict(reversed(self.files))


async def read_form(request: web.Request, most_bytes: int) -> Form:
    """The whole input of a call; raises 400 for broken input and 413 for too much of it."""
    form = Form(_first(request.query.items()))
    kind = request.content_type
    if kind.startswith("multipart/"):
        await _read_parts(request, form, most_bytes)
    elif kind == "application/json":
        _add(form, _object(await request.text()))
    elif request.can_read_body:
        posted = await request.post()
        _add(form, _first((key, value) for key, value in posted.items() if isinstance(value, str)))
    return form


def _first(items: Iterable[tuple[str, str]]) -> Json:
    """The first value of each name, as Telegram takes it."""
    return dict(reversed(list(items)))


def _add(form: Form, values: Json) -> None:
    form.fields = values | form.fields


def _object(text: str) -> Json:
    try:
        values = json.loads(text or "{}")
    except ValueError as wrong:
        raise bad_request("can't parse JSON object") from wrong
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object: expected an Object")
    return values


async def _read_parts(request: web.Request, form: Form, most_bytes: int) -> None:
    left = most_bytes
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.name:
                raise bad_request("nested multipart is not understood")
            data = await _read_part(part, left)
            left -= len(data)
            if part.filename is None:
                form.fields.setdefault(part.name, data.decode())
            else:
                mime = part.headers.get("Content-Type", "").partition(";")[0]
                form.files.append((part.name, Upload(data, part.filename, _real(mime))))
    except ValueError as wrong:
        raise bad_request("can't parse the multipart body") from wrong


async def _read_part(part: BodyPartReader, most_bytes: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(65536):
        data += chunk
        if len(data) > most_bytes:
            raise TOO_LARGE
    return bytes(part.decode(data))


def _real(mime: str) -> str:
    """Clients put octet-stream on whatever they don't know: then the file's name says more."""
    return "" if mime == "application/octet-stream" else mime
