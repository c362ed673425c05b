"""96 nights on which clocks change: eight zones, spring and autumn, shifts that start before, inside, after.

Whatever the clock on the wall does: one lead of the first level at each minute, shifts as long as the wall
says, ladders and rechecks by minutes that pass, and on each card the time of the reader's own wall.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.incident.opening import Editions, open_incident
from bot.incident.rules import Customer
from bot.person.rules import Role
from bot.rota.models import Shift
from bot.rota.pattern_actions import put_pattern
from bot.rota.queries import gaps, on_duty, overlaps, shifts_between
from bot.telegram.texts import Texts
from bot.timeline.queries import history
from tests.faults.machine.desk import Desk
from tests.faults.machine.house import LIBRARY, House
from tests.faults.machine.walk import next_tap
from tests.rules.rota_house import House as RotaHouse

ZONES = (
    "Europe/Kyiv",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Africa/Casablanca",
    "Asia/Almaty",
)
"""Half an hour in Lord Howe, back for Ramadan in Casablanca, midnight in Santiago; Almaty stands still."""

STARTS = ("long before", "just before", "inside, early", "inside, late", "just after", "long after")
_OFFSETS = dict(zip(STARTS, (-180, -30, 10, 25, 90, 240), strict=True))
_DAY = timedelta(days=1)
EDITIONS = Editions(
    LIBRARY.runbooks[LIBRARY.main], LIBRARY.papers[LIBRARY.main], LIBRARY.centre, LIBRARY.centre_paper
)


class Change(NamedTuple):
    """The moment at which a zone's clocks jump, and by how much."""

    at: datetime
    by: timedelta


class Night(NamedTuple):
    """One case."""

    zone: str
    spring: bool
    starts: str

    def __str__(self) -> str:
        return f"{self.zone} {'on' if self.spring else 'back'} {self.starts}"


NIGHTS = [Night(zone, spring, starts) for zone in ZONES for spring in (True, False) for starts in STARTS]


def changes(zone: str) -> Iterator[Change]:
    """Every jump of the zone's clocks in 2026, to the minute."""
    there, hour = ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC)
    while hour.year == 2026:
        before, after = (one.astimezone(there).utcoffset() for one in (hour, hour + timedelta(hours=1)))
        if before is not None and after is not None and before != after:
            minutes = (hour + timedelta(minutes=count) for count in range(61))
            at = next(one for one in minutes if one.astimezone(there).utcoffset() == after)
            yield Change(at, after - before)
        hour += timedelta(hours=1)


def change_of(night: Night) -> Change:
    """The jump of this night; where clocks stand still, an ordinary night of March or October."""
    wanted = (one for one in changes(night.zone) if (one.by > timedelta()) == night.spring)
    still = datetime(2026, 3 if night.spring else 10, 25, 21, tzinfo=UTC)
    return next(wanted, Change(still, timedelta()))


def wall_start(night: Night, change: Change) -> time:
    """When the night shift starts by the wall: so many minutes from where the wall was at the change."""
    offset = change.at.astimezone(ZoneInfo(night.zone)).utcoffset() or timedelta()
    wall = change.at.replace(tzinfo=None) + offset - max(change.by, timedelta())
    return (wall + timedelta(minutes=_OFFSETS[night.starts])).time()


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


@pytest.mark.parametrize("night", NIGHTS, ids=str)
def test_one_lead_at_each_minute_and_shifts_by_the_wall(night: Night, desk: Desk, clock: WoundClock) -> None:
    """Two leads share each day at the wall's times: whatever the wall shows, one of them has it."""
    change = change_of(night)
    clock.set(change.at - 2 * _DAY)
    house = RotaHouse(desk, clock)
    _share_the_days(house, night, wall_start(night, change))
    around = (change.at - timedelta(hours=14), change.at + timedelta(hours=14))
    assert desk.read_here(gaps, Role.DUTY_LEAD, *around) == []
    assert desk.read_here(overlaps, Role.DUTY_LEAD, *around) == []
    every = 1 if night.starts == "inside, early" else 10
    minutes = [change.at + timedelta(minutes=minute) for minute in range(-240, 301, every)]
    assert set(desk.read_here(_levels_at, minutes)) == {(1,)}, "one of level 1, and nobody else"
    for shift in desk.read_here(shifts_between, *around):
        least, most = lengths_by_the_wall(shift, change)
        assert least <= shift.ends_at - shift.starts_at <= most


def _share_the_days(house: RotaHouse, night: Night, starts: time) -> None:
    ends = (datetime.combine(date(2026, 1, 1), starts) + timedelta(hours=10)).time()
    first = house.clock.now().astimezone(ZoneInfo(night.zone)).date() - _DAY
    every: dict[str, Any] = {
        "days_on": 1,
        "days_off": 0,
        "role": Role.DUTY_LEAD,
        "time_zone": night.zone,
        "first_day": first,
    }
    house.do(put_pattern, person_id=house.ids["Lev"], starts=starts, ends=ends, **every)
    house.do(put_pattern, person_id=house.ids["Sonya"], starts=ends, ends=starts, **every)


def _levels_at(session: Session, minutes: list[datetime]) -> list[tuple[int, ...]]:
    return [tuple(level for _, level in on_duty(session, Role.DUTY_LEAD, minute)) for minute in minutes]


def lengths_by_the_wall(shift: Shift, change: Change) -> tuple[timedelta, timedelta]:
    """What is between its two walls, less what the clocks jump over in it, or more by what comes twice.

    Of one that starts or ends in the change itself it is something between the two.
    """
    starts, ends = (datetime.fromisoformat(wall or "") for wall in (shift.starts_local, shift.ends_local))
    apart, near = ends - starts, timedelta(hours=2)
    jumped = apart - change.by
    if shift.starts_at < change.at - near and shift.ends_at > change.at + near:
        return jumped, jumped
    if min(abs(shift.starts_at - change.at), abs(shift.ends_at - change.at)) > near:
        return apart, apart
    return min(apart, jumped), max(apart, jumped)


@pytest.mark.parametrize("spring", [True, False], ids=["on", "back"])
@pytest.mark.parametrize("zone", ZONES)
def test_ladders_and_rechecks_count_minutes_that_pass(zone: str, spring: bool) -> None:
    """Six minutes before the clocks change an operator reports; nobody answers, and the ticket takes long."""
    begins = change_of(Night(zone, spring, STARTS[0])).at - timedelta(minutes=6)
    house = House(lambda *_: None, start=begins)
    try:
        by = house.ids["Olga"]
        incident = house.do(
            open_incident, EDITIONS, software="telephony", customer=Customer.CALL, by=by, now=begins
        )
        for _ in range(3):
            action, values, more, _ = house.read(next_tap, incident.id, 2, False)
            house.do(action, incident.id, *values, **more, by=by, now=house.now)
        for _ in range(21):
            house.passes(timedelta(minutes=1))
        events = house.read(history, incident.id)
    finally:
        house.close()
    after = [(event.kind, event.data.get("ladder"), event.at - begins) for event in events]
    climbs = [length for kind, ladder, length in after if (kind, ladder) == ("ladder_climbed", "lead")]
    asked = [length for kind, _, length in after if kind == "recheck_asked"]
    assert climbs == [timedelta(minutes=5 * count) for count in (1, 2, 3, 4)]
    assert asked == [timedelta(minutes=10), timedelta(minutes=20)]


@pytest.mark.parametrize("spring", [True, False], ids=["on", "back"])
@pytest.mark.parametrize("zone", ZONES)
def test_cards_show_the_readers_wall(zone: str, spring: bool) -> None:
    change, texts = change_of(Night(zone, spring, STARTS[0])), Texts("en", ZoneInfo(zone))
    offsets = [offset_at(zone, change.at - timedelta(minutes=1)), offset_at(zone, change.at)]
    assert offsets[1] - offsets[0] == change.by
    for offset, moment in zip(offsets, (change.at - timedelta(minutes=1), change.at), strict=True):
        assert texts.at(moment) == f"{moment.replace(tzinfo=None) + offset:%H:%M}"


def offset_at(zone: str, moment: datetime) -> timedelta:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
