"""Telegram on a bad night, as the poller meets it: named, waited out, nothing confirmed that is not kept."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.intake.rules import ALLOWED_UPDATES
from tests.faults.intake_rig import Rig, applied, box_with, living, states
from tests.faults.scripted_telegram import Scripted, message, poll_until, rig_over

WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("down", "network"),
        ("server_error", "telegram_down"),
        ("bad_json", "undecodable"),
        ("unauthorized", "token"),
        ("foreign_poller", "another_poller"),
    ],
)
async def test_trouble_is_named_and_waited_out(
    db: Database, clock: WoundClock, fault: Any, reason: str
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    rig = Rig(box, db, clock)
    box.faults.plan(fault, "getUpdates", times=4)
    async with living(rig):
        await poll_until(rig, lambda: len(rig.pauses.seconds) == 4)
        assert rig.poller.health.reason == reason
        assert rig.poller.health.since == clock.now()
        assert rig.pauses.seconds == [0.5, 1.0, 2.0, 4.0]
        assert states(db) == []
        await rig.run_dry()
    assert len(applied(db)) == 1


async def test_a_flooded_poller_waits_as_long_as_it_is_told(db: Database, clock: WoundClock) -> None:
    box, _ = box_with(clock, "Olga")
    rig = Rig(box, db, clock)
    box.faults.plan("flood", "getUpdates", seconds=37, times=1)
    async with living(rig):
        await poll_until(rig, lambda: bool(rig.pauses.seconds))
    assert rig.pauses.seconds == [37.0]
    assert rig.poller.health.reason == "flood"


async def test_health_is_well_again_after_the_first_answer(db: Database, clock: WoundClock) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    rig = Rig(box, db, clock)
    box.faults.plan("down", "getUpdates", times=1)
    async with living(rig):
        watched = rig.poller.health
        await poll_until(rig, lambda: bool(rig.pauses.seconds))
        task = rig.nursery.start(rig.poller.run(), name="poll")
        while not applied(db):
            await asyncio.wait({task}, timeout=0.001)
        assert rig.poller.health.reason is None
        assert rig.poller.health.last_intake == clock.now()
        assert watched is not rig.poller.health, "the test made a new poller"


async def test_a_full_disk_confirms_nothing(
    db: Database, clock: WoundClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("help")
    rig = Rig(box, db, clock)

    def full(_: str) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(db, "_boundary", full)
    async with living(rig):
        await poll_until(rig, lambda: len(rig.pauses.seconds) == 3)
        assert rig.poller.health.reason == "storage"
        assert len(box.updates.waiting) == 1
        monkeypatch.undo()
        await rig.run_dry()
    assert len(applied(db)) == 1


async def test_a_webhook_that_is_in_the_way_is_removed_and_nothing_is_dropped(
    db: Database, clock: WoundClock
) -> None:
    session = Scripted(
        (409, {"ok": False, "error_code": 409, "description": f"Conflict: {WEBHOOK}"}),
        (200, {"ok": True, "result": [message(7)]}),
    )
    rig = rig_over(session, db, clock)
    async with living(rig):
        await poll_until(rig, lambda: session.script == [])
        await rig.worker.idle()
    assert [name for name, _ in session.calls][:3] == ["getUpdates", "deleteWebhook", "getUpdates"]
    assert session.calls[1][1].get("drop_pending_updates") is not True
    assert applied(db) == [7]


async def test_a_foreign_poller_is_no_reason_to_touch_webhooks(db: Database, clock: WoundClock) -> None:
    foreign = "Conflict: terminated by other getUpdates request"
    session = Scripted((409, {"ok": False, "error_code": 409, "description": foreign}))
    rig = rig_over(session, db, clock)
    async with living(rig):
        await poll_until(rig, lambda: True)
    assert [name for name, _ in session.calls] == ["getUpdates"]


async def test_a_start_trusts_no_offset_and_asks_for_what_we_use(db: Database, clock: WoundClock) -> None:
    session = Scripted(
        (200, {"ok": True, "result": [message(7), message(9)]}), (200, {"ok": True, "result": []})
    )
    rig = rig_over(session, db, clock)
    await rig.fetch()
    await rig.fetch()
    first, second = (params for _, params in session.calls)
    assert first.get("offset") is None
    assert second["offset"] == 10
    assert first["allowed_updates"] == list(ALLOWED_UPDATES)


async def test_ids_that_start_again_at_random_are_no_reason_to_lose_anything(
    db: Database, clock: WoundClock
) -> None:
    """After a quiet week Telegram counts from a new random number, perhaps a lower one."""
    box, [olga] = box_with(clock, "Olga")
    rig = Rig(box, db, clock)
    async with living(rig):
        box.updates.next_id = 900_000_000
        olga.write("before the quiet week")
        await rig.run_dry()
        clock.forward(days=8)
        olga.write("after it")
        await rig.run_dry()
    first, second = applied(db)
    assert second < first == 900_000_000


async def test_a_newest_first_answer_is_handled_in_order(db: Database, clock: WoundClock) -> None:
    """A press may come before the message it belongs to, gaps included."""
    box, [olga] = box_with(clock, "Olga")
    rig = Rig(box, db, clock)
    box.faults.reorder = True
    for n in range(4):
        olga.write(f"word {n}")
        box.updates.next_id += n
    async with living(rig):
        await rig.run_dry()
    assert applied(db) == sorted(applied(db))
    assert len(applied(db)) == 4


async def test_cancelled_while_it_waits_for_telegram_it_has_confirmed_nothing(
    db: Database, clock: WoundClock
) -> None:
    box, [olga] = box_with(clock, "Olga")
    rig = Rig(box, db, clock)
    async with living(rig):
        task = rig.nursery.start(rig.poller.run(), name="poll")
        while box.waiting_poll is None:
            await asyncio.wait({task}, timeout=0.001)
        olga.write("just now")
        task.cancel()
        await asyncio.wait({task})
    assert len(box.updates.waiting) == 1
    async with living(Rig(box, db, clock)) as second:
        await second.run_dry()
    assert len(applied(db)) == 1
