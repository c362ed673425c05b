"""What most commands stand on: the settings, the centre's defaults, the clock, and the open database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from bot.centre.reading import CENTRE_FILE, read_centre
from bot.centre.rules import Centre
from bot.clock import Clock, RehearsalClock, SystemClock
from bot.db import Database
from bot.errors import FileMistakes
from bot.language import LANGUAGES
from bot.migrating import check
from bot.settings import Settings
from bot.telegram.texts import Texts


def centre_of(settings: Settings) -> Centre:
    """The centre's file; FileMistakes says what is wrong with it."""
    return read_centre(settings.runbooks_dir / CENTRE_FILE)


def clock_of(settings: Settings) -> Clock:
    """The clock that the bot goes by."""
    return RehearsalClock(settings.rehearsal_clock) if settings.rehearsal_clock else SystemClock()


def texts_of(settings: Settings, language: str | None = None) -> Texts:
    """How to speak here. A centre's file with mistakes keeps nobody from reading: then plain defaults do."""
    try:
        centre = centre_of(settings)
        usual, zone = centre.language, settings.time_zone or centre.time_zone
    except FileMistakes:
        usual, zone = LANGUAGES[0], settings.time_zone or "UTC"
    return Texts(language or settings.language or usual, ZoneInfo(zone))


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, which must be up to date; SchemaMistake says why it is not ours to open."""
    check(settings.database_url)
    db = Database(settings.database_url)
    try:
        yield db
    finally:
        db.close()
