"""A connection to a PostgreSQL server with a straight way for statements that are made already.

They are prepared once for each connection, and those of which nobody awaits the answer go along with the
next one: several statements are one way to the server and back. What SQLAlchemy runs takes the same way
(cursor.py). Everything else is psycopg's, and in one order with them.
Why: docs/decisions/0146-straight-to-the-server.md, 0155-a-cursor-that-remembers.md.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.abc import Transformer as _Transformer
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import TransactionStatus
from psycopg.pq.abc import PGresult

from bot.db.cursor import Cursor, Text
from bot.db.wire import Statement, Wire

_MOST = 32
"""So many wait at most: what the server answers has to fit between us and it until we read it."""
_KNOWN = 400
"""So many of SQLAlchemy's statements a connection remembers; those unused for longest are forgotten."""


class Done:
    """What the server answered."""

    __slots__ = ("_reading", "_result")

    def __init__(self, result: PGresult, reading: _Transformer) -> None:
        self._result, self._reading = result, reading

    @property
    def rowcount(self) -> int:
        return self._result.command_tuples or 0

    def fetchall(self) -> list[tuple[Any, ...]]:
        self._reading.set_pgresult(self._result)
        return self._reading.load_rows(0, self._result.ntuples, tuple)


class Straight(psycopg.Connection[Any]):
    """One thread at a time, as everywhere. What waits is sent before anything else, and before a COMMIT."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare_threshold = None  # psycopg prepares nothing, so it has the server forget nothing
        self._wire = Wire(self)
        self._texts: OrderedDict[str, Text] = OrderedDict()
        self._waiting: list[Statement] = []
        self._adapting: _Transformer | None = None

    def straight(self, sql: str, values: Sequence[Any]) -> Done:
        """Run it, and everything that waits before it. psycopg.Error."""
        return Done(self._run(Statement(sql, self._stored(values))), self._transformer)

    def later(self, sql: str, values: Sequence[Any]) -> None:
        """Run it before the next one, or before the COMMIT. psycopg.Error, then."""
        self._waiting.append(Statement(sql, self._stored(values)))
        if len(self._waiting) >= _MOST:
            self.send()

    def send(self) -> None:
        """Run everything that waits. psycopg.Error."""
        if self._waiting:
            self._wire.run(self._taken())

    def known(self, sql: str, values: Mapping[str, Any]) -> tuple[Text, PGresult]:
        """Run what SQLAlchemy has written, as `straight` does. psycopg.Error."""
        text = self._text(sql)
        return text, self._run(self._of(text, values))

    def known_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run it with each of these; how many rows that changes. psycopg.Error."""
        text, changed = self._text(sql), 0
        for first in range(0, len(rows), _MOST):
            some = [self._of(text, values) for values in rows[first : first + _MOST]]
            results = self._wire.run([*self._taken(), *some])[-len(some) :]
            changed += sum(result.command_tuples or 0 for result in results)
        return changed

    def loaded(self, result: PGresult) -> list[tuple[Any, ...]]:
        """Its rows, converted as psycopg does."""
        return Done(result, self._transformer).fetchall()

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        """The one for SQLAlchemy; psycopg's own for whoever wants more of it than that."""
        return self.psycopgs(*args, **kwargs) if args or kwargs else Cursor(self)

    def psycopgs(self, *args: Any, **kwargs: Any) -> Any:
        """psycopg's own cursor: what waits is done by then."""
        self.send()
        return super().cursor(*args, **kwargs)

    def forget(self) -> None:
        """The server and we know no statement any more."""
        self._wire.forget_all()
        self._texts.clear()

    def commit(self) -> None:
        """What fails on the way to it leaves no transaction open, as a COMMIT leaves none."""
        try:
            self.send()
            self._wire.commit()
        except BaseException:
            with suppress(psycopg.Error):
                self.rollback()
            raise

    def rollback(self) -> None:
        self._waiting.clear()
        super().rollback()

    @property
    def _transformer(self) -> _Transformer:
        """Made when it is first needed: by then this connection knows how to read its types."""
        if self._adapting is None:
            self._adapting = Transformer(self)
        return self._adapting

    def _text(self, sql: str) -> Text:
        text = self._texts.get(sql)
        if text is None:
            text = Text(sql)
            if text.is_long:
                return text
            self._make_room()
            self._texts[sql] = text
        self._texts.move_to_end(sql)
        return text

    def _make_room(self) -> None:
        """The server refuses to forget anything in a transaction that has failed: then later."""
        if len(self._texts) >= _KNOWN and self.pgconn.transaction_status != TransactionStatus.INERROR:
            self._wire.forget(*self._texts.popitem(last=False)[1].prepared)

    def _of(self, text: Text, values: Mapping[str, Any]) -> Statement:
        stored = self._stored([values[name] for name in text.names])
        return text.statement(stored, self._transformer.types or ())

    def _stored(self, values: Sequence[Any]) -> Sequence[Buffer | None]:
        return self._transformer.dump_sequence(values, [PyFormat.TEXT] * len(values))

    def _run(self, statement: Statement) -> PGresult:
        """One way to the server and back, for this one and all that wait."""
        return self._wire.run([*self._taken(), statement] if self._waiting else [statement])[-1]

    def _taken(self) -> list[Statement]:
        taken, self._waiting = self._waiting, []
        return taken
