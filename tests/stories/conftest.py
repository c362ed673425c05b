"""Story tests get a night."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import WoundClock
from bot.db import Database
from tests.stories.night import Night


@pytest.fixture
async def night(db: Database, clock: WoundClock, tmp_path: Path) -> AsyncIterator[Night]:
    """A bot of this test's own, at two in the morning in Kyiv."""
    night = Night(db, clock, tmp_path)
    yield night
    await night.close()
