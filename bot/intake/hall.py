"""Where whoever reaches the webhook's port waits: so many at once, and not for long.

Each connection is one of the files that a process may have open, and the database and Telegram need theirs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web

_MOST = 256
"""Connections at once. Telegram brings no more than a hundred."""
_IDLE = 30.0
"""Seconds without a whole request after which somebody is hung up on."""
_LINGERS = 1
"""Seconds in which whoever was refused may end what they say."""


@asynccontextmanager
async def open_hall(
    application: web.Application, host: str | None, port: int, *, most: int = _MOST, idle: float = _IDLE
) -> AsyncIterator[int]:
    """Listen within this block; the port. Raises OSError where nothing can listen there."""
    runner = web.AppRunner(
        application,
        access_log=None,
        auto_decompress=False,
        keepalive_timeout=idle,
        lingering_time=_LINGERS,
    )
    await runner.setup()
    try:
        server = runner.server
        assert server is not None  # noqa: S101  it has been set up
        let_in = partial(_let_in, server, most)
        listening = await asyncio.get_running_loop().create_server(let_in, host, port)
        try:
            yield int(listening.sockets[0].getsockname()[1])
        finally:
            listening.close()  # and not waited for: Python 3.12 would wait for everybody inside
    finally:
        await runner.cleanup()


def _let_in(server: web.Server, most: int) -> asyncio.Protocol:
    return server() if len(server.connections) < most else _Full()


class _Full(asyncio.Protocol):
    """For whoever comes on top."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  it is a connection
        transport.abort()
