"""What one night left behind, for the checker: rows, calls, files, deaths, and how the processes felt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.db import is_postgresql, sqlite_engine
from bot.db.postgresql import postgresql_engine
from tests.faults.watched import Watched


@dataclass(frozen=True)
class Vital:
    """One look at a running process: bytes of memory, open files, threads."""

    pid: int
    at: float
    memory: int
    files: int
    threads: int


@dataclass(frozen=True)
class Stop:
    """A process that was asked to end: its exit code, and how many seconds that took."""

    code: int
    seconds: float


@dataclass
class Beats:
    """What the dead man's switch outside has heard. `stalls`: when the bot could really do nothing."""

    began: datetime
    ended: datetime
    heard: list[datetime] = field(default_factory=list)
    stalls: list[tuple[datetime, datetime]] = field(default_factory=list)


@dataclass
class Evidence:
    """One night."""

    engine: Engine
    box: Watched
    folder: Path
    clock: Clock
    codes: list[int] = field(default_factory=list)
    """Exit codes, in order; negative for a signal."""
    died: list[datetime] = field(default_factory=list)
    """When each of them ended, by the night's clock."""
    histories: list[list[tuple[object, ...]]] = field(default_factory=list)
    """The timeline as each dead process left it."""
    rough: list[tuple[datetime, datetime]] = field(default_factory=list)
    """By the night's clock: when it was wound, when no process or no database was there."""
    wound: list[tuple[datetime, timedelta]] = field(default_factory=list)
    """When the clock was wound, and by how much."""
    restarts: list[float] = field(default_factory=list)
    """Seconds from each death to the next question to Telegram."""
    vitals: list[Vital] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    blows: list[str] = field(default_factory=list)
    """What struck, in order: with the same seed the same."""
    beats: Beats | None = None
    """None where nothing listens for them."""
    ambiguous: int | None = None
    """So many messages may have come twice. None: nobody counted."""
    poison: set[int] = field(default_factory=set)
    """Updates that are meant to end in quarantine."""
    unreachable: set[int] = field(default_factory=set)
    """Telegram ids of those to whom nothing could be brought for a while."""
    slowness: timedelta = timedelta()
    """How late this machine itself was at its worst."""

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def timeline(self) -> list[tuple[object, ...]]:
        return self.rows("SELECT * FROM timeline ORDER BY id")

    def is_reachable(self) -> bool:
        """Nobody but PostgreSQL is ever away."""
        return self.rows_or_none("SELECT 1") is not None

    def is_quiet(self) -> bool:
        """Nothing new in the inbox, nothing promised and unsent, nothing waiting at Telegram."""
        left = self.rows_or_none(
            "SELECT 1 FROM inbox WHERE state = 'new' UNION ALL"
            " SELECT 1 FROM outbox WHERE state IN ('pending', 'sending')"
        )
        return not self.box.updates.waiting and left == []

    def left(self, log: Path) -> str:
        """What there is, in a few lines, for whoever waited in vain."""
        counted = "SELECT state, count(*) FROM {} GROUP BY state"
        tables = {table: self.rows_or_none(counted.format(table)) for table in ("inbox", "outbox")}
        tail = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
        lives = f"exit codes {self.codes}, waiting at Telegram {len(self.box.updates.waiting)}"
        return "\n".join([*(f"{table} {rows}" for table, rows in tables.items()), lives, *tail])

    def rows_or_none(self, query: str) -> list[tuple[object, ...]] | None:
        """None while the server is away."""
        try:
            return self.rows(query)
        except DBAPIError:
            return None

    @contextmanager
    def trouble(self) -> Iterator[None]:
        """As long as this lasts nothing can be on time."""
        began = self.clock.now()
        try:
            yield
        finally:
            self.rough.append((began, self.clock.now()))

    def lasted(self, since: datetime, until: datetime) -> timedelta:
        """How long that was for a process that works: without what the clock was wound by."""
        return until - since - sum((by for at, by in self.wound if since <= at <= until), timedelta())

    def excused_until(self, due: datetime) -> datetime:
        """When what was due then must have been done at the latest, give or take."""
        last = due
        for began, ended in sorted(self.rough):
            if ended >= due and began <= last + ON_TIME:
                last = max(last, ended)
        return last + ON_TIME + self.slowness


ON_TIME = timedelta(seconds=5)


def onlooker(url: str) -> Engine:
    """For whoever looks into the night's database: at one moment of it at a time, and changes nothing."""
    if is_postgresql(url):
        return postgresql_engine(url, size=2, isolation="REPEATABLE READ")
    return sqlite_engine(url, begin="BEGIN", query_only=True)
