"""rota.ics: what is written is read back as the same rota, and whose an event is."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.clock import WoundClock
from bot.db import Database
from bot.errors import FileMistakes
from bot.importing.ics import is_calendar
from bot.importing.ics_in import read_ics
from bot.importing.ics_out import rota_calendar
from bot.importing.ics_rota import apply_ics
from bot.importing.people import Changes
from bot.person.rules import Role
from bot.rota.models import Shift
from tests.rules.rota_house import EVER, LEAD, House

NOW = datetime(2026, 10, 20, tzinfo=UTC)


@pytest.fixture
def house(db: Database) -> House:
    return House(db, WoundClock(NOW))


def event(*lines: str, zone: str = "Europe/Kyiv") -> str:
    usual = [f"DTSTART;TZID={zone}:20261024T220000", f"DTEND;TZID={zone}:20261025T080000", "SUMMARY:Lev"]
    named = {line.split(":")[0].split(";")[0] for line in lines}
    kept = [line for line in usual if line.split(";")[0].split(":")[0] not in named]
    return "\r\n".join(["BEGIN:VEVENT", *kept, *lines, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""]).encode()


def load(house: House, raw: bytes, *, role: Role | None = LEAD, dry_run: bool = False) -> Changes:
    shifts = read_ics(raw, "rota.ics", role=role, now=NOW)
    changes: Changes = house.do(apply_ics, shifts, "rota.ics", dry_run=dry_run)
    return changes


def facts(shift: Shift) -> tuple[Any, ...]:
    return shift.starts_at, shift.ends_at, shift.role, shift.level, shift.time_zone


def test_an_event_is_a_shift_by_the_clock_of_its_zone(house: House) -> None:
    assert str(load(house, calendar(event()))) == (
        "line 4: Lev (1002): + duty_lead 2026-10-24 19:00 UTC to 2026-10-25 06:00 UTC, level 1"
    )
    shift = house.shifts()[0]
    assert (shift.time_zone, shift.starts_local) == ("Europe/Kyiv", "2026-10-24T22:00:00")
    assert shift.ends_at - shift.starts_at == timedelta(hours=11), "the clocks are set back that night"
    assert str(load(house, calendar(event()))) == "nothing to change"


def test_a_dry_run_only_says_it_and_a_cancelled_event_takes_the_shift_off(house: House) -> None:
    told = load(house, calendar(event()), dry_run=True)
    assert house.shifts() == []
    assert load(house, calendar(event())) == told
    assert str(load(house, calendar(event("STATUS:CANCELLED")))).endswith("- duty_lead 2026-10-24 19:00 UTC")
    assert house.shifts() == []


@pytest.mark.parametrize(
    ("lines", "who"),
    [
        (["SUMMARY:  sonya "], "Sonya"),
        (["SUMMARY:Night duty: Sonya (phone on)"], "Sonya"),
        (["ATTENDEE;CN=Mark:mailto:mark@example.com", "SUMMARY:Night"], "Mark"),
        (["X-NIGHTSHIFT-PERSON:1003", "SUMMARY:Lev"], "Sonya"),
        (["X-NIGHTSHIFT-ROLE:duty_lead", "X-NIGHTSHIFT-LEVEL:2", "SUMMARY:Mark"], "Mark"),
    ],
)
def test_whose_it_is(house: House, lines: list[str], who: str) -> None:
    load(house, calendar(event(*lines)))
    assert [name for name, *_ in house.rota()] == [who]


@pytest.mark.parametrize("summary", ["Levon", "Nobody", "Lev and Sonya", ""])
def test_nobody_or_several_are_named_with_file_line_and_remedy(house: House, summary: str) -> None:
    with pytest.raises(FileMistakes, match=r"rota.ics:4: SUMMARY: (no|2) people with the role duty_lead are"):
        load(house, calendar(event(f"SUMMARY:{summary}")))
    assert house.shifts() == []


def test_events_that_come_again_are_shifts_without_the_excepted_days(house: House) -> None:
    weekly = event(
        "UID:night", "RRULE:FREQ=WEEKLY;BYDAY=SA,SU;UNTIL=20261108T210000Z",
        "EXDATE;TZID=Europe/Kyiv:20261031T220000",
    )  # fmt: skip
    moved = event(
        "UID:night", "RECURRENCE-ID;TZID=Europe/Kyiv:20261101T220000",
        "DTSTART;TZID=Europe/Kyiv:20261102T220000", "DTEND;TZID=Europe/Kyiv:20261103T080000",
    )  # fmt: skip
    load(house, calendar(weekly, moved))
    days = [f"{one.starts_at:%d.%m %H}" for one in house.shifts()]
    assert days == ["24.10 19", "25.10 20", "02.11 20", "07.11 20", "08.11 20"]


def test_an_endless_event_goes_a_year_ahead_and_not_back(house: House) -> None:
    old = event("DTSTART:20200101T200000Z", "DTEND:20200102T060000Z", "RRULE:FREQ=DAILY")
    load(house, calendar(old))
    starts = [one.starts_at for one in house.shifts()]
    assert NOW - timedelta(days=2) < starts[0] < NOW
    assert NOW + timedelta(days=364) < starts[-1] <= NOW + timedelta(days=366)


def test_a_zone_of_a_known_name_is_the_known_one_whatever_the_file_says(house: House) -> None:
    other = (
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Kyiv\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    )
    load(house, calendar(other, event()))
    assert f"{house.shifts()[0].starts_at:%d %H:%M}" == "24 19:00"


zones = st.sampled_from([None, "Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
spans = st.lists(
    st.tuples(
        st.sampled_from(["Lev", "Sonya", "Mark"]),
        st.integers(0, 400),
        st.integers(1, 48),
        st.integers(1, 3),
        zones,
    ),
    max_size=10,
)


@settings(max_examples=15)
@given(spans)
@example([("Lev", 243, 4, 1, "Europe/Kyiv"), ("Sonya", 200, 43, 2, "Europe/Kyiv")])
def test_what_is_written_is_read_back_as_the_same_rota(
    migrated_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    spans: list[tuple[str, int, int, int, str | None]],
) -> None:
    """Half hours around the night in which the clocks are set back, in zones and without."""
    folder = tmp_path_factory.mktemp("calendars")
    files = [shutil.copy(migrated_template, folder / name) for name in ("one", "two")]
    houses = [House(Database(f"sqlite:///{file}"), WoundClock(NOW)) for file in files]
    busy: dict[str, set[int]] = {}
    for name, start, length, level, zone in spans:
        wanted = set(range(start, start + length))
        if not wanted & busy.setdefault(name, set()):
            busy[name] |= wanted
            houses[0].puts(name, start / 2, (start + length) / 2, level=level, time_zone=zone)
    raw = houses[0].db.read_here(rota_calendar, *EVER, now=NOW)
    load(houses[1], raw, role=None)
    assert [facts(one) for one in houses[1].shifts()] == [facts(one) for one in houses[0].shifts()]
    assert str(load(houses[1], raw)) == "nothing to change"
    for house in houses:
        house.db.close()


def test_one_persons_calendar_has_their_shifts_only_and_plain_names(house: House) -> None:
    house.let_in("Zoë; the “night”, \u202eowl", LEAD)
    house.puts("Lev", 2, 10)
    house.puts("Zoë; the “night”, \u202eowl", 10, 18)
    raw = house.db.read_here(rota_calendar, *EVER, person_id=house.ids["Lev"], now=NOW)
    assert raw.count(b"BEGIN:VEVENT") == 1
    whole = house.db.read_here(rota_calendar, *EVER, now=NOW)
    assert len(read_ics(whole, "rota.ics", role=None, now=NOW)) == 2
    assert "\u202e" not in whole.decode()


def test_nothing_is_a_calendar_too(house: House, tmp_path: Path) -> None:
    raw = house.db.read_here(rota_calendar, *EVER, now=NOW)
    assert is_calendar(raw)
    assert read_ics(raw, "rota.ics", role=None, now=NOW) == []
