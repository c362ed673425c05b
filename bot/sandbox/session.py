"""An aiogram session that talks to the stand-in without HTTP: for fast tests and benchmarks."""

import json
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Any, NoReturn, cast

import aiohttp
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from bot.sandbox.calls import Uploads, chat_of
from bot.sandbox.files import Upload
from bot.sandbox.model import Sandbox
from bot.sandbox.polling import poll
from bot.sandbox.trouble import BadAnswer, BotApiError, ConnectionLost, Json

NOBODY = "ClientConnectorError: Cannot connect to host api.telegram.org:443 ssl:default [Connect call failed]"
HUNG_UP = "ServerDisconnectedError: Server disconnected"


class SandboxSession(BaseSession):
    """Sends every call to `box` as a form, exactly as aiogram's own session would put it on the wire.

    Errors are those of aiogram's check_response; broken connections are TelegramNetworkError. A planned
    delay never sleeps: as long as the timeout or longer, it is a timeout after the call was carried out.
    """

    def __init__(self, box: Sandbox, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.box = box

    async def close(self) -> None:
        """Nothing is open."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        params, uploads = await self._form(bot, method)
        name = method.__api_method__
        held = self.box.faults.delay(name, chat_of(params), self.box.now())
        try:
            status, content = 200, await self._call(bot, name, params, uploads)
        except ConnectionLost as lost:
            raise TelegramNetworkError(method=method, message=HUNG_UP if lost.accepted else NOBODY) from lost
        except BadAnswer as bad:
            status, content = bad.status, bad.body
        except BotApiError as error:
            status, content = error.error_code, json.dumps(error.envelope())
        if held >= (self.timeout if timeout is None else timeout):
            raise TelegramNetworkError(method=method, message="Request timeout error")
        response = self.check_response(bot=bot, method=method, status_code=status, content=content)
        return cast(TelegramType, response.result)

    async def _call(self, bot: Bot, name: str, params: Json, uploads: Uploads) -> str:
        if bot.token != self.box.token:
            raise BotApiError(401, "Unauthorized")
        if name.lower() == "getupdates":
            result: Any = await poll(self.box, params)
        else:
            result = self.box.call(name, params, uploads)
        return json.dumps({"ok": True, "result": result})

    async def _form(self, bot: Bot, method: TelegramMethod[TelegramType]) -> tuple[Json, Uploads]:
        """What aiogram's form would carry: falsy values are left out there too."""
        files: dict[str, InputFile] = {}
        dumped = method.model_dump(warnings=False)
        prepared = {key: self.prepare_value(value, bot=bot, files=files) for key, value in dumped.items()}
        uploads = {}
        for key, file in files.items():
            data = b"".join([chunk async for chunk in file.read(bot)])
            uploads[key] = Upload(data, file.filename or key)
        return {key: value for key, value in prepared.items() if value}, uploads

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        try:
            data = self.box.download(_path(url, self.box.token)).data
        except BotApiError as error:
            _fail(url, error.error_code)
        except BadAnswer as bad:
            _fail(url, bad.status)
        except ConnectionLost as lost:
            raise aiohttp.ServerDisconnectedError(HUNG_UP if lost.accepted else NOBODY) from lost
        for start in range(0, len(data), chunk_size):
            yield data[start : start + chunk_size]


def _path(url: str, token: str) -> str:
    _, mark, path = url.partition(f"/file/bot{token}/")
    if not mark:
        raise BotApiError(401, "Unauthorized")
    return path


def _fail(url: str, status: int) -> NoReturn:
    where = URL(url)
    asked = aiohttp.RequestInfo(where, "GET", CIMultiDictProxy(CIMultiDict()), where)
    raise aiohttp.ClientResponseError(asked, (), status=status, message=HTTPStatus(status).phrase)
