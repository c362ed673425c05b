"""The history for the page: read from the timeline table as it grows, with names in place of numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from bot.db import sqlite_engine
from bot.person.queries import people
from bot.timeline.models import TimelineEvent
from bot.timeline.queries import events_after

Row = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")
LOOK_EVERY_S = 0.25

_PEOPLE = frozenset({"person", "to"})
"""Where the data of an event names a person by number."""


class Feed:
    """Rows of the history, oldest first, from a connection that can only read."""

    def __init__(self, url: str, shown: Callable[[Row], None]) -> None:
        """`shown` is told of every new row."""
        self._engine = sqlite_engine(url, begin="BEGIN", query_only=True)
        self._shown = shown
        self._rows: list[Row] = []

    async def rows(self) -> list[Row]:
        """What has been read so far."""
        return list(self._rows)

    async def read(
        self, query: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What is committed now."""

        def whole() -> T:
            with Session(self._engine, expire_on_commit=False) as session:
                return query(session, *args, **kwargs)

        return await asyncio.to_thread(whole)

    async def run(self) -> None:
        """Read on, four times a second, until cancelled."""
        try:
            while True:
                for row in await asyncio.to_thread(self._read):
                    self._rows.append(row)
                    self._shown(row)
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            self._engine.dispose()

    def _read(self) -> list[Row]:
        last = int(self._rows[-1]["id"]) if self._rows else 0
        with Session(self._engine) as session:
            events = events_after(session, last)
            names = {person.id: person.name for person in people(session)} if events else {}
            return [_row(event, names) for event in events]


def _row(event: TimelineEvent, names: Mapping[int, str]) -> Row:
    return {
        "id": event.id,
        "at": event.at.isoformat(),
        "incident": event.incident_id,
        "kind": event.kind,
        "by": None if event.by_id is None else names.get(event.by_id, f"person {event.by_id}"),
        "why": event.why,
        "data": {key: _named(key, value, names) for key, value in event.data.items()},
    }


def _named(key: str, value: Any, names: Mapping[int, str]) -> Any:
    return names.get(value, value) if key in _PEOPLE and isinstance(value, int) else value
