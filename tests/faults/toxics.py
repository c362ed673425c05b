"""A bad line between the bot and Telegram: TCP in between that breaks, stalls and trickles as it is told."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from enum import StrEnum
from urllib.parse import urlsplit

_A_BITE = 65536


class Toxic(StrEnum):
    """What the line does to the next answer."""

    WELL = "well"
    REFUSED = "refused"
    """New connections are closed at once."""
    HALF_CLOSED = "half closed"
    """The question goes through; instead of the answer the connection ends."""
    STALLED = "stalled"
    """The answer stays on its way until the line is well again, or for ever."""
    TRICKLES = "trickles"
    """One byte of the answer at a time, with a pause."""
    CUT = "cut"
    """The answer breaks off in its middle."""


class Line:
    """Listens on the loopback address and carries bytes to `url`. `toxic` may change at any time."""

    def __init__(self, url: str, *, a_byte_every: float = 1.0) -> None:
        self._to, self._pause = urlsplit(url), a_byte_every
        self.toxic, self.struck = Toxic.WELL, 0
        """`struck`: how many answers it has harmed."""
        self._well = asyncio.Event()
        self._well.set()
        self._open: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """The address to use in place of the real one."""
        self._server = await asyncio.start_server(self._met, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        self.becomes(Toxic.WELL)
        self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def becomes(self, toxic: Toxic) -> None:
        self.toxic = toxic
        if toxic is Toxic.WELL:
            self._well.set()
        else:
            self._well.clear()

    async def _met(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            if self.toxic is Toxic.REFUSED:
                self.struck += 1
            else:
                await self._carried(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # one of the two hung up: that is what lines are for
        finally:
            writer.transport.abort()
            self._open.discard(task)

    async def _carried(self, reader: StreamReader, writer: StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._to.hostname, self._to.port)
        try:
            async with asyncio.TaskGroup() as both:
                answers = both.create_task(self._answers(there, writer))
                questions = both.create_task(_poured(reader, back))
                await asyncio.wait({answers, questions}, return_when=asyncio.FIRST_COMPLETED)
                answers.cancel()
                questions.cancel()
        finally:
            back.transport.abort()

    async def _answers(self, reader: StreamReader, writer: StreamWriter) -> None:
        while answer := await reader.read(_A_BITE):
            if self.toxic is not Toxic.WELL:
                self.struck += 1
            if self.toxic in (Toxic.HALF_CLOSED, Toxic.REFUSED):
                return
            if self.toxic is Toxic.CUT:
                writer.write(answer[: len(answer) // 2])
                await writer.drain()
                return
            if self.toxic is Toxic.STALLED:
                await self._well.wait()
            if self.toxic is Toxic.TRICKLES:
                answer = await self._trickled(answer, writer)
            writer.write(answer)
            await writer.drain()

    async def _trickled(self, answer: bytes, writer: StreamWriter) -> bytes:
        """Byte by byte until the line is well; answers with the rest."""
        while answer and self.toxic is Toxic.TRICKLES:
            writer.write(answer[:1])
            await writer.drain()
            answer = answer[1:]
            try:
                async with asyncio.timeout(self._pause):
                    await self._well.wait()
            except TimeoutError:
                continue
        return answer


async def _poured(reader: StreamReader, writer: StreamWriter) -> None:
    while some := await reader.read(_A_BITE):
        writer.write(some)
        await writer.drain()
