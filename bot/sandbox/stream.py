"""Server-sent events for the page: everyone who watches gets every change, in order."""

import asyncio
import json

from aiohttp import web

from bot.sandbox.trouble import Json

BACKLOG = 1000
"""A watcher that falls further behind is cut off; its page reconnects and reads the state anew."""
KEEP_ALIVE_S = 15.0


class Stream:
    """The open event streams."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Queue[str | None]] = set()

    def push(self, event: Json) -> None:
        """Hand one event to everybody who watches."""
        line = f"data: {json.dumps(event, ensure_ascii=False, default=str)}\n\n"
        for watcher in list(self._watchers):
            if watcher.qsize() >= BACKLOG:
                self._watchers.discard(watcher)
                watcher.put_nowait(None)
            else:
                watcher.put_nowait(line)

    def close(self) -> None:
        for watcher in self._watchers:
            watcher.put_nowait(None)
        self._watchers.clear()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        watcher: asyncio.Queue[str | None] = asyncio.Queue()
        self._watchers.add(watcher)
        try:
            await response.prepare(request)
            await response.write(b": here we go\n\n")
            while (line := await _next(watcher)) is not None:
                await response.write(line.encode())
        except ConnectionResetError:
            """The page is gone."""
        finally:
            self._watchers.discard(watcher)
        return response


async def _next(watcher: asyncio.Queue[str | None]) -> str | None:
    try:
        async with asyncio.timeout(KEEP_ALIVE_S):
            return await watcher.get()
    except TimeoutError:
        return ": still here\n\n"
