"""A month of nights in one process: does it hold more at the end than after the first days?"""

from __future__ import annotations

import asyncio
import gc
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench import stage
from bench.feed import Feed
from bench.line import Line, at_most
from bench.machine import memory_mb
from bench.ours import night_on
from bench.rounds import Say
from bot.app import NightShift
from bot.clock import WoundClock
from bot.db import Database
from bot.health.queries import rows
from bot.incident.models import Incident
from bot.incident.opening import open_incident
from bot.incident.rules import Customer
from bot.nursery import Nursery
from bot.outbox.models import Outgoing
from bot.outbox.rules import State
from bot.person.models import Person
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event

_BEGINS = datetime(2026, 11, 1, 18, tzinfo=UTC)
_COUNTED = (
    select(func.count()).where(Incident.closed_at.is_not(None)),
    select(func.count()).where(TimelineEvent.kind == Event.MORE_TIME),
    select(func.count()).where(Incident.closed_at.is_(None)),
    select(func.count()).where(Outgoing.state.in_((State.PENDING, State.SENDING))),
)
"""Incidents that are over, taps "5 more minutes"; what is open still, what has still to be sent."""


class Held(NamedTuple):
    """Blocks of memory that Python holds, and megabytes of the process."""

    blocks: int
    megabytes: float


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    nights, incidents = (8, 6) if quick else (30, 20)
    with TemporaryDirectory(prefix="bench-month-") as folder:
        stage.build(f"sqlite:///{folder}/night.sqlite", 0, now=_BEGINS, waiting=incidents)
        held = asyncio.run(_lived(Path(folder), nights, incidents, say))
    early, later = held[len(held) // 5], held[len(held) // 5 + 1 :]
    what = f"memory, the most of {nights} nights of {incidents} incidents"
    beside = f"after {len(held) // 5 + 1}"
    return [
        Line(
            f"{what}: Python's blocks",
            max(one.blocks for one in later),
            early.blocks,
            "blocks",
            beside,
            at_most(1.02),
        ),
        Line(
            f"{what}: the process",
            max(one.megabytes for one in later),
            early.megabytes,
            "MB",
            beside,
            at_most(1.05),
        ),
    ]


async def _lived(folder: Path, nights: int, incidents: int, say: Say) -> list[Held]:
    url, clock = f"sqlite:///{folder}/night.sqlite", WoundClock(_BEGINS)
    db, feed, nursery = Database(url), Feed([], together=64), Nursery()
    feed.keeps_sent = False
    night, held = night_on(db, feed, folder, clock), []
    night.worker.start(nursery)
    await night.sender.start()
    for number in range(nights):
        await _night(night, feed, clock, incidents, number)
        gc.collect()
        held.append(Held(sys.getallocatedblocks(), memory_mb()))
        say(f"night {number + 1}/{nights}: {held[-1].blocks:,} blocks, {held[-1].megabytes:.0f} MB")
    await night.worker.stop()
    night.sender.stop()
    await nursery.close(within=1)
    counted = db.read_here(lambda session: [session.execute(one).scalar() for one in _COUNTED])
    db.close()
    if counted != [nights * incidents, nights * incidents, 0, 0]:
        raise AssertionError(
            f"closed, more time, open, unsent: {counted}, not {nights * incidents} twice and 0"
        )
    if clock.now() - _BEGINS < timedelta(days=nights):
        raise AssertionError(f"{clock.now() - _BEGINS} have gone by, not {nights} nights")
    return held


async def _night(night: NightShift, feed: Feed, clock: WoundClock, incidents: int, number: int) -> None:
    """Everybody reports, asks for five minutes, and finds that it works; then it is the next evening.

    Every hour the rows are counted for the health page, and what is too old is forgotten.
    """
    editions = stage.editions_of(night.library)
    for operator in range(incidents):
        person = await night.db.read(_person, stage.OPERATORS_FROM + operator)
        incident = await night.db.write(
            open_incident,
            editions,
            software="crm",
            customer=Customer.NONE,
            by=person,
            now=clock.now(),
            apart=True,
        )
        await _settled(night)
        for part, tap in enumerate((f"answer:{incident.id}:1:more_time", f"works:{incident.id}")):
            clock.forward(seconds=40)
            update = 1000 + (number * incidents + operator) * 2 + part
            feed.hand_out(stage.press(update, stage.OPERATORS_FROM + operator, tap, at=clock.now()))
            await _settled(night)
    for _ in range(24 - incidents // 30):
        clock.forward(hours=1)
        await _settled(night)
        await night.db.read(rows, clock.now())
        await night.sweeper.once()


async def _settled(night: NightShift) -> None:
    """Until nothing moves."""
    fetched = 1
    while fetched:
        fetched = await night.poller.once(wait_seconds=0)
        await night.worker.idle()
        await night.alarm.ring()
        await night.sender.deliver_due()


def _person(session: Session, telegram_id: int) -> int:
    return session.scalars(select(Person.id).where(Person.telegram_id == telegram_id)).one()
