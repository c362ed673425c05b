"""Gaps are told the evening before, once, and told again when it gets worse."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.centre.reading import read_centre
from bot.centre.rota_rules import RotaFacts
from bot.clock import WoundClock
from bot.db import Database
from bot.errors import FileMistakes
from bot.person.rules import Role
from bot.rota.actions import remove_shift
from bot.rota.gap_jobs import Lookout
from bot.rota.queries import gaps_told
from tests.rules.rota_house import House

MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)
RUNBOOKS = Path(__file__).parents[2] / "runbooks"
SYSADMIN = Role.SYSADMIN


def at(hours: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hours)


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
    assert evenings.told() == [("sysadmin", 19, 24)], "what is past is not to be filled any more"
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
