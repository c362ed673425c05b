"""What comes in is asked about by one statement for each size of a handful: none is mistaken for another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.db import Database
from bot.intake.journal import journal, settle
from bot.intake.rules import Entry, State

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("many", [1, 3, 128, 129])
async def test_of_any_number_of_updates_only_those_not_kept_yet_are_new(db: Database, many: int) -> None:
    entries = [Entry(number, 7, "{}", NOW) for number in range(1, many + 1)]
    before, last = entries[:-1], entries[-1]
    assert await db.write_beside("intake", journal, before, now=NOW) == before
    for entry in before:
        await db.write(settle, entry.update_id, State.APPLIED, now=NOW)
    assert await db.write_beside("intake", journal, [*entries, last], now=NOW) == [last]
    await db.write(settle, last.update_id, State.APPLIED, now=NOW)
    assert await db.write_beside("intake", journal, entries, now=NOW) == []


async def test_nothing_that_came_is_nothing_to_keep(db: Database) -> None:
    assert await db.write_beside("intake", journal, [], now=NOW) == []
