"""A sender with nothing to do asks once a second, and takes nothing in hand for it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.outbox.delivery_actions import claim
from bot.outbox.models import Outgoing
from bot.outbox.queries import Ahead, ahead
from bot.outbox.rules import LEASE
from tests.faults.sender_rig import Rig

NOBODY = ()


class Watched(Database):
    """Counts looks, and what goes in front of everybody's writes: claims, and ends of deliveries."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.claims = self.looks = self._enough = 0
        self._seen = asyncio.Event()

    async def write_first(self, *args: Any, **kwargs: Any) -> Any:
        self.claims += 1
        return await super().write_first(*args, **kwargs)

    async def read_first(self, *args: Any, **kwargs: Any) -> Any:
        self.looks += 1
        if self.looks >= self._enough:
            self._seen.set()
        return await super().read_first(*args, **kwargs)

    async def looked_at(self, times: int) -> None:
        """Wait until it has been looked at so many times more."""
        self._enough = self.looks + times
        self._seen.clear()
        await self._seen.wait()


async def test_it_claims_nothing_before_it_knows_of_something(database_url: str, clock: WoundClock) -> None:
    db = Watched(database_url)
    rig = Rig(db, clock, leaping=True)
    olga = await rig.person()
    async with asyncio.TaskGroup() as group:
        group.create_task(rig.sender.run())
        await db.looked_at(20)
        assert db.claims == 1, "the look at its start"
        await rig.promise()
        await db.looked_at(20)
        rig.sender.stop()
    assert [post.text for post in olga.messages] == ["state 17"]
    db.close()


async def test_what_another_process_promised_is_found_at_a_look(database_url: str, clock: WoundClock) -> None:
    db, elsewhere = Watched(database_url), Database(database_url)
    rig, other = Rig(db, clock, leaping=True), Rig(elsewhere, clock)
    olga = await rig.person()
    async with asyncio.TaskGroup() as group:
        group.create_task(rig.sender.run())
        await db.looked_at(20)
        rig.words[17] = "state 17"
        await other.promise()
        await db.looked_at(20)
        rig.sender.stop()
    assert [post.text for post in olga.messages] == ["state 17"]
    for one in (db, elsewhere):
        one.close()


async def test_where_the_question_says_no_nothing_can_be_claimed(db: Database, clock: WoundClock) -> None:
    rig, later = Rig(db, clock), clock.now() + timedelta(minutes=5)
    await rig.person()
    assert await db.read(ahead, clock.now()) == Ahead(False, None)
    await rig.promise()
    assert await db.read(ahead, clock.now()) == Ahead(True, None)
    assert await db.write(claim, "a sender", NOBODY, 1, now=clock.now())
    assert await db.read(ahead, clock.now()) == Ahead(False, None), "it is in its hands"
    clock.forward(seconds=LEASE.total_seconds())
    assert await db.read(ahead, clock.now()) == Ahead(True, None), "and those are dead"
    assert await db.write(claim, "another", NOBODY, 1, now=clock.now())
    await rig.promise(subject=18)
    await db.write(_put_off, later)
    assert await db.read(ahead, clock.now()) == Ahead(False, later)
    assert await db.read(ahead, later) == Ahead(True, None)


def _put_off(session: Session, until: datetime) -> None:
    for row in session.query(Outgoing).filter(Outgoing.subject_id == 18):
        row.not_before = until
