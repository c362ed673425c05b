"""Spans of duty: what is one shift, and how long it really lasts when the clocks change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.clock import WoundClock
from bot.db import Database
from bot.person.actions import grant, join
from bot.person.rules import Role
from bot.rota.actions import put_shift
from bot.rota.models import Shift
from bot.rota.queries import shift_of
from bot.rota.rules import Span, checked_span, covering, merged, to_the_second

LEAD = Role.DUTY_LEAD
MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)
On = Callable[..., Awaitable[Shift]]


def at(hours: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hours)


@pytest.fixture
async def leads(db: Database, clock: WoundClock) -> list[int]:
    """The ids of three duty leads: Lev, Sonya, Mark."""
    ids = []
    for number, name in enumerate(["Lev", "Sonya", "Mark"], start=1):
        facts: dict[str, Any] = {"telegram_id": number, "name": name, "language": "ru", "time_zone": "UTC"}
        person_id = (await db.write(join, **facts, now=clock.now())).id
        await db.write(grant, person_id, LEAD, by=None, now=clock.now())
        ids.append(person_id)
    return ids


@pytest.fixture
def put(db: Database, clock: WoundClock) -> On:
    """Put somebody on duty from and to these hours after midnight."""

    async def put_on(person_id: int, start: float, end: float, level: int | None = None) -> Shift:
        facts: dict[str, Any] = {"person_id": person_id, "role": LEAD, "level": level, "by": None}
        return await db.write(put_shift, **facts, starts_at=at(start), ends_at=at(end), now=clock.now())

    return put_on


spans = st.builds(
    lambda start, length, level: Span(at(start), at(start + length), level),
    st.integers(0, 48), st.integers(1, 12), st.integers(1, 3),
)  # fmt: skip


@given(st.lists(spans, max_size=8))
@example([Span(at(0), at(8)), Span(at(8), at(16)), Span(at(2), at(3))])
def test_merged_spans_cover_the_same_hours_and_do_not_touch(some: list[Span]) -> None:
    def hours(of: list[Span]) -> set[int]:
        return {hour for hour in range(80) if any(span.starts_at <= at(hour) < span.ends_at for span in of)}

    whole = merged(some)
    assert hours(whole) == hours(some)
    assert all(one.ends_at < two.starts_at for one, two in pairwise(whole))
    assert all((covering(some, at(hour)) is not None) == (hour in hours(some)) for hour in range(80))


NIGHTS = [
    ("Europe/Berlin", "2026-10-24", 11),
    ("Europe/Kyiv", "2027-03-27", 9),
    ("America/New_York", "2026-10-31", 11),
    ("America/Sao_Paulo", "2026-11-22", 10),
    ("Australia/Lord_Howe", "2027-04-03", 10.5),
    ("Asia/Almaty", "2024-02-29", 11),
    ("Europe/Moscow", "2014-10-25", 11),
    ("Asia/Kolkata", "2026-11-22", 10),
]


@pytest.mark.parametrize(("zone", "evening", "hours"), NIGHTS)
async def test_a_night_shift_from_22_to_8_has_its_real_length_when_the_clocks_change(
    db: Database, leads: list[int], clock: WoundClock, zone: str, evening: str, hours: float
) -> None:
    start = datetime.fromisoformat(f"{evening}T22:00").replace(tzinfo=ZoneInfo(zone))
    end = (start + timedelta(days=1)).replace(hour=8)
    facts: dict[str, Any] = {"person_id": leads[0], "role": LEAD, "by": None, "now": clock.now()}
    await db.write(put_shift, **facts, starts_at=start, ends_at=end)
    middle = start.astimezone(UTC) + timedelta(hours=1)
    span = db.read_here(shift_of, leads[0], LEAD, middle)
    assert span is not None
    assert (span.ends_at - span.starts_at) / timedelta(hours=1) == hours
    assert span.starts_at.utcoffset() == timedelta()


@given(
    zone=st.sampled_from(sorted({zone for zone, _, _ in NIGHTS})),
    start=st.datetimes(datetime(2014, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 - the zone comes next
    length=st.integers(1, 30 * 24 * 60),
    fold=st.sampled_from([0, 1]),
)
def test_lengths_are_counted_in_real_minutes_in_every_zone(
    zone: str, start: datetime, length: int, fold: int
) -> None:
    begins = start.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
    ends = begins + timedelta(minutes=length)
    span = checked_span(begins.astimezone(ZoneInfo(zone)), ends.astimezone(ZoneInfo(zone)), 1)
    assert span.ends_at - span.starts_at == timedelta(minutes=length)
    assert span.starts_at == to_the_second(begins)
