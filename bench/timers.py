"""Many timers armed, a thousand due in the same second: beside APScheduler's SQLAlchemy job store."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import Engine, create_engine, event, func, insert, select
from sqlalchemy.orm import Session

from bench.line import Line, at_most, line_of, no_more_than
from bench.rounds import Say, interleaved, percentile
from bot.alarm import AlarmClock
from bot.clock import SystemClock
from bot.db import Database
from bot.migrating import migrate
from bot.timer.models import Timer
from bot.timer.rules import Fired

_FAR = timedelta(days=30)
_SOON = timedelta(seconds=2.5)


class Burst(NamedTuple):
    """Milliseconds: how late the latest hundredth was, and how long the event loop did nothing else."""

    late: float
    blocked: float


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    armed, due, rounds = (10_000, 200, 1) if quick else (100_000, 1_000, 3)
    with TemporaryDirectory(prefix="bench-timers-") as name:
        folder = Path(name)
        contestants: dict[str, Callable[[], Burst]] = {
            "ours": lambda: asyncio.run(_ours(folder, armed, due)),
            "APScheduler": lambda: asyncio.run(_theirs(folder, armed, due)),
        }
        found = interleaved(
            contestants, rounds, say, lambda one: f"p99 {one.late:.0f} ms, blocked {one.blocked:.0f} ms"
        )
        small, large = (asyncio.run(_idle(folder, number, 3 if quick else 8)) for number in (100, armed))
    say(f"idle: {small:.2f} ms a second with 100 armed, {large:.2f} with {armed}")
    return _judged(found, armed, due, small, large)


def _judged(found: dict[str, list[Burst]], armed: int, due: int, small: float, large: float) -> list[Line]:
    mine, theirs = found["ours"], found["APScheduler"]
    late = [run.late for run in mine], [run.late for run in theirs]
    blocked = [run.blocked for run in mine], [run.blocked for run in theirs]
    peer = "APScheduler, SQLAlchemy job store, SQLite"
    what = f"{armed:,} timers armed, {due:,} due in the same second"
    return [
        line_of(f"{what}: lateness p99", *late, "ms", peer, at_most(0.1)),
        line_of(f"{what}: lateness p99", *late, "ms", peer, no_more_than(100)),
        line_of(f"{what}: event loop blocked", *blocked, "ms", peer, no_more_than(20)),
        Line("idle, asking for what is due, a second", large, small, "ms CPU", "100 armed", at_most(2)),
    ]


async def _ours(folder: Path, armed: int, due: int) -> Burst:
    at = datetime.now(UTC) + _SOON  # noqa: TID251  the machine's own clock
    url = _armed(folder, armed - due, due, at)
    db, done = Database(url), list[float]()
    alarm = _Told(db, SystemClock(), {"nothing": _nothing}, done)
    alarm.start()
    await alarm.ring()
    burst = await _burst(at, done, due)
    alarm.stop()
    left = db.read_here(lambda session: session.query(Timer).filter(Timer.due_at <= at).count())
    db.close()
    if left:
        raise AssertionError(f"{left} timers are still armed")
    return burst


class _Told(AlarmClock):
    """Notes when each timer was done and committed, at the latest: once all that began with it are."""

    def __init__(self, db: Database, clock: SystemClock, jobs: Any, done: list[float]) -> None:
        super().__init__(db, clock, jobs)
        self._noted = done

    async def _fire(self, timers: Sequence[tuple[str, datetime]], now: datetime) -> None:
        await super()._fire(timers, now)
        self._noted += [datetime.now(UTC).timestamp()] * len(timers)  # noqa: TID251  the machine's own clock


def _nothing(session: Session, timer: Fired, *, now: datetime) -> None:
    """What a timer does here."""


def _armed(folder: Path, far: int, due: int, at: datetime) -> str:
    """A database with so many timers far away, and so many due at this moment."""
    file = folder / f"ours-{far}-{due}-{time.monotonic_ns()}.sqlite"
    migrate(f"sqlite:///{file}")
    milliseconds, later = (int(one.timestamp() * 1000) for one in (at, at + _FAR))
    rows = [(f"far:{n}", "nothing", later + n, "{}") for n in range(far)]
    rows += [(f"due:{n}", "nothing", milliseconds, "{}") for n in range(due)]
    with sqlite3.connect(file) as connection:
        connection.executemany('INSERT INTO timers ("key", kind, due_at, data) VALUES (?, ?, ?, ?)', rows)
    connection.close()
    return f"sqlite:///{file}"


_done: list[float] = []


async def _noted() -> None:
    _done.append(datetime.now(UTC).timestamp())  # noqa: TID251  the machine's own clock


async def _theirs(folder: Path, armed: int, due: int) -> Burst:
    """Jobs are put into its store's table in the form in which it keeps them: one by one takes minutes."""
    file = folder / f"theirs-{time.monotonic_ns()}.sqlite"
    engine = _their_engine(file)
    store = SQLAlchemyJobStore(engine=engine)
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_jobstore(store)
    scheduler.add_executor(AsyncIOExecutor(), "loop")
    store.jobs_t.create(engine)
    at = datetime.now(UTC) + _FAR  # noqa: TID251  the machine's own clock
    _put(scheduler, store, engine, [(f"far:{n}", at) for n in range(armed - due)])
    at = datetime.now(UTC) + _SOON  # noqa: TID251  the machine's own clock
    _put(scheduler, store, engine, [(f"due:{n}", at) for n in range(due)])
    _done.clear()
    scheduler.start()
    burst = await _burst(at, _done, due)
    scheduler.pause()
    with engine.connect() as connection:
        left = connection.execute(select(func.count()).select_from(store.jobs_t)).scalar()
    scheduler.shutdown(wait=False)
    engine.dispose()
    if left != armed - due:
        raise AssertionError(f"{left} jobs are left, not {armed - due}")
    return burst


def _their_engine(file: Path) -> Engine:
    """As durable as ours and with the same journal: SQLite's own default asks the disk twice as often."""
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _put(scheduler: Any, store: Any, engine: Any, jobs: list[tuple[str, datetime]]) -> None:
    import pickle

    first = Job(scheduler, id="one", func=_noted, args=(), kwargs={}, name="one", executor="default",
                trigger=DateTrigger(jobs[0][1], UTC), misfire_grace_time=None, coalesce=True,
                max_instances=1, next_run_time=jobs[0][1])  # fmt: skip
    state = first.__getstate__()
    rows = [
        {
            "id": key,
            "next_run_time": at.timestamp(),
            "job_state": pickle.dumps(state | {"id": key}, pickle.HIGHEST_PROTOCOL),
        }
        for key, at in jobs
    ]
    with engine.begin() as connection:
        connection.execute(insert(store.jobs_t), rows)


async def _burst(at: datetime, done: list[float], due: int) -> Burst:
    """Wait until so many are done; meanwhile a pulse of the event loop finds how long it was away."""
    longest = [0.0]
    pulse = asyncio.create_task(_pulse(longest))  # noqa: TID251  ends right here
    async with asyncio.timeout(60):
        while len(done) < due:  # noqa: ASYNC110  theirs cannot set an event of ours without being slowed
            await asyncio.sleep(0.02)
    pulse.cancel()
    if len(done) != due:
        raise AssertionError(f"{len(done)} fired, and {due} were due")
    late = [one - at.timestamp() for one in done]
    if min(late) < -0.002:
        raise AssertionError(f"one fired {-min(late) * 1000:.0f} ms too early")
    return Burst(percentile(late, 0.99) * 1000, longest[0] * 1000)


async def _pulse(longest: list[float], *, every: float = 0.001) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(every)
        longest[0] = max(longest[0], time.perf_counter() - began - every)


async def _idle(folder: Path, armed: int, seconds: int) -> float:
    """Milliseconds of CPU that a second costs in which nothing is due."""
    at = datetime.now(UTC) + _FAR  # noqa: TID251  the machine's own clock
    db = Database(_armed(folder, armed, 0, at))
    alarm = AlarmClock(db, SystemClock(), {})
    alarm.start()
    await alarm.ring()
    began = time.process_time()
    await asyncio.sleep(seconds)
    used = time.process_time() - began
    alarm.stop()
    db.close()
    return used / seconds * 1000
