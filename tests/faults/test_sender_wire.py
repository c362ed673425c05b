"""Sockets that are really there, or not: what is certain about a call, and what is not."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram.utils.formatting import Text

from bot.outbox.rules import Ambiguous, Sent, Transient
from bot.telegram.drawing import Drawing
from bot.telegram.wire import Wire, make_bot

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"
HELLO = Drawing(Text("hello"))
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def wire_to(serve: Serve | None, *, patience: float = 5.0) -> AsyncIterator[Wire]:
    """A wire to a server of ours; None: to a port where nobody listens."""
    server = await asyncio.start_server(serve or _hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    if serve is None:
        server.close()
        await server.wait_closed()
    bot = make_bot(TOKEN, api_url=f"http://127.0.0.1:{port}", timeout=patience)
    try:
        yield Wire(bot)
    finally:
        await bot.session.close()
        server.close()


async def test_where_nobody_listens_nothing_was_sent() -> None:
    async with wire_to(None) as wire:
        outcome = await wire.send(5, HELLO)
    assert isinstance(outcome, Transient)
    assert TOKEN not in outcome.why


async def test_a_hung_up_connection_may_have_carried_the_message() -> None:
    async with wire_to(_hang_up) as wire:
        assert isinstance(await wire.send(5, HELLO), Ambiguous)
        assert isinstance(await wire.edit(5, 7, HELLO), Transient)


async def test_silence_may_mean_that_it_arrived() -> None:
    async with wire_to(_say_nothing, patience=0.05) as wire:
        assert isinstance(await wire.send(5, HELLO), Ambiguous)


async def test_another_bot_api_server_answers_as_telegram_does() -> None:
    async with wire_to(_answer) as wire:
        assert await wire.send(5, HELLO) == Sent(77)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_gateways_page_is_trouble_that_passes(status: int) -> None:
    async def page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _respond(reader, writer, f"<html>{status} Bad Gateway</html>", status)

    async with wire_to(page) as wire:
        assert isinstance(await wire.send(5, HELLO), Transient)


async def _hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.close()


async def _say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    chat = '{"id": 5, "type": "private"}'
    message = f'{{"message_id": 77, "date": 1, "chat": {chat}, "text": "hello"}}'
    await _respond(reader, writer, f'{{"ok": true, "result": {message}}}')


async def _respond(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: str, status: int = 200
) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    await reader.readexactly(length)
    writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    await writer.drain()
    writer.close()
