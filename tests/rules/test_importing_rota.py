"""rota.csv: moments with an offset only, people who are known only, nobody on duty twice."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import WoundClock
from bot.db import Database
from bot.errors import FileMistakes
from bot.importing.people import Changes
from bot.importing.rota import apply_rota, read_rota
from bot.person.actions import grant, join
from bot.person.rules import Role
from bot.rota.queries import on_duty, shifts_between

HEADER = "telegram_id,role,starts_at,ends_at,level\n"
NIGHT = HEADER + "1001,duty_lead,2026-11-22T20:00+02:00,2026-11-23T08:00+02:00,\n"
LATER = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def lev(db: Database, clock: WoundClock) -> int:
    """Lev, 1001, is a duty lead on level 2."""
    facts: dict[str, Any] = {"telegram_id": 1001, "name": "Lev", "language": "ru", "time_zone": "UTC"}
    person_id = (await db.write(join, **facts, now=clock.now())).id
    await db.write(grant, person_id, Role.DUTY_LEAD, level=2, by=None, now=clock.now())
    return person_id


async def load(db: Database, clock: WoundClock, text: str, *, dry_run: bool = False) -> Changes:
    return await db.write(apply_rota, read_rota(text), by=None, now=clock.now(), dry_run=dry_run)


def mistakes(text: str) -> list[str]:
    with pytest.raises(FileMistakes) as caught:
        read_rota(text)
    return str(caught.value).splitlines()


async def test_a_shift_of_the_file_is_on_the_rota_with_the_level_of_the_role(
    db: Database, clock: WoundClock
) -> None:
    assert str(await load(db, clock, NIGHT)) == (
        "line 2: Lev (1001): + duty_lead 2026-11-22 18:00 UTC to 2026-11-23 06:00 UTC, level 2"
    )
    assert [(person.name, level) for person, level in db.read_here(on_duty, Role.DUTY_LEAD, LATER)] == [
        ("Lev", 2)
    ]


async def test_the_second_time_there_is_nothing_to_change(db: Database, clock: WoundClock) -> None:
    await load(db, clock, NIGHT)
    assert str(await load(db, clock, NIGHT)) == "nothing to change"
    same_in_utc = HEADER + "1001,duty_lead,2026-11-22T18:00Z,2026-11-23 06:00:00.500Z,2\n"
    assert not await load(db, clock, same_in_utc)


async def test_a_dry_run_says_what_the_real_one_does_and_writes_nothing(
    db: Database, clock: WoundClock
) -> None:
    told = await load(db, clock, NIGHT, dry_run=True)
    assert db.read_here(on_duty, Role.DUTY_LEAD, LATER) == []
    assert await load(db, clock, NIGHT) == told


async def test_a_shift_is_moved_by_its_start_and_taken_off_by_a_dash(db: Database, clock: WoundClock) -> None:
    await load(db, clock, NIGHT)
    moved = await load(db, clock, NIGHT.replace("23T08:00+02:00,", "23T09:00+02:00,1"))
    assert "was to 2026-11-23 06:00 UTC, level 2; now to 2026-11-23 07:00 UTC, level 1" in str(moved)
    off = NIGHT.replace("2026-11-23T08:00+02:00", "-")
    assert str(await load(db, clock, off)) == "line 2: Lev (1001): - duty_lead 2026-11-22 18:00 UTC"
    assert db.read_here(on_duty, Role.DUTY_LEAD, LATER) == []
    assert not await load(db, clock, off)


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        (
            "1001,duty_lead,2026-11-22T20:00,2026-11-23T08:00Z,",
            "starts_at",
            "2026-11-22T20:00+02:00 with the offset",
        ),
        ("1001,duty_lead,2026-11-22,2026-11-23T08:00Z,", "starts_at", "no offset"),
        ("1001,duty_lead,22.11.2026 20:00,2026-11-23T08:00Z,", "starts_at", "format the column as text"),
        ("1001,duty_lead,0001-01-01T00:00+14:00,2026-11-23T08:00Z,", "starts_at", "the year 1 cannot"),
        ("1001,duty_lead,2026-11-22T20:00Z,,", "ends_at", "the cell is empty"),
        ("1001,duty_lead,2026-11-22T20:00Z,2026-11-22T08:00Z,", "ends_at", "ends before it starts"),
        ("1001,duty_lead,2026-11-22T20:00Z,2026-12-24T08:00Z,", "ends_at", "lasts 31 days"),
        ("1001,dutylead,2026-11-22T20:00Z,2026-11-23T08:00Z,", "role", "Did you mean `duty_lead`?"),
        ("@lev,duty_lead,2026-11-22T20:00Z,2026-11-23T08:00Z,", "telegram_id", "digits only"),
        ("1001,duty_lead,2026-11-22T20:00Z,2026-11-23T08:00Z,12", "level", "from 1 (paged first) to 9"),
    ],
)
def test_a_mistake_is_named_by_line_and_column_with_its_remedy(row: str, place: str, words: str) -> None:
    (said,) = mistakes(HEADER + "\n" + row + "\n")
    assert said.startswith(f"rota.csv:3: {place}: ")
    assert words in said


def test_the_same_shift_twice_is_named_with_both_lines() -> None:
    (said,) = mistakes(NIGHT + NIGHT.splitlines()[1].replace("20:00+02:00", "18:00Z"))
    assert said.startswith("rota.csv:3: starts_at: this shift is already in line 2")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "1002,duty_lead,2026-11-22T20:00Z,2026-11-23T08:00Z,",
            "telegram_id: nobody is known by the Telegram id 1002",
        ),
        ("1001,sysadmin,2026-11-22T20:00Z,2026-11-23T08:00Z,", "role: Lev does not have the role sysadmin"),
        ("1001,duty_lead,2026-11-23T05:00Z,2026-11-23T08:00Z,", "starts_at: it overlaps the shift of line 2"),
    ],
)
async def test_what_only_the_tables_know_is_named_by_line_and_nothing_is_written(
    db: Database, clock: WoundClock, row: str, words: str
) -> None:
    with pytest.raises(FileMistakes, match=f"rota.csv:3: {words}"):
        await load(db, clock, f"{NIGHT}{row}\n")
    assert db.read_here(on_duty, Role.DUTY_LEAD, LATER) == []


async def test_nobody_is_put_on_duty_over_a_shift_they_have(db: Database, clock: WoundClock) -> None:
    await load(db, clock, NIGHT)
    earlier = HEADER + "1001,duty_lead,2026-11-22T17:00Z,2026-11-23T05:00Z,\n"
    with pytest.raises(FileMistakes, match=r"rota.csv:2: starts_at: it overlaps the shift on the rota"):
        await load(db, clock, earlier)
    await load(db, clock, earlier + "1001,duty_lead,2026-11-22T18:00Z,-,\n")
    (shift,) = db.read_here(shifts_between, LATER, LATER + timedelta(hours=1))
    assert shift.starts_at.hour == 17


async def test_shifts_back_to_back_do_not_overlap(db: Database, clock: WoundClock) -> None:
    await load(db, clock, NIGHT)
    assert await load(db, clock, HEADER + "1001,duty_lead,2026-11-23T06:00Z,2026-11-23T18:00Z,\n")


ZONES = ("Europe/Berlin", "Europe/Kyiv", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe",
         "Asia/Almaty", "Europe/Moscow", "Asia/Kolkata")  # fmt: skip


@given(
    zone=st.sampled_from(ZONES),
    begins=st.datetimes(datetime(2014, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    minutes=st.integers(1, 24 * 60),
)
def test_a_shift_written_in_local_time_has_its_real_length(zone: str, begins: datetime, minutes: int) -> None:
    begins = begins.replace(microsecond=0)
    ends = begins + timedelta(minutes=minutes)
    local = [moment.astimezone(ZoneInfo(zone)).isoformat() for moment in (begins, ends)]
    (row,) = read_rota(f"{HEADER}1001,duty_lead,{local[0]},{local[1]},\n")
    assert (row.starts_at, row.ends_at) == (begins, ends)
    assert row.starts_at.tzinfo in {UTC, timezone.utc}  # noqa: UP017


moments = st.text(max_size=25) | st.sampled_from(
    ["-", "2026-11-22T20:00Z", "9999-12-31T23:59-14:00", "24:00", "W"]
)
rows = st.builds(
    lambda role, *rest: ",".join(["1001", role, *rest]),
    st.sampled_from(["duty_lead", "x"]),
    moments,
    moments,
    st.text(max_size=2),
)


@given(st.lists(rows | st.text(max_size=30), max_size=5))
def test_whatever_the_file_holds_only_its_mistakes_come_of_it(some: list[str]) -> None:
    with contextlib.suppress(FileMistakes):
        for row in read_rota(HEADER + "\n".join(some)):
            assert row.ends_at is None or row.ends_at > row.starts_at
