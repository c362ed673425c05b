"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import secrets
from typing import Any

from aiohttp import web

from bot.sandbox.calls import chat_of
from bot.sandbox.forms import Form, read_form
from bot.sandbox.limits import MIB
from bot.sandbox.model import Sandbox
from bot.sandbox.polling import poll
from bot.sandbox.trouble import BadAnswer, BotApiError, ConnectionLost

SLACK = MIB
"""Fields and boundaries that travel beside the largest file."""


class Wire:
    """Routes of the Bot API in front of one Sandbox."""

    def __init__(self, box: Sandbox) -> None:
        self.box = box

    def add_to(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self.call)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self.download)

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One method call; always Telegram's envelope unless a fault says otherwise."""
        try:
            self._check(request)
            form = await read_form(request, self.box.limits.upload_bytes + SLACK)
            result = await self._carry_out(request.match_info["method"], form)
        except BotApiError as error:
            return refusal(error)
        except BadAnswer as bad:
            return web.Response(status=bad.status, text=bad.body, content_type="text/html")
        except ConnectionLost:
            return hang_up(request)
        except web.HTTPRequestEntityTooLarge:
            return refusal(BotApiError(413, "Request Entity Too Large"))
        return web.json_response({"ok": True, "result": result})

    async def _carry_out(self, method: str, form: Form) -> Any:
        held = self.box.faults.delay(method, chat_of(form.fields), self.box.now())
        try:
            if method.lower() == "getupdates":
                return await poll(self.box, form.fields)
            return self.box.call(method, form.fields, form.uploads)
        finally:
            if held:
                await asyncio.sleep(held)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes behind a getFile link."""
        try:
            self._check(request)
            file = self.box.download(request.match_info["path"])
        except BotApiError as error:
            return refusal(error)
        except BadAnswer as bad:
            return web.Response(status=bad.status, text=bad.body, content_type="text/html")
        except ConnectionLost:
            return hang_up(request)
        return web.Response(body=file.data, content_type="application/octet-stream")

    def _check(self, request: web.Request) -> None:
        if not secrets.compare_digest(request.match_info["token"].encode(), self.box.token.encode()):
            raise BotApiError(401, "Unauthorized")


def refusal(error: BotApiError) -> web.Response:
    """Telegram's envelope of an error, with Retry-After where there is one."""
    seconds = (error.parameters or {}).get("retry_after")
    headers = {"Retry-After": str(seconds)} if seconds else None
    return web.json_response(error.envelope(), status=error.error_code, headers=headers)


def hang_up(request: web.Request) -> web.Response:
    """Break the connection without a byte."""
    if request.transport:
        request.transport.abort()
    return web.Response()
