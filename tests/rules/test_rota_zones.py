"""The clock on the wall: hours that come twice or never, and rules that change by decree."""

from __future__ import annotations

import sys
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.clock import WoundClock
from bot.db import Database
from bot.rota.jobs import catch_up, is_behind
from bot.rota.pattern_rules import local_of, moment_from, walls
from bot.settings import SettingsMistake, load_settings
from bot.zone import moment_of, wall_of
from tests.rules.rota_house import House

ZONES = (
    "Europe/Kyiv", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe",
    "Asia/Kolkata", "Asia/Almaty", "Pacific/Apia", "Europe/Moscow", "Africa/Casablanca",
)  # fmt: skip
walls_of_clocks = st.datetimes(datetime(2011, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001 - a wall's
    lambda wall: wall.replace(microsecond=0)
)


@given(st.sampled_from(ZONES), walls_of_clocks, walls_of_clocks)
@example("Europe/Kyiv", datetime(2026, 3, 29, 3, 30), datetime(2026, 3, 29, 4))  # noqa: DTZ001
@example("Pacific/Apia", datetime(2011, 12, 30, 12), datetime(2011, 12, 31))  # noqa: DTZ001
def test_an_earlier_wall_is_never_a_later_moment(name: str, one: datetime, two: datetime) -> None:
    zone = ZoneInfo(name)
    first, second = sorted([one, two])
    assert moment_of(first, zone) <= moment_of(second, zone)
    shown = moment_of(one, zone).astimezone(zone).replace(tzinfo=None)
    before = (moment_of(one, zone) - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    assert before < one <= shown, "it is the first moment at which the clock shows this, or more"


@pytest.mark.parametrize(
    ("name", "wall", "moment"),
    [
        ("Europe/Kyiv", "2026-03-29T03:30", "2026-03-29T01:00"),
        ("Europe/Kyiv", "2026-03-29T03:00", "2026-03-29T01:00"),
        ("Europe/Kyiv", "2026-10-25T03:30", "2026-10-25T00:30"),
        ("Europe/Kyiv", "2026-10-25T04:00", "2026-10-25T02:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00"),
        ("America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:00"),
        ("Asia/Kolkata", "2026-10-25T03:30", "2026-10-24T22:00"),
    ],
)
def test_what_a_wall_means(name: str, wall: str, moment: str) -> None:
    zone = ZoneInfo(name)
    assert moment_of(datetime.fromisoformat(wall), zone) == datetime.fromisoformat(f"{moment}+00:00")


@given(st.sampled_from(ZONES), st.datetimes(datetime(2011, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001
@example("Europe/Kyiv", datetime(2026, 10, 25, 0, 30))  # noqa: DTZ001
@example("Europe/Kyiv", datetime(2026, 10, 25, 1, 30))  # noqa: DTZ001
def test_a_moment_is_kept_by_its_wall_or_as_a_moment(name: str, naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC, microsecond=0)
    local = local_of(moment, name)
    if local is not None:
        assert moment_from(local, name) == moment
    else:
        assert moment.astimezone(ZoneInfo(name)).fold == 1, "only the second coming has no wall of its own"


@given(
    st.sampled_from(ZONES),
    st.dates(date(2011, 1, 1), date(2027, 12, 1)),
    st.integers(0, 24 * 60 - 1),
    st.integers(1, 24 * 60 - 1),
)
@example("Europe/Kyiv", date(2026, 3, 27), 3 * 60 + 30, 60)
@example("Europe/Kyiv", date(2026, 10, 23), 3 * 60 + 30, 60)
def test_neighbours_meet_whatever_the_clocks_do(zone: str, first: date, starts: int, length: int) -> None:
    """Two people share each day at two times of the wall: no hole, no overlap, nobody twice."""
    change = (datetime.combine(first, time()) + timedelta(minutes=starts)).time()
    other = (datetime.combine(first, time()) + timedelta(minutes=starts + length)).time()
    spans = []
    for number in range(4):
        day = first + timedelta(days=number)
        for begins, ends in ((change, other), (other, change)):
            on = day if begins == change or other > change else day + timedelta(days=1)
            here, there = walls(on, begins, ends)
            spans.append((moment_from(here.isoformat(), zone), moment_from(there.isoformat(), zone)))
    assert all(one[1] == two[0] for one, two in pairwise(spans))
    assert all(begins <= ends for begins, ends in spans)


@pytest.fixture
def old_rules(tmp_path: Path) -> Iterator[Path]:
    """Zones as another machine knows them: here the zone Asia/Almaty is what is written into this folder."""
    folder = tmp_path / "zones"
    (folder / "Asia").mkdir(parents=True)
    yield folder
    zoneinfo.reset_tzpath()
    ZoneInfo.clear_cache()


def learn(folder: Path, rules: str) -> None:
    """From now on Asia/Almaty goes by the rules of this other zone."""
    source = next(Path(place) / rules for place in places() if (Path(place) / rules).is_file())
    (folder / "Asia" / "Almaty").write_bytes(source.read_bytes())
    zoneinfo.reset_tzpath(to=[str(folder), *zoneinfo.TZPATH])
    ZoneInfo.clear_cache()


def places() -> list[str]:
    return [*zoneinfo.TZPATH, str(files("tzdata") / "zoneinfo")]


def test_shifts_to_come_follow_new_rules_of_their_zone_and_what_has_begun_stays(
    db: Database, clock: WoundClock, old_rules: Path
) -> None:
    learn(old_rules, "Asia/Dhaka")
    house = House(db, clock)
    house.puts("Lev", -2, 6, time_zone="Asia/Almaty")
    house.puts("Sonya", 6, 18, time_zone="Asia/Almaty")
    house.puts("Mark", 18, 30)
    assert not db.read_here(is_behind, clock.now())
    learn(old_rules, "Asia/Karachi")
    assert db.read_here(is_behind, clock.now())
    db.write_here(catch_up, now=clock.now())
    assert house.rota() == [("Lev", -2, 7, 1), ("Sonya", 7, 19, 1), ("Mark", 18, 30, 1)]
    assert house.kinds()[-2:] == ["shift_moved", "shift_moved"]
    assert not db.read_here(is_behind, clock.now())


def test_shifts_of_one_person_that_follow_each_other_all_move(
    db: Database, clock: WoundClock, old_rules: Path
) -> None:
    learn(old_rules, "Asia/Dhaka")
    house = House(db, clock)
    for hour in range(4, 8):
        house.puts("Lev", hour, hour + 1, time_zone="Asia/Almaty")
    for rules, first in (("Asia/Karachi", 5), ("Asia/Dhaka", 4)):
        learn(old_rules, rules)
        db.write_here(catch_up, now=clock.now())
        assert house.rota() == [("Lev", hour, hour + 1, 1) for hour in range(first, first + 4)]


def test_without_zone_data_nothing_starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "tzdata", None)
    monkeypatch.chdir(tmp_path)
    zoneinfo.reset_tzpath(to=[])
    ZoneInfo.clear_cache()
    try:
        with pytest.raises(SettingsMistake, match="no time zone data on this machine"):
            load_settings()
    finally:
        zoneinfo.reset_tzpath()
        ZoneInfo.clear_cache()


def test_a_moment_in_the_second_coming_of_an_hour_has_no_wall() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    assert wall_of(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), kyiv) == datetime(2026, 10, 25, 3, 30)  # noqa: DTZ001
    assert wall_of(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), kyiv) is None
