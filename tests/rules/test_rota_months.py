"""A month of the rota: its days by a clock that is turned, its rows, its holes, and the picture of it."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from bot.db import Database
from bot.person.actions import grant, join, revoke
from bot.person.rules import Role
from bot.roles.rota.month import A_PAGE, Month, Row, days_from, month_of
from bot.roles.rota.painting import HEIGHT, WIDTH, painted
from bot.roles.rota.parts import part_meant
from bot.roles.rota.words import day, when
from bot.rota.actions import put_shift
from bot.rota.rules import Gap, Span
from bot.telegram.texts import Texts

NOW = datetime(2026, 10, 21, 23, 16, tzinfo=UTC)
KYIV = ZoneInfo("Europe/Kyiv")
RU = Texts("ru", KYIV)
HOUR = timedelta(hours=1)
October = Callable[..., Month]


def person(session: Session, number: int, name: str, *levels: int) -> int:
    who = join(session, telegram_id=number, name=name, language="ru", time_zone="Europe/Kyiv", now=NOW).id
    for level in levels:
        grant(session, who, Role.SYSADMIN, level=level, by=None, now=NOW)
    return who


def shift(session: Session, who: int, starts_at: datetime, hours: float, level: int = 1) -> None:
    put_shift(
        session,
        person_id=who,
        role=Role.SYSADMIN,
        starts_at=starts_at,
        ends_at=starts_at + hours * HOUR,
        level=level,
        by=None,
        now=NOW,
    )


@pytest.fixture
def october(db: Database) -> October:
    """October as it is painted, with what is on the rota at that moment."""

    def read(reader: int | None = None, page: int = 0) -> Month:
        return db.read_here(month_of, Role.SYSADMIN, date(2026, 10, 1), RU, reader=reader, now=NOW, page=page)

    return read


@pytest.mark.parametrize(
    ("zone", "first", "count", "turned"),
    [
        ("Europe/Kyiv", date(2026, 10, 1), 31, {25: -HOUR}),
        ("Europe/Kyiv", date(2026, 3, 1), 31, {29: HOUR}),
        ("Asia/Almaty", date(2026, 10, 1), 31, {}),
        ("Europe/Kyiv", date(2028, 2, 1), 29, {}),
        ("Australia/Lord_Howe", date(2026, 10, 1), 31, {4: HOUR / 2}),
    ],
)
def test_a_month_has_its_days_whatever_its_clocks_do(
    zone: str, first: date, count: int, turned: dict[int, timedelta]
) -> None:
    days = days_from(first, Texts("en", ZoneInfo(zone)))
    assert [one.date.day for one in days] == list(range(1, count + 1))
    assert all(one.ends_at == following.starts_at for one, following in pairwise(days))
    assert {one.date.day: one.turned for one in days if one.turned} == turned
    assert all(f"{one.starts_at.astimezone(ZoneInfo(zone)):%d %H}" == f"{one.date:%d} 00" for one in days)


def test_the_reader_comes_first_then_by_level_and_name(db: Database, october: October) -> None:
    starts_at = datetime(2026, 10, 5, 18, tzinfo=UTC)
    people = [
        db.write_here(person, number, name, 1) for number, name in enumerate(("Соня", "Ада", "Тимур"), 1)
    ]
    for who, level in zip(people, (1, 1, 2), strict=True):
        db.write_here(shift, who, starts_at, 8, level)
    assert [row.name for row in october().rows] == ["Ада", "Соня", "Тимур"]
    rows = october(reader=people[2]).rows
    assert [(row.name, row.own) for row in rows] == [("Тимур", True), ("Ада", False), ("Соня", False)]
    assert rows[0].spans == (Span(starts_at, starts_at + 8 * HOUR, 2),)


def test_who_does_not_hold_the_role_any_more_has_no_row_and_leaves_a_hole(
    db: Database, october: October
) -> None:
    ada = db.write_here(person, 1, "Ада", 1)
    db.write_here(shift, ada, datetime(2026, 9, 30, 21, tzinfo=UTC), 24 * 30)
    assert len(october().gaps) == 1
    assert october().gaps[0].starts_at == datetime(2026, 10, 30, 21, tzinfo=UTC)
    db.write_here(revoke, ada, Role.SYSADMIN, by=None, now=NOW)
    assert october().rows == ()
    assert [gap.level for gap in october().gaps] == [None]


def test_more_people_than_a_picture_shows_come_on_further_pages(db: Database, october: October) -> None:
    starts_at = datetime(2026, 10, 5, 18, tzinfo=UTC)
    for number in range(A_PAGE + 3):
        db.write_here(shift, db.write_here(person, number + 1, f"Соня {number:02}", 1), starts_at, 8)
    assert (len(october().rows), october().pages) == (A_PAGE, 2)
    assert [row.name for row in october(page=1).rows] == ["Соня 40", "Соня 41", "Соня 42"]
    assert october(page=9).page == 1


def month(count: int, *, gaps: tuple[Gap, ...] = ()) -> Month:
    days = days_from(date(2026, 10, 1), RU)
    spans = tuple(Span(one.starts_at + 20 * HOUR, one.starts_at + 32 * HOUR, 1) for one in days[:-1:2])
    rows = tuple(Row(f"Соня Ґалаган-Їжакевич {number}", number == 0, spans) for number in range(count))
    return Month("Сисадмины", "Киев", "Никого", tuple("пвсчпсв"), days, rows, gaps, NOW)


def colours(picture: bytes) -> set[str]:
    found = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1 << 20) or []
    return {f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in found}  # type: ignore[misc]


@pytest.mark.parametrize("count", [0, 1, 5, 11, 12, 40])
def test_the_picture_is_as_wide_as_a_phone_shows_and_not_made_smaller(count: int) -> None:
    picture = Image.open(io.BytesIO(painted(month(count))))
    assert picture.format == "PNG"
    assert picture.size[0] == WIDTH
    assert picture.size[1] <= HEIGHT


def test_a_gap_is_red_an_empty_first_level_is_not_and_today_is_marked() -> None:
    first = month(3).days[7].starts_at
    nobody = Gap(first, first + 4 * HOUR, Role.SYSADMIN, None)
    without = colours(painted(month(3)))
    assert not without & {"#e5484d", "#b9791c"}
    assert "#e8c468" in without
    assert "#e5484d" in colours(painted(month(3, gaps=(nobody,))))
    assert "#b9791c" in colours(painted(month(3, gaps=(replace(nobody, level=1),))))
    long_ago = replace(month(3), now=NOW - timedelta(days=90), days=days_from(date(2026, 7, 1), RU))
    assert "#e8c468" not in colours(painted(replace(long_ago, now=NOW)))


def test_levels_differ_in_colour_and_in_height() -> None:
    begins = month(1).days[3].starts_at

    def bar(level: int) -> tuple[int, ...]:
        row = Row("Соня", False, (Span(begins, begins + 24 * HOUR, level),))
        picture = Image.open(io.BytesIO(painted(replace(month(0), rows=(row,))))).convert("RGB")
        wanted = {1: (59, 130, 214), 2: (47, 158, 120), 3: (141, 104, 201)}[level]
        return tuple(y for y in range(picture.height) if picture.getpixel((400, y)) == wanted)

    heights = [len(bar(level)) for level in (1, 2, 3)]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3


def test_the_picture_library_is_not_loaded_before_something_is_painted() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import bot.app, sys; print('PIL' in sys.modules, 'ttf_opensans' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["False", "False"]


NIGHT = (datetime(2026, 11, 22, 20, tzinfo=UTC), datetime(2026, 11, 23, 6, tzinfo=UTC))
"""22:00 to 08:00 in Kyiv."""


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("22:00–08:00", (0, 10)),
        ("22-2", (0, 4)),
        ("2.30 - 8", (4.5, 10)),
        ("23:15 00:45", (1.25, 2.75)),
        ("24-8", (2, 10)),
        ("07-08", (9, 10)),
    ],
)
def test_hours_are_read_however_they_are_written(words: str, hours: tuple[float, float]) -> None:
    assert part_meant(words, *NIGHT, KYIV) == (NIGHT[0] + hours[0] * HOUR, NIGHT[0] + hours[1] * HOUR)


@pytest.mark.parametrize(
    "words", ["", "?", "21-23", "8-9", "5-4", "22-22", "25-26", "22:60-23", "ночь", "22", "7-9"]
)
def test_hours_outside_the_shift_or_no_hours_are_none(words: str) -> None:
    assert part_meant(words, *NIGHT, KYIV) is None


def test_an_hour_that_comes_twice_is_meant_the_first_time() -> None:
    begins, ends = datetime(2026, 10, 24, 19, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)
    assert part_meant("22-3:30", begins, ends, KYIV) == (begins, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


def test_days_are_named_by_the_readers_clock_and_dated_where_they_stay_on_a_phone() -> None:
    now = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
    assert [day(now + hours * HOUR, RU, now=now) for hours in (0, 1, 25)] == [
        "сегодня",
        "завтра",
        "24 ноября",
    ]
    assert when(*NIGHT, RU, now=now) == "сегодня 22:00–08:00"
    assert when(*NIGHT, RU, now=None, zone="Asia/Almaty") == "22 ноября 22:00–08:00, Алматы 01:00–11:00"
    day_long = when(NIGHT[0], NIGHT[0] + 24 * HOUR, RU, now=None)
    assert day_long == "22 ноября 22:00 – 23 ноября 22:00", "not 22:00–22:00"
    assert when(NIGHT[0], NIGHT[1] + 48 * HOUR, RU, now=None) == "22 ноября 22:00 – 25 ноября 08:00"
