"""Seats on one database: who may write, who is whose, and which versions work side by side."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.burying import BURIALS, FAREWELLS
from bot.centre.rules import Probe
from bot.clock import WoundClock
from bot.db import Database, NoSeat
from bot.forgetting.sweeping import Sweeper
from bot.intake.claiming import claim, put_back
from bot.intake.journal import journal, left_over
from bot.intake.rules import Entry
from bot.migrating import migrate
from bot.picture.keeping import Shelf
from bot.probe.rules import Finding, Verdict
from bot.probing.rounds import Rounds
from bot.replica.actions import OlderVersion, bury_dead, leave, live, sit_down
from bot.replica.models import Replica
from bot.replica.rules import ALONE, TRUST, TTL, Share, is_older, share_in
from bot.runbook.library import Library
from bot.schema import VERSION
from tests.rules.test_migrations_at_start import MOONS, one_more_revision
from tests.stories.houses import PROBED, house
from tests.templates import ServerTemplate

RUNBOOKS = Path(__file__).parents[2] / "runbooks"
NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)


@pytest.fixture
async def night(server_template: ServerTemplate, tmp_path: Path) -> AsyncIterator[Database]:
    url = server_template.copy(tmp_path)
    db = Database(url)
    yield db
    db.close()
    server_template.remove(url)


def seats(session: Session) -> set[str]:
    return set(session.scalars(select(Replica.token)))


def expire(session: Session, token: str) -> None:
    """Its time is up, by the database's clock."""
    session.execute(text("UPDATE replicas SET until = 0 WHERE token = :token"), {"token": token})


async def sits(db: Database, token: str, *, name: str | None = None, version: str = VERSION) -> bool:
    return await db.write(sit_down, token, name or token, version, BURIALS)


def entry(update_id: int, who: int) -> Entry:
    return Entry(update_id, who, "{}", NOW)


async def test_the_hourly_sweep_and_the_probes_of_who_was_buried_say_so_in_one_quiet_line_each(
    night: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library, clock = Library(house(tmp_path, PROBED)), WoundClock(NOW)
    night.company.token = "of a life that is over"
    await Sweeper(night, clock, lambda: library.centre.timings, Shelf(tmp_path / "pictures")).turn()
    await Rounds(night, clock, library, _finds_it_working).turn()
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    why = "this process was taken for dead by another one"
    assert [(record.levelname, record.getMessage()) for record in told] == [
        ("WARNING", f"action=forgetting_waits why={why}"),
        ("WARNING", f"action=probes_wait why={why}"),
    ]


async def _finds_it_working(probe: Probe, inside: Sequence[str]) -> Verdict:
    return Verdict(Finding.ANSWERS, 200)


@given(
    names=st.lists(st.text(min_size=1), min_size=1, max_size=7, unique=True), people=st.lists(st.integers(1))
)
def test_everybody_is_somebodys_and_only_ones(names: list[str], people: list[int]) -> None:
    shares = [share_in(names, name) for name in names]
    for one in (*people, None):
        assert sum(share.has(one) for share in shares) == 1
    assert ALONE.has(7)


def test_a_replica_believes_in_itself_for_a_shorter_time_than_the_others_do() -> None:
    assert TRUST < TTL


async def test_who_was_buried_writes_nothing_and_what_it_had_is_suspect(night: Database) -> None:
    await sits(night, "a")
    await sits(night, "b")
    night.company.token = "a"
    await night.write(journal, [entry(1, 5)], now=NOW)
    assert [one.update_id for one in await night.write(claim, "a", ALONE, 9, suspects=True)] == [1]
    assert await night.write(bury_dead, "a", BURIALS) is False, "its time is not up"
    night.company.token = None
    await night.write(expire, "a")
    assert await night.write(bury_dead, "a", BURIALS)
    night.company.token = "a"
    with pytest.raises(NoSeat):
        await night.write(put_back, "a")
    night.company.token = None
    assert await night.write(claim, "a", ALONE, 9, suspects=True) == [], "no seat, no claim"
    assert await night.write(claim, "b", ALONE, 9, suspects=False) == []
    [again] = await night.write(claim, "b", ALONE, 9, suspects=True)
    assert (again.update_id, again.suspect) == (1, True)


async def test_a_person_has_one_update_in_hand_at_a_time_and_in_its_order(night: Database) -> None:
    await sits(night, "a")
    await sits(night, "b")
    await night.write(journal, [entry(3, 5), entry(1, 5), entry(2, 6), entry(4, 6)], now=NOW)
    everybody = await night.write(claim, "a", ALONE, 9, suspects=False)
    assert [one.update_id for one in everybody] == [1, 2]
    assert await night.write(claim, "b", ALONE, 9, suspects=False) == []
    await night.write(put_back, "a")
    odd = await night.write(claim, "b", Share(1, 2), 9, suspects=False)
    even = await night.write(claim, "a", Share(0, 2), 9, suspects=False)
    assert ([one.update_id for one in odd], [one.update_id for one in even]) == ([1], [2])
    assert len(await night.read(left_over)) == 4


async def test_the_lease_goes_on_at_once_when_its_holder_leaves_and_not_before(night: Database) -> None:
    await sits(night, "a")
    await sits(night, "b")
    first, second = await night.write(live, "a"), await night.write(live, "b")
    assert first is not None
    assert second is not None
    assert (first.first, second.first) == (True, False)
    assert sorted(first.names) == ["a", "b"]
    await night.write(leave, "a", BURIALS)
    again = await night.write(live, "b")
    assert again is not None
    assert again.first
    assert await night.write(live, "a") is None


async def test_what_a_bot_that_stops_in_order_had_taken_is_not_suspect(night: Database) -> None:
    await sits(night, "a")
    await sits(night, "b")
    await night.write(journal, [entry(1, 5)], now=NOW)
    await night.write(claim, "a", ALONE, 9, suspects=False)
    await night.write(leave, "a", FAREWELLS)
    [again] = await night.write(claim, "b", ALONE, 9, suspects=False)
    assert (again.update_id, again.suspect, again.attempts) == (1, False, 0)


async def test_a_new_life_of_the_same_folder_ends_the_one_before(night: Database) -> None:
    assert await sits(night, "house.1", name="house") is False
    assert await sits(night, "house.2", name="house") is True
    assert await night.read(seats) == {"house.2"}


async def test_a_newer_version_ends_older_ones_and_an_older_one_does_not_begin(night: Database) -> None:
    await sits(night, "old", version="0004.1")
    await sits(night, "new", version="0004.2")
    assert await night.read(seats) == {"new"}
    with pytest.raises(OlderVersion) as caught:
        await sits(night, "old", version="0004.1")
    assert "0004.2" in str(caught.value)
    assert await night.write(live, "old") is None


async def test_a_migration_gives_back_what_the_bots_it_ends_had_in_hand(
    server_template: ServerTemplate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server_template.copy(tmp_path)
    night = Database(url)
    await sits(night, "a")
    await night.write(journal, [entry(1, 5)], now=NOW)
    assert await night.write(claim, "a", ALONE, 9, suspects=False)
    monkeypatch.setattr("bot.migrating.MIGRATIONS", one_more_revision(tmp_path))
    monkeypatch.setattr("bot.migrating_server.REVISION", MOONS)
    assert migrate(url).after == MOONS
    night.company.token = "a"
    with pytest.raises(NoSeat):
        await night.write(put_back, "a")
    night.company.token = None
    await sits(night, "b")
    [again] = await night.write(claim, "b", ALONE, 9, suspects=True)
    assert (again.update_id, again.suspect) == (1, True)
    night.close()
    server_template.remove(url)


@pytest.mark.parametrize(
    ("one", "other"), [("0004.1", "0004.2"), ("0004.9", "0004.10"), ("0004.12", "0005.1"), ("0004", "0004.1")]
)
def test_versions_are_told_apart_by_number(one: str, other: str) -> None:
    assert is_older(one, other)
    assert not is_older(other, one)
    assert not is_older(one, one)
