"""The limits: SQLite alone writing the rows of our taps, and aiogram alone reading their JSON."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bench import stage
from bench.feed import Feed
from bench.rounds import Run

Written = tuple[str, Any, bool]
"""A statement that changes rows, its parameters, and whether those are many."""


@contextmanager
def recorded() -> Iterator[list[list[Written]]]:
    """What the writing thread writes meanwhile, by session: one of ours is one action."""
    actions: list[list[Written]] = [[]]

    def began(*_: Any) -> None:
        if threading.current_thread().name == "writer":
            actions.append([])

    def heard(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: bool) -> None:
        if threading.current_thread().name != "writer":
            return
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            actions[-1].append((statement, parameters, many))

    event.listen(Engine, "before_cursor_execute", heard)
    event.listen(Session, "after_begin", began)
    try:
        yield actions
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
        event.remove(Session, "after_begin", began)


def sqlite_alone(file: Path, actions: Sequence[Sequence[Written]], taps: int, *, together: int = 64) -> Run:
    """Write them again with one COMMIT for so many taps, and nothing else. The rows are the same after it."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    wrote = [action for action in actions if action]
    size = max(1, len(wrote) * together // taps)
    began = time.perf_counter()
    for start in range(0, len(wrote), size):
        connection.execute("BEGIN IMMEDIATE")
        for action in wrote[start : start + size]:
            for statement, parameters, many in action:
                run = connection.executemany if many else connection.execute
                run(statement, parameters)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return Run(seconds, [seconds / taps] * taps)


def aiogram_alone(raw: Sequence[str]) -> Run:
    """aiogram's own dispatcher with one handler that does nothing."""
    return asyncio.run(_aiogram_alone(raw))


async def _aiogram_alone(raw: Sequence[str]) -> Run:
    dispatcher, handled = Dispatcher(), 0

    @dispatcher.callback_query()
    async def nothing(_: CallbackQuery) -> None:
        nonlocal handled
        handled += 1

    bot = Bot(stage.TOKEN, session=Feed([], together=1))
    began = time.perf_counter()
    for one in raw:
        await dispatcher.feed_raw_update(bot, json.loads(one))
    seconds = time.perf_counter() - began
    if handled != len(raw):
        raise AssertionError(f"{handled} of {len(raw)} were handled")
    return Run(seconds, [seconds / handled] * handled)
