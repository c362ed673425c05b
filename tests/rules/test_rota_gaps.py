"""Gaps and overlaps: where nobody is on duty, where several are, and what of it is news."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.clock import WoundClock
from bot.db import Database
from bot.person.actions import revoke
from bot.person.rules import Role
from bot.rota.gap_rules import as_rows, evening_of, from_rows, unheard
from bot.rota.queries import gaps, overlaps
from bot.rota.rules import Gap, Overlap, Span, without
from bot.rota.rules import gaps as gaps_in
from bot.rota.rules import overlaps as overlaps_in
from tests.rules.rota_house import LEAD, House

MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)
RUNBOOKS = Path(__file__).parents[2] / "runbooks"
SYSADMIN = Role.SYSADMIN


def at(hours: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hours)


def span(start: float, end: float, level: int = 1) -> Span:
    return Span(at(start), at(end), level)


duties = st.lists(
    st.builds(
        lambda who, start, length, level: (who, span(start, start + length, level)),
        st.integers(1, 3), st.integers(-4, 26), st.integers(1, 12), st.integers(1, 3),
    ),
    max_size=7,
)  # fmt: skip


@given(duties)
@example([(1, span(0, 8)), (2, span(8, 24))])
@example([(1, span(0, 8, 2)), (2, span(4, 24, 2))])
def test_each_hour_is_covered_or_in_exactly_one_gap(duty: list[tuple[int, Span]]) -> None:
    found = gaps_in("sysadmin", [one for _, one in duty], at(0), at(24))
    for hour in range(24):
        levels = {one.level for _, one in duty if one.starts_at <= at(hour) < one.ends_at}
        here = [gap.level for gap in found if gap.starts_at <= at(hour) < gap.ends_at]
        assert here == ([] if 1 in levels else [1] if levels else [None])
    assert found == sorted(found, key=lambda gap: gap.starts_at)
    assert all(
        (one.ends_at, one.level) != (two.starts_at, two.level) for one, two in itertools.pairwise(found)
    )
    assert all(at(0) <= gap.starts_at < gap.ends_at <= at(24) for gap in found)


@given(duties)
@example([(1, span(0, 8)), (2, span(4, 12)), (1, span(6, 9, 2))])
def test_an_overlap_names_all_who_are_on_one_level(duty: list[tuple[int, Span]]) -> None:
    found = overlaps_in("duty_lead", duty, at(0), at(24))
    for hour in range(24):
        best: dict[int, int] = {}
        for who, one in duty:
            if one.starts_at <= at(hour) < one.ends_at:
                best[who] = min(one.level, best.get(who, 9))
        expected = {
            (level, people)
            for level in set(best.values())
            if len(people := tuple(sorted(who for who in best if best[who] == level))) > 1
        }
        assert {
            (one.level, one.people) for one in found if one.starts_at <= at(hour) < one.ends_at
        } == expected


@given(st.integers(0, 10), st.integers(1, 10), st.integers(-3, 15), st.integers(1, 10))
def test_a_part_and_what_is_left_are_the_whole(start: int, length: int, other: int, size: int) -> None:
    whole = span(start, start + length)
    left = without(whole, at(other), at(other + size))
    for hour in range(-3, 30):
        inside = start <= hour < start + length and not other <= hour < other + size
        assert inside == any(one.starts_at <= at(hour) < one.ends_at for one in left)


@given(duties, duties, st.integers(0, 24))
def test_only_what_was_not_told_is_news(old: Any, new: Any, hour: int) -> None:
    told, found = (
        from_rows(as_rows(gaps_in("sysadmin", [one for _, one in duty], at(0), at(24))))
        for duty in (old, new)
    )
    news = unheard(found, told, at(hour))
    assert unheard(found, found, at(hour)) == []
    assert bool(news) == any(
        not any(gap.starts_at <= at(h) < gap.ends_at and gap.level in {None, one.level} for gap in told)
        for one in found
        for h in range(hour, 24)
        if one.starts_at <= at(h) < one.ends_at
    )


def test_gaps_count_only_those_who_hold_the_role(db: Database, clock: WoundClock) -> None:
    house = House(db, clock)
    house.puts("Lev", 0, 12)
    house.puts("Sonya", 10, 24, level=2)
    assert db.read_here(gaps, LEAD, at(0), at(24)) == [Gap(at(12), at(24), LEAD, 1)]
    assert db.read_here(gaps, SYSADMIN, at(0), at(24)) == [Gap(at(0), at(24), SYSADMIN, None)]
    house.puts("Mark", 20, 26, level=2)
    both = (house.ids["Sonya"], house.ids["Mark"])
    assert db.read_here(overlaps, LEAD, at(0), at(30)) == [Overlap(at(20), at(24), LEAD, 2, both)]
    house.do(revoke, house.ids["Lev"], LEAD)
    assert db.read_here(gaps, LEAD, at(0), at(12)) == [
        Gap(at(0), at(10), LEAD, None),
        Gap(at(10), at(12), LEAD, 1),
    ]


@pytest.mark.parametrize(
    ("now", "number", "starts"),
    [
        ("2026-11-22T16:00+00:00", 20261122, "2026-11-22T16:00+00:00"),
        ("2026-11-22T15:59+00:00", 20261121, "2026-11-21T16:00+00:00"),
        ("2026-11-22T23:00+00:00", 20261122, "2026-11-22T16:00+00:00"),
        ("2026-10-25T16:30+00:00", 20261025, "2026-10-25T16:00+00:00"),
        ("2026-10-24T15:30+00:00", 20261024, "2026-10-24T15:00+00:00"),
    ],
)
def test_an_evening_begins_at_the_centres_hour(now: str, number: int, starts: str) -> None:
    evening = evening_of(datetime.fromisoformat(now), ZoneInfo("Europe/Kyiv"), time(18), timedelta(hours=24))
    assert (evening.number, evening.starts_at) == (number, datetime.fromisoformat(starts))
