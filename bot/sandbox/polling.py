"""getUpdates that waits: shared by the HTTP server and the in-process session."""

import asyncio
from typing import Any

from bot.sandbox.faults import FOREIGN
from bot.sandbox.model import Sandbox
from bot.sandbox.trouble import Json, bad_request, conflict


async def poll(box: Sandbox, params: Json) -> list[Json]:
    """One getUpdates call; waits up to its timeout (0-50 s of real time) for an update.

    Raises what Sandbox.call raises, and 409 when a newer poll takes over.
    """
    found: list[Json] = box.call("getUpdates", params)
    seconds = min(max(_number(params.get("timeout")), 0), box.limits.poll_timeout)
    if found or not seconds:
        return found
    news: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def wake(arrived: bool) -> None:
        if not news.done():
            news.set_result(arrived)

    box.waiting_poll = wake
    try:
        async with asyncio.timeout(seconds):
            arrived = await news
    except TimeoutError:
        return []
    finally:
        if box.waiting_poll is wake:
            box.waiting_poll = None
    if not arrived:
        raise conflict(FOREIGN)
    again: list[Json] = box.call("getUpdates", params)
    return again


def _number(value: Any) -> int:
    try:
        return int(value or 0)
    except ValueError as wrong:
        raise bad_request("can't parse parameter timeout") from wrong
