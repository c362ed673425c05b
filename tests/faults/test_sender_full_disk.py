"""A disk that takes nothing any more: the sender waits, and everything promised still arrives."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.nursery import Nursery
from tests.faults.sender_rig import Rig


@pytest.mark.sqlite
async def test_a_full_disk_is_waited_out(db: Database, clock: WoundClock) -> None:
    rig = Rig(db, clock, leaping=True)
    olga = await rig.person()
    full = await db.write(_pages)
    await db.write(_at_most, full + 1)
    promised = await _promise_until_full(rig)
    nursery = Nursery()
    nursery.start(rig.sender.run(), name="sender")
    await _passes(rig, seconds=5)
    assert nursery.failure is None
    assert len(olga.messages) < promised
    await db.write(_at_most, full + 1000)
    rig.sender.stop()
    await nursery.close(within=5)
    rig.restart()
    await rig.sender.start()
    await rig.sender.deliver_due()
    arrived = {text.splitlines()[-1] for text in (post.text for post in olga.messages)}
    assert arrived == {f"state {subject}" for subject in range(promised)}


async def _promise_until_full(rig: Rig) -> int:
    for subject in range(10_000):
        try:
            await rig.promise(subject=subject)
        except OperationalError:
            return subject
    raise AssertionError("the disk never filled up")


async def _passes(rig: Rig, *, seconds: float) -> None:
    over = asyncio.Event()
    rig.time.later(seconds, over.set)
    await over.wait()


def _pages(session: Session) -> int:
    return int(session.connection().exec_driver_sql("PRAGMA page_count").scalar() or 0)


def _at_most(session: Session, pages: int) -> None:
    """SQLite's own way to have a disk that is full."""
    session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")
