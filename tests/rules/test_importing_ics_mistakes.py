"""rota.ics: every mistake by its event, and no calendar can keep us busy for long."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import FileMistakes
from bot.importing.ics import is_calendar
from bot.importing.ics_in import LARGEST_BYTES, read_ics
from bot.person.rules import Role
from tests.rules.rota_house import LEAD

NOW = datetime(2026, 10, 20, tzinfo=UTC)


def event(*lines: str, zone: str = "Europe/Kyiv") -> str:
    usual = [f"DTSTART;TZID={zone}:20261024T220000", f"DTEND;TZID={zone}:20261025T080000", "SUMMARY:Lev"]
    named = {line.split(":")[0].split(";")[0] for line in lines}
    kept = [line for line in usual if line.split(";")[0].split(":")[0] not in named]
    return "\r\n".join(["BEGIN:VEVENT", *kept, *lines, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""]).encode()


def mistakes(raw: bytes, role: Role | None = LEAD) -> str:
    with pytest.raises(FileMistakes) as caught:
        read_ics(raw, "rota.ics", role=role, now=NOW)
    return str(caught.value)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["DTSTART:20261024T220000"], "rota.ics:4: DTSTART: it names no time zone"),
        (
            ["DTSTART;TZID=Mars/City:20261024T220000"],
            "rota.ics:4: DTSTART: there is no time zone 'Mars/City'",
        ),
        (["DTSTART;VALUE=DATE:20261024"], "rota.ics:4: DTSTART: it is a day without hours"),
        (["DTEND:rubbish"], "rota.ics:4: DTEND: it cannot be read"),
        (["DTSTART:99991231T220000Z"], "rota.ics:4: DTSTART: the year 9999 cannot be meant"),
        (["DTEND:20261024T080000Z"], "rota.ics:4: DTEND: it lasts from"),
        (["DTEND:20270101T080000Z"], "rota.ics:4: DTEND: it lasts from"),
        (["RRULE:FREQ=SECONDLY"], "RRULE: it comes again in a way that shifts do not"),
        (["RRULE:FREQ=DAILY;BYHOUR=1,2,3,4;BYMINUTE=1,2,3"], "RRULE: it comes again in a way that shifts"),
        (["RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"], "RRULE: it comes again in a way that shifts do not"),
        (["RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=3"], "RRULE: it comes again in a way that shifts do"),
        (["RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=99991231"], "RRULE: it comes again in a way"),
        (["RRULE:FREQ=MOONLY"], "rota.ics:4: RRULE: it cannot be read"),
        (["RDATE:20261024T220000"], "RDATE: it is no time of a known zone"),
        (["RRULE:FREQ=DAILY;INTERVAL=0"], "RRULE: its INTERVAL cannot be meant"),
        (["X-NIGHTSHIFT-LEVEL:12"], "X-NIGHTSHIFT-LEVEL: '12' is not a level"),
        (["X-NIGHTSHIFT-PERSON:me"], "X-NIGHTSHIFT-PERSON: 'me' is not a Telegram id"),
    ],
)
def test_every_mistake_by_its_event(lines: list[str], said: str) -> None:
    assert said in mistakes(calendar(event(*lines)))


def test_a_zone_that_the_file_makes_up_is_not_believed() -> None:
    made_up = (
        "BEGIN:VTIMEZONE\r\nTZID:Our/Zone\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    )
    said = mistakes(calendar(made_up, event(zone="Our/Zone")))
    assert "there is no time zone 'Our/Zone'. Write ;TZID=Europe/Kyiv behind its name" in said


def test_without_a_role_the_file_says_how_to_give_one() -> None:
    assert "no role is named. Say it for the whole file: --role duty_lead." in mistakes(
        calendar(event()), role=None
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"BEGIN:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5000,
        b"BEGIN:VCALENDAR\r\nSUMMARY:\xff\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\n" + b"x" * LARGEST_BYTES,
    ],
)
def test_what_is_no_calendar_is_said_so(raw: bytes) -> None:
    assert is_calendar(raw)
    assert "rota.ics:" in mistakes(raw)


def days(count: int) -> str:
    """So many moments, a day of RDATE each."""
    first = datetime(2000, 1, 1, 20)  # noqa: DTZ001 - it becomes text with a Z
    return ",".join(f"{first + timedelta(hours=12 * number):%Y%m%dT%H%M%SZ}" for number in range(count))


@pytest.mark.parametrize(
    "events",
    [
        [event(f"UID:{number}", "RRULE:FREQ=DAILY") for number in range(101)],
        [event(f"UID:{number}", "RRULE:FREQ=DAILY") for number in range(40)],
        [event(f"UID:{number}") for number in range(5_001)],
        [event("UID:1", f"RDATE:{days(25_000)}")],
        [event("UID:1", f"RDATE:{days(25_000)}", f"EXDATE:{days(25_000)}")],
    ],
)
def test_no_calendar_keeps_us_busy(events: list[str]) -> None:
    began = time.monotonic()
    with pytest.raises(FileMistakes, match=r"rota.ics:[14]: .* fit into one (file|event): split it"):
        read_ics(calendar(*events), "rota.ics", role=LEAD, now=NOW)
    assert time.monotonic() - began < 60
