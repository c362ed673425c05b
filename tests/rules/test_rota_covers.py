"""Covers: a lead has somebody work instead of somebody else, and the rota covers as much as before."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import WoundClock
from bot.db import Database
from bot.person.rules import Role
from bot.rota.models import Shift
from bot.rota.rules import (
    NoEffect,
    NoSuchShift,
    NotAPart,
    NotYourShift,
    OverlapsOwnShift,
    RoleNotHeld,
    ShiftOver,
)
from bot.rota.swap_actions import agree_to_swap, ask_swap, cover
from tests.rules.rota_house import House


@pytest.fixture
def house(db: Database, clock: WoundClock) -> House:
    return House(db, clock)


def covered(house: House, shift: Shift, name: str, *hours: float, by: str = "Ada") -> None:
    part = {"starts_at": house.at(hours[0]), "ends_at": house.at(hours[1])} if hours else {}
    house.do(cover, shift.id, house.ids[name], **part, by=by)


def test_a_cover_in_the_middle_splits_the_shift(house: House) -> None:
    shift = house.puts("Lev", 2, 10, level=2, time_zone="Europe/Kyiv")
    covered(house, shift, "Sonya", 4, 6)
    assert house.rota() == [("Lev", 2, 4, 2), ("Sonya", 4, 6, 2), ("Lev", 6, 10, 2)]
    assert [one.instead_of_id for one in house.shifts()] == [None, house.ids["Lev"], None]
    assert {one.time_zone for one in house.shifts()} == {"Europe/Kyiv"}
    assert [one.starts_local for one in house.shifts()] == [
        "2026-11-22T04:00:00",
        "2026-11-22T06:00:00",
        "2026-11-22T08:00:00",
    ]
    assert house.kinds()[-1] == "shift_covered"
    assert [(name, fresh) for name, _, fresh in house.promised("swap_answered")] == [
        ("Lev", True),
        ("Sonya", True),
    ]


def test_a_cover_of_a_running_shift_begins_now(house: House) -> None:
    shift = house.puts("Lev", -2, 6)
    covered(house, shift, "Sonya")
    assert house.rota() == [("Lev", -2, 0, 1), ("Sonya", 0, 6, 1)]


def test_a_cover_of_a_cover_is_possible_and_can_be_given_back(house: House) -> None:
    covered(house, house.puts("Lev", 2, 10), "Sonya")
    covered(house, house.shifts()[0], "Mark", 4, 6, by="Sonya")
    covered(house, house.shifts()[1], "Lev")
    assert house.rota() == [("Sonya", 2, 4, 1), ("Lev", 4, 6, 1), ("Sonya", 6, 10, 1)]


def test_only_a_lead_or_an_administrator_decides_for_others(house: House) -> None:
    shift = house.puts("Lev", 2, 10)
    house.let_in("Olga", Role.OPERATOR)
    with pytest.raises(NotYourShift):
        covered(house, shift, "Sonya", by="Olga")
    assert house.rota() == [("Lev", 2, 10, 1)]


@pytest.mark.parametrize(
    ("name", "hours", "mistake"),
    [
        ("Lev", (), NoEffect),
        ("Ada", (), RoleNotHeld),
        ("Sonya", (1, 4), NotAPart),
        ("Sonya", (4, 11), NotAPart),
        ("Sonya", (6, 4), NotAPart),
        ("Mark", (8, 10), OverlapsOwnShift),
    ],
)
def test_what_cannot_be_covered_changes_nothing(
    house: House, name: str, hours: tuple[float, ...], mistake: type[Exception]
) -> None:
    shift = house.puts("Lev", 2, 10)
    house.puts("Mark", 9, 12)
    before = house.rota(), house.kinds()
    with pytest.raises(mistake):
        covered(house, shift, name, *hours)
    assert (house.rota(), house.kinds()) == before


def test_what_is_past_stays(house: House) -> None:
    shift = house.puts("Lev", -10, -2)
    running = house.puts("Lev", -1, 5)
    for part in ((), (-8, -4)):
        with pytest.raises(ShiftOver):
            covered(house, shift, "Sonya", *part)
    with pytest.raises(ShiftOver):
        covered(house, running, "Sonya", -1, -0.5)
    covered(house, running, "Sonya", -0.5, 2)
    assert house.rota()[1:] == [("Lev", -1, 0, 1), ("Sonya", 0, 2, 1), ("Lev", 2, 5, 1)]
    with pytest.raises(NoSuchShift):
        house.do(cover, 99, house.ids["Sonya"], by="Ada")


def test_the_second_coming_of_an_hour_can_be_where_a_cover_begins(db: Database, tmp_path: Path) -> None:
    clock = WoundClock(datetime.fromisoformat("2026-10-24T12:00+00:00"))
    house = House(db, clock)
    shift = house.puts("Lev", 7, 18, time_zone="Europe/Kyiv")
    again = datetime.fromisoformat("2026-10-25T01:30+00:00")
    house.do(cover, shift.id, house.ids["Sonya"], starts_at=again, ends_at=house.at(18), by="Ada")
    assert [(one.starts_at, one.starts_local) for one in house.shifts()] == [
        (house.at(7), "2026-10-24T22:00:00"),
        (again, None),
    ]


NAMES = ("Lev", "Sonya", "Mark")
deeds = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.integers(0, 20), st.integers(0, 24), st.integers(1, 24), st.booleans()
    ),
    max_size=12,
)


@settings(max_examples=15)
@given(deeds=deeds)
def test_covers_and_swaps_never_open_a_hole_nor_move_a_level(
    migrated_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    deeds: list[tuple[str, int, int, int, bool]],
) -> None:
    """Whatever is tried: at each hour as many are on each level as were planned, and nobody twice."""
    file = shutil.copy(migrated_template, tmp_path_factory.mktemp("swaps") / "night.sqlite")
    db = Database(f"sqlite:///{file}")
    house = House(db, WoundClock(datetime.fromisoformat("2026-11-22T00:00+00:00")))
    for name, start, end, level in (("Lev", 0, 8, 1), ("Sonya", 8, 16, 1), ("Mark", 4, 20, 2)):
        house.puts(name, start, end, level=level)
    planned = [levels(house, hour) for hour in range(24)]
    for name, number, start, length, by_lead in deeds:
        shifts = house.shifts()
        shift = shifts[number % len(shifts)]
        part = {"starts_at": house.at(start), "ends_at": house.at(start + length)}
        owner = house.name(shift.person_id)
        try:
            if by_lead:
                house.do(cover, shift.id, house.ids[name], **part, by="Ada")
            else:
                asked = house.do(ask_swap, shift.id, house.ids[name], **part, by=owner)
                house.do(agree_to_swap, asked.id, by=name)
        except (NoEffect, NotAPart, OverlapsOwnShift, ShiftOver):
            continue
    assert [levels(house, hour) for hour in range(24)] == planned
    db.close()


def levels(house: House, hour: int) -> list[int]:
    """The levels on duty in the middle of that hour."""
    return sorted(level for _, level in house.duty(house.at(hour) + timedelta(minutes=30)))
