"""Gaps and overlaps: found ahead, told the evening before, once, and told again when it gets worse."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.centre.reading import read_centre
from bot.centre.rota_rules import RotaFacts
from bot.clock import WoundClock
from bot.db import Database
from bot.errors import FileMistakes
from bot.person.actions import revoke
from bot.person.rules import Role
from bot.rota.actions import remove_shift
from bot.rota.gap_jobs import Lookout
from bot.rota.gap_rules import as_rows, evening_of, from_rows, unheard
from bot.rota.queries import gaps, gaps_told, overlaps
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


class Evenings:
    """A house whose lookout is asked every so often."""

    def __init__(self, db: Database) -> None:
        self.clock = WoundClock(MIDNIGHT + timedelta(hours=8))
        self.house = House(db, self.clock)
        self.house.midnight = MIDNIGHT
        self.house.let_in("Timur", SYSADMIN)
        self.house.let_in("Olga", Role.OPERATOR)
        centre = read_centre(RUNBOOKS)
        self.lookout = Lookout(lambda: centre)
        self.db = db

    def look(self, hours: float) -> bool:
        """At this hour (18:00 of Kyiv is 16); whether there was something to do."""
        self.clock.set(at(hours))
        needed: bool = self.db.read_here(self.lookout.needed, self.clock.now())
        if needed:
            self.db.write_here(self.lookout.look, now=self.clock.now())
            assert not self.db.read_here(self.lookout.needed, self.clock.now())
        return needed

    def whole(self) -> None:
        self.house.puts("Lev", 10, 48)
        self.house.puts("Timur", 10, 48, person_id=self.house.ids["Timur"], role=SYSADMIN)

    def told(self) -> list[tuple[str, float, float]]:
        return [
            (gap.role, self.house.hours(gap.starts_at), self.house.hours(gap.ends_at))
            for gap in self.db.read_here(gaps_told, 20261122)
        ]


@pytest.fixture
def evenings(db: Database) -> Evenings:
    return Evenings(db)


def test_nothing_is_told_where_nothing_is_wrong(evenings: Evenings) -> None:
    evenings.whole()
    assert not evenings.look(15.9)
    assert evenings.look(16)
    assert not evenings.look(17)
    assert evenings.house.promised("rota_gaps") == []
    assert "rota_gap_found" not in evenings.house.kinds()


def test_administrators_and_leads_hear_once_who_is_missing_when(evenings: Evenings) -> None:
    evenings.house.puts("Lev", 10, 48)
    evenings.house.puts("Timur", 10, 24, person_id=evenings.house.ids["Timur"], role=SYSADMIN)
    evenings.look(16)
    assert evenings.told() == [("sysadmin", 24, 40)]
    heard = evenings.house.promised("rota_gaps")
    assert heard == [(name, 20261122, True) for name in ("Ada", "Lev", "Sonya", "Mark")]
    for hours in (16.02, 20, 25, 39.9):
        assert not evenings.look(hours)
    assert evenings.house.kinds().count("rota_gap_found") == 1
    assert evenings.look(40), "the next evening is looked at anew"


def test_a_gap_closed_before_the_hour_is_not_told(evenings: Evenings) -> None:
    evenings.look(12)
    evenings.whole()
    evenings.look(16)
    assert evenings.house.promised("rota_gaps") == []


def test_a_shift_removed_after_the_hour_is_told_then(evenings: Evenings) -> None:
    evenings.whole()
    evenings.look(16)
    key: dict[str, Any] = {"person_id": evenings.house.ids["Timur"], "role": SYSADMIN, "starts_at": at(10)}
    evenings.house.do(remove_shift, **key)
    assert evenings.look(20)
    assert len(evenings.house.promised("rota_gaps")) == 4
    assert evenings.house.kinds()[-1] == "rota_gap_found"


def test_a_gap_that_is_closed_later_is_edited_silently_and_one_that_grows_is_told_again(
    evenings: Evenings,
) -> None:
    evenings.house.puts("Lev", 10, 48)
    key: dict[str, Any] = {"person_id": evenings.house.ids["Timur"], "role": SYSADMIN}
    evenings.house.puts("Timur", 10, 24, **key)
    evenings.look(16)
    evenings.house.puts("Timur", 24, 36, **key)
    assert evenings.look(17)
    assert evenings.told() == [("sysadmin", 36, 40)]
    assert evenings.house.kinds().count("rota_gap_found") == 1
    evenings.house.puts("Timur", 24, 40, **key)
    assert evenings.look(18)
    assert evenings.house.kinds()[-1] == "rota_gaps_closed"
    evenings.house.do(remove_shift, **key, starts_at=at(10))
    assert evenings.look(19)
    assert evenings.told() == [("sysadmin", 16, 24)]
    assert evenings.house.kinds().count("rota_gap_found") == 2


def test_what_is_past_is_no_news(evenings: Evenings) -> None:
    evenings.whole()
    evenings.look(16)
    key: dict[str, Any] = {"person_id": evenings.house.ids["Timur"], "role": SYSADMIN}
    evenings.clock.set(at(30))
    evenings.house.do(remove_shift, **key, starts_at=at(10))
    evenings.house.puts("Timur", 30, 48, **key)
    assert not evenings.look(30)


def test_a_bot_that_was_down_at_the_hour_tells_when_it_is_back_but_not_of_nights_before_anybody_came(
    db: Database,
) -> None:
    evenings = Evenings(db)
    assert not evenings.look(9), "at six yesterday evening nobody had been let in"
    assert evenings.look(26)
    assert evenings.house.promised("rota_gaps") != []


def test_the_hour_and_how_far_are_the_centres(tmp_path: Path) -> None:
    text = (RUNBOOKS / "centre.yaml").read_text(encoding="utf-8")
    file = tmp_path / "centre.yaml"
    file.write_text(text.replace('announce_at: "18:00"', 'announce_at: "7:30"'), encoding="utf-8")
    assert read_centre(file).rota == RotaFacts(announce_at=time(7, 30), look_ahead=timedelta(hours=24))
    file.write_text(text.replace('announce_at: "18:00"', "announce_at: noon"), encoding="utf-8")
    with pytest.raises(
        FileMistakes, match=r"rota.announce_at: `noon` is not a time of day. Write it in quotes"
    ):
        read_centre(file)
