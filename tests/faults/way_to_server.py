"""One bot's own way to the PostgreSQL server, which breaks for it alone while others go on."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
from pathlib import Path
from typing import Self

_SOCKET = ".s.PGSQL.5432"
_A_BITE = 65536


class WayToServer:
    """Carries bytes between a socket of its own and the server's. Cut, it ends all connections."""

    def __init__(self, server: str) -> None:
        """`server`: the folder of its socket."""
        self._server_folder, self.folder = server, tempfile.mkdtemp(prefix="night-way-")
        self._open: set[asyncio.Task[None]] = set()
        self._is_cut = False

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_unix_server(self._met, Path(self.folder, _SOCKET))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.cut()
        await asyncio.gather(*self._open, return_exceptions=True)
        shutil.rmtree(self.folder)

    def leads_to(self, url: str) -> str:
        """The same database by this way."""
        return url.replace(self._server_folder, self.folder)

    def cut(self) -> None:
        self._is_cut = True
        for task in self._open:
            task.cancel()

    def mend(self) -> None:
        self._is_cut = False

    async def _met(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        with suppress(OSError, asyncio.CancelledError):
            if not self._is_cut:
                await self._carried(reader, writer)
        writer.transport.abort()
        self._open.discard(task)

    async def _carried(self, reader: StreamReader, writer: StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(Path(self._server_folder, _SOCKET))
        try:
            async with asyncio.TaskGroup() as both:
                ways = {both.create_task(_poured(*pair)) for pair in ((reader, back), (there, writer))}
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                for way in ways:
                    way.cancel()
        finally:
            back.transport.abort()


async def _poured(source: StreamReader, sink: StreamWriter) -> None:
    with suppress(OSError):
        while piece := await source.read(_A_BITE):
            sink.write(piece)
            await sink.drain()
