"""Shifts that come again: put on the rota once and ahead; what people change stays changed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import WoundClock
from bot.db import Database
from bot.person.actions import grant, revoke
from bot.rota.actions import put_shift, remove_shift
from bot.rota.cover_actions import cover
from bot.rota.jobs import catch_up, is_behind
from bot.rota.models import Pattern
from bot.rota.pattern_actions import end_pattern, put_pattern
from bot.rota.pattern_rules import AHEAD, Days, NoSuchPattern, NotAPattern
from bot.rota.queries import gaps, patterns
from bot.rota.rules import NoEffect, RoleNotHeld
from tests.rules.rota_house import LEAD, House

KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture
def house(db: Database, clock: WoundClock) -> House:
    """The house on Sunday, 22 November 2026, at midnight UTC: two in the morning in Kyiv."""
    return House(db, clock)


def puts(house: House, name: str, **facts: Any) -> Pattern:
    usual: dict[str, Any] = {
        "person_id": house.ids[name], "role": LEAD, "starts": time(20), "ends": time(8),
        "time_zone": "Europe/Kyiv", "first_day": date(2026, 11, 22),
    }  # fmt: skip
    if "weekdays" not in facts:
        usual |= {"days_on": 2, "days_off": 2}
    pattern: Pattern = house.do(put_pattern, **usual | facts)
    return pattern


def days(house: House, name: str, most: int = 6) -> list[str]:
    """The days on which this person's next shifts begin in Kyiv."""
    theirs = [one for one in house.shifts() if house.name(one.person_id) == name]
    return [f"{one.starts_at.astimezone(KYIV):%d.%m}" for one in theirs][:most]


def test_two_on_two_off_from_the_first_day(house: House) -> None:
    puts(house, "Lev")
    assert days(house, "Lev") == ["22.11", "23.11", "26.11", "27.11", "30.11", "01.12"]
    first = house.shifts()[0]
    assert (house.hours(first.starts_at), house.hours(first.ends_at)) == (18, 30)
    last = house.shifts()[-1].starts_at
    assert (
        house.clock.now() + AHEAD - timedelta(days=3) < last < house.clock.now() + AHEAD + timedelta(days=1)
    )


def test_monday_to_friday_until_a_day(house: House) -> None:
    puts(house, "Lev", weekdays=range(1, 6), last_day=date(2026, 11, 30), starts=time(9), ends=time(18))
    assert days(house, "Lev", 9) == ["23.11", "24.11", "25.11", "26.11", "27.11", "30.11"]


def test_a_pattern_of_long_ago_begins_with_the_shift_that_runs_now(house: House) -> None:
    puts(house, "Lev", days_on=1, days_off=0, first_day=date(2020, 1, 1))
    assert days(house, "Lev", 2) == ["21.11", "22.11"]


def test_every_day_the_next_day_comes_into_sight_and_once_only(house: House) -> None:
    puts(house, "Lev", days_on=1, days_off=0)
    before = len(house.shifts())
    for _ in range(3):
        house.clock.forward(days=1)
        assert house.db.read_here(is_behind, house.clock.now())
        house.db.write_here(catch_up, now=house.clock.now())
        assert not house.db.read_here(is_behind, house.clock.now())
    assert len(house.shifts()) == before + 3


def test_what_people_changed_is_never_planned_again(house: House) -> None:
    pattern = puts(house, "Lev", days_on=1, days_off=0)
    first, second, third, fourth, *_ = house.shifts()
    key: dict[str, Any] = {"person_id": first.person_id, "role": LEAD}
    house.do(remove_shift, **key, starts_at=first.starts_at)
    house.do(put_shift, **key, starts_at=second.starts_at, ends_at=second.ends_at - timedelta(hours=2))
    house.do(cover, third.id, house.ids["Mark"], by="Ada")
    house.clock.forward(days=1)
    house.db.write_here(catch_up, now=house.clock.now())
    house.do(end_pattern, pattern.id, last_day=date(2026, 11, 22))
    left = [(house.name(one.person_id), one.starts_at, one.ends_at) for one in house.shifts()]
    assert left == [
        ("Lev", second.starts_at, second.ends_at - timedelta(hours=2)),
        ("Mark", third.starts_at, third.ends_at),
    ]
    assert fourth.starts_at not in {starts for _, starts, _ in left}


def test_where_somebody_has_a_shift_already_it_stays(house: House) -> None:
    house.puts("Lev", 20, 22)
    puts(house, "Lev", days_on=1, days_off=0)
    assert house.rota()[:2] == [("Lev", 20, 22, 1), ("Lev", 42, 54, 1)]


def test_the_same_pattern_again_changes_nothing_and_another_end_moves_what_is_to_come(house: House) -> None:
    pattern = puts(house, "Lev")
    said = house.kinds()
    assert puts(house, "Lev").id == pattern.id
    assert house.kinds() == said
    assert puts(house, "Lev", ends=time(9), level=2).id == pattern.id
    assert house.rota()[0] == ("Lev", 18, 31, 2)
    puts(house, "Lev", ends=time(9), level=2, last_day=date(2026, 11, 23))
    assert len(house.rota()) == 2
    puts(house, "Lev", ends=time(9), level=2)
    assert len(house.rota()) == 2, "the days that were planned once are not planned again"


def test_an_ended_pattern_leaves_what_has_begun(house: House) -> None:
    pattern = puts(house, "Lev", days_on=1, days_off=0, first_day=date(2026, 11, 21))
    house.do(end_pattern, pattern.id, last_day=date(2026, 11, 21))
    assert days(house, "Lev") == ["21.11"]
    with pytest.raises(NoEffect):
        house.do(end_pattern, pattern.id, last_day=date(2026, 11, 21))
    with pytest.raises(NoSuchPattern):
        house.do(end_pattern, 99, last_day=date(2026, 11, 21))
    assert house.kinds().count("pattern_ended") == 1


def test_who_loses_the_role_is_planned_no_more_until_they_have_it_again(house: House) -> None:
    puts(house, "Lev", days_on=1, days_off=0)
    count = len(house.shifts())
    house.do(revoke, house.ids["Lev"], LEAD)
    house.clock.forward(days=2)
    assert not house.db.read_here(is_behind, house.clock.now())
    house.do(grant, house.ids["Lev"], LEAD)
    house.db.write_here(catch_up, now=house.clock.now())
    assert len(house.shifts()) == count + 2
    with pytest.raises(RoleNotHeld):
        puts(house, "Ada")


@pytest.mark.parametrize(
    "wrong",
    [
        {"days_on": 0, "days_off": 2},
        {"days_on": 2, "days_off": None},
        {"days_on": 40, "days_off": 40},
        {"days_on": 2, "days_off": -1},
        {"weekdays": []},
        {"weekdays": [0]},
        {"weekdays": [1], "days_on": 2, "days_off": 2},
        {"last_day": date(2026, 11, 21)},
    ],
)
def test_days_that_cannot_come_again_are_refused(house: House, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotAPattern):
        puts(house, "Lev", **wrong)
    assert house.db.read_here(patterns) == []


@pytest.mark.parametrize("first_day", [date(2026, 10, 20), date(2027, 3, 24)])
def test_four_people_two_on_two_off_cover_every_minute_through_the_changes_of_the_clocks(
    db: Database, first_day: date
) -> None:
    """Days and nights of 12 hours, two on and two off: at each minute exactly one of them is on duty."""
    clock = WoundClock(datetime.combine(first_day, time(12), KYIV))
    house = House(db, clock)
    house.let_in("Vera", LEAD)
    for number, name in enumerate(["Lev", "Sonya", "Mark", "Vera"]):
        is_day = number < 2
        start, end = (time(8), time(20)) if is_day else (time(20), time(8))
        begins = first_day - timedelta(days=4 - 2 * (number % 2))
        puts(house, name, starts=start, ends=end, first_day=begins)
    since, until = clock.now(), clock.now() + timedelta(days=50)
    assert house.db.read_here(gaps, LEAD, since, until) == []
    for hour in range(50 * 24):
        assert len(house.duty(since + timedelta(hours=hour))) == 1
    lengths = {one.ends_at - one.starts_at for one in house.shifts()}
    odd = timedelta(hours=13 if first_day.month == 10 else 11)
    assert lengths == {timedelta(hours=12), odd}


@given(
    st.dates(date(2026, 1, 1), date(2026, 2, 1)), st.integers(1, 7), st.integers(0, 7), st.integers(0, 400)
)
def test_a_round_has_its_days_and_comes_again(first: date, on: int, off: int, after: int) -> None:
    these = Days(first, on=on, off=off)
    begin = first + timedelta(days=after)
    worked = these.between(begin, begin + timedelta(days=on + off - 1))
    assert len(worked) == on
    assert all((day + timedelta(days=on + off)) in these for day in worked)
    assert first - timedelta(days=1) not in these
