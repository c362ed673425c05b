"""Probes look at real servers on this machine, and never at a network that nobody allowed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.centre.rules import Probe
from bot.probe.rules import Finding, may_reach
from bot.probing.guarded import look

HERE = ("127.0.0.0/8", "::1/128")
QUICK = timedelta(milliseconds=700)


@asynccontextmanager
async def server(answer: bytes, *, silent: bool = False, forever: bool = False) -> AsyncIterator[int]:
    """An HTTP server that says this to everybody; the port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            if silent:
                await reader.read()
            writer.write(answer)
            while forever:
                writer.write(b"x" * 65_536)
                await writer.drain()
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()


def said(body: str, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()


async def found(port: int, **more: object) -> Finding:
    probe = Probe.model_validate({"http": f"http://127.0.0.1:{port}/health", "within": QUICK, **more})
    return (await look(probe, HERE)).finding


async def test_a_server_that_answers_as_it_should_is_green() -> None:
    async with server(said("all is OK")) as port:
        assert await found(port) is Finding.ANSWERS
        assert await found(port, text="OK") is Finding.ANSWERS


async def test_another_status_or_another_text_is_red() -> None:
    async with server(said("down", "503 Service Unavailable")) as port:
        assert await found(port) is Finding.WRONG_STATUS
    async with server(said("maintenance")) as port:
        assert await found(port, text="OK") is Finding.WRONG_TEXT


async def test_nobody_there_slow_and_endless_answers_end_in_time() -> None:
    async with server(b"", silent=True) as port:
        assert await found(port) is Finding.TOO_SLOW
    assert await found(port) is Finding.NO_ANSWER
    async with server(b"HTTP/1.1 200 OK\r\n\r\n", forever=True) as port:
        assert await found(port, text="never said") is Finding.WRONG_TEXT


async def test_a_redirect_is_not_followed() -> None:
    async with server(said("secret")) as inside:
        moved = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{inside}/\r\nContent-Length: 0\r\n\r\n"
        async with server(moved.encode()) as port:
            assert await found(port, text="secret") is Finding.WRONG_STATUS


async def test_a_port_that_lets_us_connect_is_green() -> None:
    async with server(b"") as port:
        probe = Probe(tcp=f"127.0.0.1:{port}", within=QUICK)
        assert (await look(probe, HERE)).finding is Finding.ANSWERS
    assert (await look(probe, HERE)).finding is Finding.NO_ANSWER


INSIDE = [
    "127.0.0.1",
    "localhost",
    "localhost.",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "[::1]",
    "[::]",
    "169.254.169.254",
    "2852039166",
    "0xA9FEA9FE",
    "0x7f.1",
    "017700000001",
    "127.1",
    "[::ffff:169.254.169.254]",
    "[::ffff:127.0.0.1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[fe80::1]",
    "[fc00::1]",
    "[ff02::1]",
]


@pytest.mark.parametrize("host", INSIDE)
async def test_without_permission_nothing_inside_is_reached(host: str) -> None:
    """Whether a resolver knows this way to write it or not, nobody is connected to."""
    async with server(said("inside")) as port:
        probe = Probe(http=f"http://{host}:{port}/", within=QUICK)
        assert (await look(probe, ())).finding in (Finding.NOT_ALLOWED, Finding.NO_SUCH_HOST)
        probe = Probe(tcp=f"{host}:{port}", within=QUICK)
        assert (await look(probe, ())).finding in (Finding.NOT_ALLOWED, Finding.NO_SUCH_HOST)


async def test_one_forbidden_address_among_several_forbids_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    async def both(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.7", 80))]

    resolver: Callable[..., Awaitable[object]] = both
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolver)
    probe = Probe(http="http://two-faced.example/", within=QUICK)
    assert (await look(probe, ())).finding is Finding.NOT_ALLOWED


@pytest.mark.parametrize(
    ("address", "inside", "allowed"),
    [
        ("93.184.216.34", (), True),
        ("2606:2800:220:1::1", (), True),
        ("10.20.3.4", ("10.20.0.0/16",), True),
        ("10.21.3.4", ("10.20.0.0/16",), False),
        ("::ffff:10.20.3.4", ("10.20.0.0/16",), True),
        ("fe80::1%eth0", (), False),
        ("not an address", (), False),
    ],
)
def test_which_addresses_may_be_reached(address: str, inside: tuple[str, ...], allowed: bool) -> None:
    assert may_reach(address, inside) is allowed
