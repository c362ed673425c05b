"""Updates that nobody can read hide nobody else's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.clock import WoundClock
from bot.db import Database
from tests.faults.intake_rig import Rig, applied, box_with, inbox, living, states
from tests.faults.scripted_telegram import Scripted, message, poll_until, rig_over

POISON: tuple[dict[str, Any], ...] = (
    {"update_id": 1, "message": {"from": {"id": 101}}},
    {"message": {"message_id": "not a number", "date": {}, "chat": []}},
    {"callback_query": [1, 2, 3]},
    {"something_new": {"from": {"id": 101}}},
    {},
)


@pytest.mark.parametrize("poison", POISON, ids=range(len(POISON)))
async def test_an_update_that_nobody_can_parse_hides_no_other(
    db: Database, clock: WoundClock, poison: dict[str, Any]
) -> None:
    box, [olga] = box_with(clock, "Olga")
    olga.write("before")
    box.inject(poison)
    olga.write("after")
    async with living(Rig(box, db, clock)) as rig:
        await rig.run_dry()
    assert len(applied(db)) == 2
    assert [state for state in states(db) if state != "applied"] in (["quarantined"], ["ignored"])


async def test_an_answer_nested_beyond_json_is_fetched_one_by_one_until_the_culprit_is_found(
    db: Database, clock: WoundClock
) -> None:
    deep = '{"update_id":8,"message":{"from":{"id":101},"x":' + "[" * 5000 + "]" * 5000 + "}}"
    queue = {7: json.dumps(message(7)), 8: deep, 9: json.dumps(message(9))}
    session = Scripted(serve=queue)
    rig = rig_over(session, db, clock)
    async with living(rig):
        await poll_until(rig, lambda: not queue)
        await rig.worker.idle()
    assert applied(db) == [7, 9]
    assert inbox(db)[8].state == "quarantined"
    assert session.calls[-1][1]["limit"] > 1, "it goes back to whole batches"


@pytest.mark.parametrize("result", [[None], [{}], [{"update_id": "x"}], [[1]], ["text"]], ids=repr)
async def test_nonsense_without_an_id_is_waited_out_and_not_confirmed(
    db: Database, clock: WoundClock, result: list[Any]
) -> None:
    session = Scripted((200, {"ok": True, "result": result}))
    rig = rig_over(session, db, clock)
    async with living(rig):
        await poll_until(rig, lambda: True)
        assert rig.poller.health.reason == "undecodable"
    assert all("offset" not in params for _, params in session.calls)
