"""What a sysadmin may type when asked when it will work."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.roles.sysadmin.estimate import estimate_at

KYIV = ZoneInfo("Europe/Kyiv")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("3:40", "03:40"),
        ("03.40", "03:40"),
        ("до 3:40", "03:40"),
        ("by 3:40", "03:40"),
        ("1:59", "01:59 tomorrow"),
        ("40 мин", "02:40"),
        ("40 хв.", "02:40"),
        ("40min", "02:40"),
        ("через 40 минут", "02:40"),
        ("1 ч", "03:00"),
        ("1 год", "03:00"),
        ("2 h", "04:00"),
        ("1:30 ч", "03:30"),
        ("1,5 часа", "03:30"),
        ("1 ч 20 мин", "03:20"),
        ("1 H 5 MIN", "03:05"),
        ("24 h", "02:00 tomorrow"),
    ],
)
def test_an_estimate_is_understood(words: str, shown: str) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    at = estimate_at(words, now, KYIV)
    assert at is not None
    local = at.astimezone(KYIV)
    assert f"{local:%H:%M}" + (" tomorrow" if local.day == 23 else "") == shown


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "40",
        "25:00",
        "3:75",
        "0 мин",
        "25 h",
        "-5 min",
        "3:40 мин",
        "1:75 ч",
        "٣:٤٠ x",
        "2000 min",
    ],
)
def test_what_is_no_time_within_a_day_is_not_guessed(words: str) -> None:
    assert estimate_at(words, datetime(2026, 11, 22, tzinfo=UTC), KYIV) is None


def test_in_the_night_of_the_clocks_a_doubled_time_is_the_next_of_the_two() -> None:
    before = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # 03:00, summer time; at 04:00 it is 03:00 again
    assert estimate_at("3:30", before, KYIV) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert estimate_at("3:30", between, KYIV) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
