"""A real aiogram bot over real HTTP on the loopback."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramConflictError, TelegramEntityTooLarge, TelegramNetworkError
from aiogram.methods import SendMessage
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto

from bot.clock import WoundClock
from bot.sandbox.hand import Hand
from bot.sandbox.limits import MIB
from bot.sandbox.model import Sandbox
from bot.sandbox.samples import sample
from bot.sandbox.server import SandboxServer

KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])


class QuickSession(AiohttpSession):
    """aiogram's own session without its quarter of a second of politeness to TLS at the end."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@pytest.fixture
def box() -> Sandbox:
    box = Sandbox(WoundClock(datetime(2026, 11, 22, 22, tzinfo=UTC)))
    box.add_person(1, "Olga Petrova", role="operator", started=True)
    box.add_person(2, "Lev", started=True)
    return box


@pytest.fixture
async def url(box: Sandbox) -> AsyncIterator[str]:
    server = SandboxServer(box)
    yield await server.start()
    await server.stop()


@pytest.fixture
async def bot(box: Sandbox, url: str) -> AsyncIterator[Bot]:
    bot = Bot(box.token, session=QuickSession(api=TelegramAPIServer.from_base(url)))
    yield bot
    await bot.session.close()


@pytest.fixture
async def web(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(url) as session:
        yield session


async def waiting(box: Sandbox) -> None:
    """Until a poll hangs on the queue: every round of the loop lets the server read a little."""
    for _ in range(10_000):
        await asyncio.sleep(0)
        if box.waiting_poll:
            return
    raise AssertionError("nobody polls")


async def test_a_bot_sends_edits_answers_and_deletes(bot: Bot, box: Sandbox) -> None:
    sent = await bot.send_message(1, "Step 1", reply_markup=KEYBOARD)
    query = Hand(box, 1).tap(sent.message_id, "go")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.id == query
    await bot.answer_callback_query(query, text="Noted")
    edited = await bot.edit_message_text("Step 2", chat_id=1, message_id=sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("Step 2", None)
    assert await bot.delete_message(1, sent.message_id)


async def test_files_travel_both_ways(bot: Bot) -> None:
    data = sample("error_503").data
    sent = await bot.send_photo(1, BufferedInputFile(data, "screen.png"), caption="Look")
    assert sent.photo is not None
    loaded = await bot.download(sent.photo[-1])
    assert loaded is not None
    assert loaded.read() == data
    media = [
        InputMediaPhoto(media=BufferedInputFile(sample(name).data, name))
        for name in ("error_503", "monitor_photo")
    ]
    assert len(await bot.send_media_group(1, list(media))) == 2


async def test_a_long_poll_ends_when_somebody_writes(bot: Bot, box: Sandbox) -> None:
    polling = asyncio.gather(bot.get_updates(timeout=30))
    await waiting(box)
    Hand(box, 1).write("hello")
    ((update,),) = await polling
    assert update.message is not None
    assert update.message.text == "hello"


async def test_the_older_of_two_polls_gets_409(bot: Bot, box: Sandbox) -> None:
    older = asyncio.gather(bot.get_updates(timeout=30), return_exceptions=True)
    await waiting(box)
    await bot.get_updates()
    assert isinstance((await older)[0], TelegramConflictError)


@pytest.mark.parametrize("kind", ["down", "drop_after"])
async def test_a_broken_connection_is_a_network_error(bot: Bot, box: Sandbox, kind: Any) -> None:
    box.faults.plan(kind, times=1)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(1, "x")
    assert len(box.accepted("sendMessage")) == (1 if kind == "drop_after" else 0)


async def test_an_answer_held_back_runs_into_the_clients_timeout(bot: Bot, box: Sandbox) -> None:
    box.faults.plan("delay", times=1, seconds=0.1)
    patience: Any = 0.02
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await bot.session(bot, SendMessage(chat_id=1, text="x"), timeout=patience)
    assert len(box.accepted("sendMessage")) == 1


async def test_too_large_an_upload_is_413(bot: Bot) -> None:
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(1, BufferedInputFile(bytes(51 * MIB + 1), "dump.bin"))


@pytest.mark.parametrize("way", ["query", "urlencoded", "json", "multipart"])
async def test_every_way_to_pass_parameters_works(web: aiohttp.ClientSession, box: Sandbox, way: str) -> None:
    path = f"/bot{box.token}/SENDmessage"
    values = {"chat_id": "1", "text": "x"}
    form = aiohttp.FormData(values, default_to_multipart=True)
    asked = {
        "query": web.get(path, params=values),
        "urlencoded": web.post(path, data=values),
        "json": web.post(path, json=values),
        "multipart": web.post(path, data=form),
    }
    async with asked.pop(way) as answer:
        assert (await answer.json())["result"]["text"] == "x"
    for unused in asked.values():
        unused.close()


async def test_errors_come_in_telegrams_envelope(web: aiohttp.ClientSession, box: Sandbox) -> None:
    async with web.post("/bot1:wrong/getMe") as answer:
        assert (answer.status, await answer.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )
    box.faults.flood(7, now=box.now())
    async with web.post(f"/bot{box.token}/getMe") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
        assert (await answer.json())["parameters"] == {"retry_after": 7}


async def test_an_error_page_is_html(web: aiohttp.ClientSession, box: Sandbox) -> None:
    box.faults.plan("server_error", status=504)
    async with web.post(f"/bot{box.token}/getMe") as answer:
        assert (answer.status, answer.content_type) == (504, "text/html")
