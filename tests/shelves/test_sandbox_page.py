"""The page's own API: what people do, what the page is told, and who is kept out."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.clock import WoundClock
from bot.sandbox.model import Sandbox
from bot.sandbox.server import SandboxServer, Wiring
from bot.sandbox.session import SandboxSession
from bot.sandbox.trouble import Json

KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])


@pytest.fixture
def clock() -> WoundClock:
    return WoundClock(datetime(2026, 11, 22, 22, tzinfo=UTC))


@pytest.fixture
def box(clock: WoundClock) -> Sandbox:
    box = Sandbox(clock)
    box.add_person(1, "Olga Petrova", role="operator", started=True)
    box.add_person(2, "Lev", started=True)
    return box


@pytest.fixture
def server(box: Sandbox, clock: WoundClock) -> SandboxServer:
    async def history() -> list[Json]:
        return [{"id": 1, "kind": "opened"}]

    return SandboxServer(box, Wiring(history=history, wind=lambda seconds: clock.forward(seconds=seconds)))


@pytest.fixture
async def url(server: SandboxServer) -> AsyncIterator[str]:
    yield await server.start()
    await server.stop()


@pytest.fixture
def bot(box: Sandbox) -> Bot:
    return Bot(box.token, session=SandboxSession(box))


@pytest.fixture
async def web(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(url) as session:
        yield session


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "night.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=["another name", "another site", "nowhere", "another site's picture"],
)
async def test_other_sites_are_kept_out(web: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    async with web.post("/sim/1/text", json={"text": "x"}, headers=headers) as answer:
        assert answer.status == 403


async def state(web: aiohttp.ClientSession) -> Any:
    async with web.get("/sim/state") as answer:
        return await answer.json()


async def act(web: aiohttp.ClientSession, path: str, **body: Any) -> tuple[int, Any]:
    async with web.post(f"/sim/{path}", json=body) as answer:
        return answer.status, await answer.json()


async def test_the_state_tells_everything_the_page_draws(
    web: aiohttp.ClientSession, bot: Bot, box: Sandbox
) -> None:
    await bot.send_message(1, "Step 1", reply_markup=KEYBOARD, disable_notification=True)
    whole = await state(web)
    assert whole["clock"] == {"now": "2026-11-22T22:00:00+00:00", "offset": 0.0}
    assert (whole["bot"], whole["playing"]) == ({"running": False, "pid": None}, False)
    assert whole["history"] == [{"id": 1, "kind": "opened"}]
    phone = whole["phones"][0]
    assert (phone["name"], phone["role"], phone["started"]) == ("Olga Petrova", "operator", True)
    (message,) = phone["messages"]
    assert message["buttons"] == [[{"text": "Go", "data": "go", "style": None, "url": None}]]
    assert (message["from"], message["silent"], message["at"]) == ("bot", True, "2026-11-22T22:00:00+00:00")


async def test_people_act_through_the_page(web: aiohttp.ClientSession, bot: Bot, box: Sandbox) -> None:
    sent = await bot.send_message(1, "Step 1", reply_markup=KEYBOARD)
    assert await act(web, "1/text", text="hello") == (200, {})
    assert await act(web, "1/photo", sample="error_503", caption="This") == (200, {})
    assert await act(web, "1/album", samples=["error_503", "monitor_photo"]) == (200, {})
    assert await act(web, "2/forward", from_user_id=1, message_id=sent.message_id) == (200, {})
    status, tapped = await act(web, "1/tap", message_id=sent.message_id, data="go")
    assert (status, list(tapped)) == (200, ["query_id"])
    assert await act(web, "1/block") == (200, {})
    assert await act(web, "1/start", payload="abc") == (200, {})
    phones = (await state(web))["phones"]
    own = [message for message in phones[0]["messages"] if message["from"] == "me"]
    assert [bool(message["photo"]) for message in own] == [False, True, True, True, False]
    assert phones[1]["messages"][0]["buttons"]
    async with web.get(own[1]["photo"]) as answer:
        assert answer.content_type == "image/png"


async def test_a_chosen_file_is_uploaded_and_only_pictures_are_shown(web: aiohttp.ClientSession) -> None:
    form = aiohttp.FormData()
    form.add_field("file", b"<script>alert(1)</script>", filename="page.html", content_type="text/html")
    form.add_field("caption", "my log")
    async with web.post("/sim/1/document", data=form) as answer:
        assert answer.status == 200
    (message,) = (await state(web))["phones"][0]["messages"]
    assert (message["text"], message["document"]["name"]) == ("my log", "page.html")
    async with web.get(message["document"]["url"]) as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.content_type == "application/octet-stream"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("1/tap", {"message_id": 7, "data": "x"}, 409),
        ("1/tap", {"data": "x"}, 400),
        ("9/text", {"text": "x"}, 404),
        ("1/fly", {}, 404),
        ("1/photo", {"sample": "kitten"}, 404),
        ("1/text", {"text": 7}, 400),
        ("bot", {"action": "kill"}, 409),
        ("play", {"start": True}, 409),
        ("clock", {"forward": -60}, 400),
        ("fault", {"kind": "meteorite"}, 400),
    ],
)
async def test_what_cannot_be_done_is_a_sentence(
    web: aiohttp.ClientSession, path: str, body: Json, status: int
) -> None:
    answered, content = await act(web, path, **body)
    assert answered == status
    assert isinstance(content["error"], str)


async def test_the_page_switches_faults_and_winds_the_clock(web: aiohttp.ClientSession, box: Sandbox) -> None:
    await act(web, "clock", forward=60)
    assert (await state(web))["clock"]["now"] == "2026-11-22T22:01:00+00:00"
    await act(web, "fault", kind="flood", seconds=30, chat_id=1)
    assert [fault.kind for fault in box.faults.planned] == ["flood"]
    await act(web, "fault", clear=True, inject={"poison": True})
    assert box.faults.planned == []
    assert box.call("getUpdates")[0]["poison"]


async def test_every_change_is_told_to_the_page(
    web: aiohttp.ClientSession, bot: Bot, server: SandboxServer
) -> None:
    async with web.get("/sim/events") as stream:
        await stream.content.readuntil(b"\n\n")
        await bot.send_chat_action(1, "typing")
        sent = await bot.send_message(1, "Step 1", reply_markup=KEYBOARD)
        _, tapped = await act(web, "1/tap", message_id=sent.message_id, data="go")
        await bot.answer_callback_query(tapped["query_id"], text="Noted", show_alert=True)
        await bot.edit_message_text("Step 2", chat_id=1, message_id=sent.message_id)
        await bot.delete_message(1, sent.message_id)
        await act(web, "1/block")
        await act(web, "clock", forward=60)
        server.set_bot(running=True, pid=42)
        server.set_playing(playing=True, caption="Midnight")
        server.push_history({"id": 2})
        events = [await _event(stream) for _ in range(10)]
    assert [event["kind"] for event in events] == [
        "typing", "message", "answer", "edited", "deleted", "phone", "clock", "bot", "playing", "history",
    ]  # fmt: skip
    assert events[2] == {"kind": "answer", "user_id": 1, "text": "Noted", "alert": True}
    assert events[4]["message_id"] == sent.message_id
    assert (events[5]["phone"]["blocked"], "messages" in events[5]["phone"]) == (True, False)
    assert events[7]["bot"] == {"running": True, "pid": 42}


async def _event(stream: aiohttp.ClientResponse) -> Any:
    line = await stream.content.readuntil(b"\n\n")
    return json.loads(line.removeprefix(b"data: "))


async def test_the_page_is_served(web: aiohttp.ClientSession) -> None:
    async with web.get("/") as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
    async with web.get("/page/app.js") as answer:
        assert answer.status == 200
    async with web.get("/page/..%2fserver.py") as answer:
        assert answer.status in (403, 404)
