"""The history for the page: read from the timeline table as it grows, with names in place of numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from bot.db import sqlite_engine
from bot.report.queries import Names, in_words, names_of_all
from bot.report.rules import BLANKS, hyphened
from bot.telegram.texts import Texts
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

    def __init__(self, url: str, texts: Texts, shown: Callable[[Row], None]) -> None:
        """`texts`: in what language the rows speak; `shown` is told of every new row."""
        self._engine = sqlite_engine(url, begin="BEGIN", query_only=True)
        self._texts = texts
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
            names = names_of_all(session) if events else {}
            return [self._row(session, event, names) for event in events]

    def _row(self, session: Session, event: TimelineEvent, names: Names) -> Row:
        data = {key: _named(key, value, names) for key, value in event.data.items()}
        return {
            "id": event.id,
            "at": event.at.isoformat(),
            "incident": event.incident_id,
            "kind": event.kind,
            "words": in_words(session, event, self._texts, names) or self._of_house(event, data),
            "by": None if event.by_id is None else names.get(event.by_id, f"person {event.by_id}"),
            "why": event.why,
            "data": data,
        }

    def _of_house(self, event: TimelineEvent, data: Row) -> str:
        """Of people and the rota, which belong to no incident."""
        role = {"role": self._texts(f"role-{hyphened(data['role'])}")} if data.get("role") else {}
        return self._texts(f"event-{hyphened(event.kind)}", **{**BLANKS, **data, **role})


def _named(key: str, value: Any, names: Names) -> Any:
    return names.get(value, value) if key in _PEOPLE and isinstance(value, int) else value
