"""patterns.csv: which days come again, and shifts of rota.csv that are meant by a clock on a wall."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import WoundClock
from bot.db import Database
from bot.errors import FileMistakes
from bot.importing.cells import round_in
from bot.importing.csvfile import CellMistake
from bot.importing.kinds import kind_of
from bot.importing.patterns import apply_patterns, read_patterns
from bot.importing.people import Changes
from bot.importing.rota import apply_rota, read_rota
from tests.rules.rota_house import House

HEADER = "telegram_id,role,days,starts,ends,first_day,last_day,time_zone,level\n"
NIGHTS = HEADER + "1002,duty_lead,2/2,20:00,8:00,2026-11-22,,,\n"


@pytest.fixture
def house(db: Database, clock: WoundClock) -> House:
    return House(db, clock)


def load(house: House, text: str, *, dry_run: bool = False) -> Changes:
    rows = read_patterns(text)
    changes: Changes = house.do(apply_patterns, rows, time_zone="Europe/Kyiv", dry_run=dry_run)
    return changes


def mistakes(text: str) -> str:
    with pytest.raises(FileMistakes) as caught:
        read_patterns(text)
    return str(caught.value)


def test_a_row_makes_a_pattern_once_and_a_dry_run_only_says_it(house: House) -> None:
    told = load(house, NIGHTS, dry_run=True)
    assert str(told) == ("line 2: Lev (1002): + duty_lead 2/2 20:00-08:00 Europe/Kyiv from 2026-11-22, open")
    assert house.rota() == []
    assert load(house, NIGHTS) == told
    assert house.rota()[:3] == [("Lev", 18, 30, 1), ("Lev", 42, 54, 1), ("Lev", 114, 126, 1)]
    assert str(load(house, NIGHTS)) == "nothing to change"


def test_a_last_day_ends_it(house: House) -> None:
    load(house, NIGHTS)
    ended = NIGHTS.replace("2026-11-22,,", "2026-11-22,2026-11-23,")
    new = "open; now duty_lead 2/2 20:00-08:00 Europe/Kyiv from 2026-11-22, to 2026-11-23"
    assert str(load(house, ended)).endswith(new)
    assert house.rota() == [("Lev", 18, 30, 1), ("Lev", 42, 54, 1)]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("1002,duty_lead,often,20:00,8:00,2026-11-22,,,", "line 2: days: 'often' does not say which days"),
        ("1002,duty_lead,0/2,20:00,8:00,2026-11-22,,,", "days: '0/2' does not say which days"),
        ("1002,duty_lead,mon-,20:00,8:00,2026-11-22,,,", "days: 'mon-' does not say which days"),
        ("1002,duty_lead,2/2,24:00,8:00,2026-11-22,,,", "starts: '24:00' is not a time of day"),
        ("1002,duty_lead,2/2,20:00,8,2026-11-22,,,", "ends: '8' is not a time of day"),
        ("1002,duty_lead,2/2,20:00,8:00,22.11.2026,,,", "first_day: '22.11.2026' is not a day"),
        ("1002,duty_lead,2/2,20:00,8:00,2026-11-22,2026-11-21,,", "last_day: it is before the first day"),
        ("1002,duty_lead,2/2,20:00,8:00,2026-11-22,,Kyiv,", "time_zone: 'Kyiv' is not a time zone"),
    ],
)
def test_every_mistake_by_line_and_column(cells: str, said: str) -> None:
    assert said.replace("line 2: ", "patterns.csv:2: ") in mistakes(f"{HEADER}{cells}\n")


def test_people_who_are_unknown_or_have_no_such_role_are_named_and_nothing_is_written(house: House) -> None:
    text = NIGHTS + "77,duty_lead,2/2,20:00,8:00,2026-11-22,,,\n1001,sysadmin,2/2,20:00,8:00,2026-11-22,,,\n"
    with pytest.raises(FileMistakes) as caught:
        load(house, text)
    assert "patterns.csv:3: telegram_id: nobody is known by the Telegram id 77" in str(caught.value)
    assert "patterns.csv:4: role: Ada does not have the role sysadmin" in str(caught.value)
    assert house.rota() == []


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("2/2", (2, 2)),
        ("1/0", (1, 0)),
        ("mon-fri", frozenset({1, 2, 3, 4, 5})),
        ("Sat; Sun", frozenset({6, 7})),
        ("fri-mon", frozenset({5, 6, 7, 1})),
        ("wed|mon", frozenset({1, 3})),
    ],
)
def test_which_days(cell: str, days: object) -> None:
    assert round_in(cell) == days


@given(st.text(max_size=12))
def test_any_cell_says_days_or_is_refused(cell: str) -> None:
    try:
        days = round_in(cell)
    except CellMistake:
        return
    assert days


def test_which_file_it_is() -> None:
    assert kind_of(NIGHTS, "any.csv") == "patterns"


def test_a_row_of_the_rota_may_be_meant_by_the_wall_of_a_zone(house: House) -> None:
    header = "telegram_id,role,starts_at,ends_at,time_zone\n"
    spring = "1002,duty_lead,2027-03-28T03:30,2027-03-28T12:00,Europe/Kyiv\n"
    autumn = "1003,duty_lead,2026-10-24T22:00,2026-10-25T08:00,Europe/Kyiv\n"
    rows = read_rota(header + spring + autumn)
    assert [row.starts_at for row in rows] == [
        datetime(2027, 3, 28, 1, tzinfo=UTC),
        datetime(2026, 10, 24, 19, tzinfo=UTC),
    ]
    house.do(apply_rota, rows)
    assert [(one.time_zone, one.ends_local) for one in house.shifts()] == [
        ("Europe/Kyiv", "2026-10-25T08:00:00"),
        ("Europe/Kyiv", "2027-03-28T12:00:00"),
    ]
    assert str(house.do(apply_rota, rows)) == "nothing to change"
    said = "rota.csv:2: starts_at: 2026-10-24T22:00 has no offset"
    with pytest.raises(FileMistakes, match=said):
        read_rota(header + autumn.replace("Europe/Kyiv", ""))
