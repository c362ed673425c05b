"""What backups are called, and which of them are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.backup.rules import kept, moment_of, name_at

NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)
MOMENTS = some.integers(0, 365 * 24 * 3600).map(lambda second: NOW + timedelta(seconds=second))


def test_a_hundred_days_of_quarters_of_an_hour_leave_24_hours_14_days_and_3_months() -> None:
    newest = datetime(2026, 11, 22, 3, 15, tzinfo=UTC)
    left = kept(newest - timedelta(minutes=15 * number) for number in range(100 * 24 * 4))
    hours = [newest - timedelta(minutes=15 * number) for number in range(5)]
    hours += [datetime(2026, 11, 22, 2, 45, tzinfo=UTC) - timedelta(hours=number) for number in range(1, 23)]
    days = [datetime(2026, 11, 21, 23, 45, tzinfo=UTC) - timedelta(days=number) for number in range(13)]
    months = [datetime(2026, 10, 31, 23, 45, tzinfo=UTC), datetime(2026, 9, 30, 23, 45, tzinfo=UTC)]
    assert left == {*hours, *days, *months}


@given(some.sets(MOMENTS, max_size=60))
def test_what_was_kept_once_is_kept_until_something_newer_comes(moments: set[datetime]) -> None:
    left = kept(moments)
    assert kept(left) == left
    assert not moments or max(moments) in left


@given(MOMENTS)
def test_a_name_says_its_moment(moment: datetime) -> None:
    assert moment_of(name_at(moment)) == moment.replace(microsecond=0)


@pytest.mark.parametrize("name", ["nightshift.sqlite", "nightshift-20261322T031600Z.sqlite", "a.sqlite", ""])
def test_other_files_are_nobodys_backup(name: str) -> None:
    assert moment_of(name) is None
