"""A start: what it imports and what it leaves alone, because a bot that was killed must be back at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ONLY_WHEN_NEEDED = (
    "alembic",
    "PIL",
    "dhash",
    "ttf_opensans",
    "icalendar",
    "recurring_ical_events",
    "openpyxl",
    "httpx",
    "http.server",
    "prometheus_client",
    "psycopg",
    "aiohttp.web",
    "bot.sandbox",
    "bot.demo",
    "bot.importing",
    "bot.migrating_server",
)


def _said_by(program: str) -> object:
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def started() -> dict[str, object]:
    """A process that has imported everything a start imports."""
    said = _said_by(_START)
    assert isinstance(said, dict)
    return said


_START = """
import gc, json, sys
from bot import lean
from bot.cli import starting
lean.import_aiogram()
import bot.running, bot.migrating
modules = sorted(sys.modules)
from aiogram import methods, types
built = [one for one in types.__all__ if getattr(getattr(types, one), "__pydantic_complete__", False)]
update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}
chat = types.Update.model_validate(update).message.chat.type
lean.all_imported()
looks = [gc.isenabled(), gc.get_freeze_count() > 100_000, gc.get_threshold()]
print(json.dumps({"modules": modules, "built": built, "chat": chat, "looks": looks}))
"""


def test_what_a_night_seldom_needs_is_not_imported_at_the_start(started: dict[str, object]) -> None:
    modules = started["modules"]
    assert isinstance(modules, list)
    assert [name for name in ONLY_WHEN_NEEDED if name in modules] == []


def test_aiogram_builds_next_to_nothing_before_it_is_used(started: dict[str, object]) -> None:
    assert isinstance(started["built"], list)
    assert len(started["built"]) < 20


def test_what_it_builds_late_reads_updates_as_ever(started: dict[str, object]) -> None:
    assert started["chat"] == "private"


def test_when_all_is_imported_rubbish_is_looked_for_seldom_and_only_in_what_came_after(
    started: dict[str, object],
) -> None:
    assert started["looks"] == [True, True, [10_000, 10, 10]]


_EVERYTHING = """
import json
from bot import lean
lean.import_aiogram()
from aiogram import methods, types
from pydantic import BaseModel
kinds = [getattr(shelf, name) for shelf in (types, methods) for name in shelf.__all__]
models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
print(json.dumps([kind.__name__ for kind in models if kind.model_rebuild(raise_errors=False) is False]))
"""


@pytest.mark.slow
def test_every_type_of_aiogram_can_be_built_late() -> None:
    assert _said_by(_EVERYTHING) == []
