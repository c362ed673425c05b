"""The page's own API: what people do with their phones, over HTTP (/sim/<person>/<what>)."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox.files import Upload
from bot.sandbox.forms import Form, read_form
from bot.sandbox.hand import Hand
from bot.sandbox.limits import MIB
from bot.sandbox.model import Sandbox
from bot.sandbox.samples import SAMPLES, sample
from bot.sandbox.trouble import BotApiError, CannotDo, Json

BODY_BYTES = 64 * MIB
INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class Wrong(Exception):
    """A refusal for the page: an HTTP status of 4xx and a sentence."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status


Act = Callable[[Hand, Form], Any]


def _write(hand: Hand, form: Form) -> None:
    hand.write(_text(form, "text"))


def _start(hand: Hand, form: Form) -> None:
    hand.start(str(form.fields.get("payload") or ""))


def _tap(hand: Hand, form: Form) -> Json:
    forge = bool(form.fields.get("forge"))
    chat_id = _number(form, "chat_id") if "chat_id" in form.fields else None
    message_id, data = _number(form, "message_id"), _text(form, "data")
    return {"query_id": hand.tap(message_id, data, chat_id=chat_id, forge=forge)}


def _photo(hand: Hand, form: Form) -> None:
    hand.photo(_one_file(form), _caption(form))


def _document(hand: Hand, form: Form) -> None:
    hand.document(_one_file(form), _caption(form))


def _voice(hand: Hand, form: Form) -> None:
    hand.voice(form.files[0][1] if form.files else None)


def _video(hand: Hand, form: Form) -> None:
    hand.video(form.files[0][1] if form.files else None, _caption(form))


def _album(hand: Hand, form: Form) -> None:
    names = form.fields.get("samples") or []
    uploads = [upload for _, upload in form.files] or [_sample(str(name)) for name in names]
    pictures = all(upload.guessed_mime().startswith("image/") for upload in uploads)
    hand.album(uploads, _caption(form), documents=not pictures)


def _forward(hand: Hand, form: Form) -> None:
    sender = _hand(hand.box, _number(form, "from_user_id"))
    sender.forward(_number(form, "message_id"), hand.person.user_id)


ACTS: dict[str, Act] = {
    "text": _write,
    "start": _start,
    "tap": _tap,
    "photo": _photo,
    "document": _document,
    "voice": _voice,
    "video": _video,
    "album": _album,
    "forward": _forward,
    "block": lambda hand, _: hand.block(),
    "unblock": lambda hand, _: hand.unblock(),
    "deactivate": lambda hand, _: hand.deactivate(),
}


class PeopleRoutes:
    """Routes for people's side of one Sandbox."""

    def __init__(self, box: Sandbox) -> None:
        self.box = box

    def add_to(self, app: web.Application) -> None:
        app.router.add_post(r"/sim/{user_id:\d+}/{act}", self.act)
        app.router.add_get("/sim/file/{file_id}", self.file)

    async def act(self, request: web.Request) -> web.Response:
        """Do what a person does; {} or {"query_id"} on success."""
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise Wrong(404, f"a person cannot {request.match_info['act']}")
        form = await read_form(request, BODY_BYTES)
        done = act(_hand(self.box, int(request.match_info["user_id"])), form)
        return web.json_response(done if isinstance(done, dict) else {})

    async def file(self, request: web.Request) -> web.Response:
        """A picture to look at, anything else only to save: nothing uploaded may run as part of the page."""
        file = self.box.files.stored.get(request.match_info["file_id"])
        if file is None:
            raise Wrong(404, "no such file")
        shown = file.mime in INLINE
        kind = file.mime if shown else "application/octet-stream"
        headers = {} if shown else {"Content-Disposition": "attachment"}
        return web.Response(body=file.data, content_type=kind, headers=headers)


@web.middleware
async def errors_as_json(request: web.Request, handler: Any) -> web.StreamResponse:
    """Every refusal under /sim is 4xx {"error": sentence}."""
    if not request.path.startswith("/sim/"):
        response: web.StreamResponse = await handler(request)
        return response
    try:
        response = await handler(request)
    except Wrong as wrong:
        return web.json_response({"error": str(wrong)}, status=wrong.status)
    except CannotDo as refused:
        return web.json_response({"error": str(refused)}, status=409)
    except BotApiError as error:
        return web.json_response({"error": error.description}, status=min(error.error_code, 499))
    except web.HTTPException as error:
        return web.json_response({"error": error.reason}, status=error.status)
    return response


def _hand(box: Sandbox, user_id: int) -> Hand:
    if user_id not in box.people:
        raise Wrong(404, f"there is no phone {user_id}")
    return Hand(box, user_id)


def _text(form: Form, name: str) -> str:
    value = form.fields.get(name)
    if not isinstance(value, str):
        raise Wrong(400, f"{name} must be a text")
    return value


def _number(form: Form, name: str) -> int:
    try:
        return int(form.fields[name])
    except (KeyError, TypeError, ValueError) as wrong:
        raise Wrong(400, f"{name} must be a whole number") from wrong


def _caption(form: Form) -> str:
    return str(form.fields.get("caption") or "")


def _one_file(form: Form) -> Upload:
    return form.files[0][1] if form.files else _sample(_text(form, "sample"))


def _sample(name: str) -> Upload:
    if name not in SAMPLES:
        raise Wrong(404, f"no sample {name}; there are {', '.join(SAMPLES)}")
    return sample(name)
