"""Story tests get a night, and no night may end with a sound that nothing explains."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import WoundClock
from bot.db import Database
from tests.stories.explained import unexplained
from tests.stories.night import Night

_FAILED = ("beat_failed", "timer_failed")


@pytest.fixture
async def night(
    db: Database, clock: WoundClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Night]:
    """A bot of this test's own, at two in the morning in Kyiv."""
    night = Night(db, clock, tmp_path)
    yield night
    await night.close()
    assert unexplained(night) == []
    failed = [one.getMessage() for one in caplog.get_records("call") if one.name == "bot.alarm"]
    assert [line for line in failed if any(word in line for word in _FAILED)] == []
