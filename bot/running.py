"""One process from its start to its end: settings, locks, the database, signals, exit codes."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys

from aiogram.types import Update
from pydantic import BaseModel

from bot import lean, log
from bot.app import NightShift
from bot.burying import BURIALS, FAREWELLS
from bot.clock import Clock, RehearsalClock, SteadyClock
from bot.db import Database, is_postgresql
from bot.health.pulse import Patience
from bot.hold.queries import open_hold
from bot.intake.spool import Spool
from bot.nursery import Nursery
from bot.one_core import OneCore
from bot.picture.keeping import Shelf
from bot.rehearsal import AroundCalls, Boundaries
from bot.replica.seat import Alone, Seat
from bot.runbook.library import Library
from bot.schema import VERSION
from bot.settings import Settings, SettingsMistake, secrets_of
from bot.single import among_others, folder_is_there, name_in
from bot.telegram.pacing import Pace, Pacing
from bot.telegram.wire import ANSWERS, METHODS, make_bot
from bot.timeline.queries import newest_at
from bot.watching import Watch

logger = logging.getLogger(__name__)

_REVOKED = "BOT_TOKEN: Telegram does not know it any more. @BotFather, /token, gives a new one."

_TURN = 0.001
"""Seconds of Python's lock in one thread's hands. The writer gives it away with every statement, and with
Python's own five milliseconds a tap of fifty statements would wait a quarter of a second in a flood."""

_BREATH = 0.1
"""Seconds between two types that are built: whoever taps meanwhile is served first."""


def run(settings: Settings, *, pace: Pace | None = None, patience: Patience | None = None) -> int:
    """Run until SIGTERM or SIGINT. Exit code 0: asked to stop; 70: a part died, start me again.

    Taken for dead by the other replicas, because it stood still for long, it begins anew by itself.
    `pace`: another than Telegram's, for rehearsals whose stand-in counts no rates. `patience`: until what
    stands is given up.
    """
    log.set_up(settings.log_level, settings.log_format, secrets_of(settings))
    log.catch_the_rest()
    sys.setswitchinterval(_TURN)
    core = OneCore()
    from bot.migrating import migrate

    pace = pace or Pace(overall=settings.messages_per_second)
    folder_is_there(settings)
    with among_others(settings.database_url, settings.data_dir):
        code: int | None = None
        while code is None:
            migrate(settings.database_url)
            code = asyncio.run(_serve(settings, pace, patience, core))
        return code


async def _serve(settings: Settings, pace: Pace, patience: Patience | None, core: OneCore) -> int | None:
    """One life. None: the others took it for dead, and the next one may begin."""
    clock = RehearsalClock(settings.rehearsal_clock) if settings.rehearsal_clock else SteadyClock()
    library = Library(settings.runbooks_dir)
    boundaries = Boundaries(settings.rehearsal_die_at, settings.rehearsal_boundaries)
    rehearsing = settings.rehearsal_die_at is not None or settings.rehearsal_boundaries is not None
    db = Database(settings.database_url, boundary=boundaries.passed if rehearsing else None)
    await _look_back(db, clock)
    bot = make_bot(settings.needed_token(), api_url=settings.bot_api_url)
    if rehearsing:
        bot.session.middleware(AroundCalls(boundaries))
    seat = _seat(db, settings)
    try:
        await seat.sit_down()
    except BaseException:
        await bot.session.close()
        db.close()
        raise
    spool = Spool(settings.data_dir / "spool.sqlite") if is_postgresql(settings.database_url) else None
    night = NightShift(
        db,
        clock,
        bot,
        library,
        Shelf(settings.pictures_dir),
        Pacing(pace),
        canary_chat=settings.canary_chat,
        seat=seat,
        spool=spool,
        notes_gaps=not rehearsing,
    )
    if settings.webhook_url is not None:
        night.listen(bot, settings)
    watch = Watch(night, settings, writes=not rehearsing, patience=patience)
    lean.all_imported()
    core.settle()
    code = await _live(night, watch, core)
    await bot.session.close()
    if spool is not None:
        spool.close()
    db.close()
    watch.close()
    if night.revoked.is_set():
        raise SettingsMistake([_REVOKED])
    return code


async def _look_back(db: Database, clock: Clock) -> None:
    """What an earlier life left to be heeded: a hold, and the moment before which nothing can happen."""
    if (waits := await db.read(open_hold)) is not None:
        logger.warning(
            "action=on_hold since=%s remedy=%s", waits.restored_at.isoformat(), "nightshift release"
        )
    if isinstance(clock, SteadyClock):
        clock.not_before(await db.read(newest_at))


async def _live(night: NightShift, watch: Watch, core: OneCore) -> int | None:
    """From the first beat to an orderly end: an exit code, or None for "begin anew"."""
    nursery, asked = Nursery(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _asked_to_stop, asked, number)
    await watch.look_around()
    night.start(nursery)
    await watch.start(nursery)
    moving = nursery.start(core.run(), name="one core")
    getting_ready = nursery.start(_ready_for_taps(night), name="ready for taps")
    reasons = (asked, nursery.failed, night.revoked, night.seat.lost)
    waiting = {nursery.start(reason.wait(), name="a reason to stop") for reason in reasons}
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    logger.info("action=stopping asked=%s revoked=%s", asked.is_set(), night.revoked.is_set())
    for wait in (*waiting, getting_ready, moving):
        wait.cancel()
    watch.stop()
    await night.stop()
    await nursery.close(within=10)
    await night.seat.leave()
    if nursery.failure is not None:
        return 70
    return 0 if asked.is_set() else None


async def _ready_for_taps(night: NightShift) -> None:
    """In the first quiet moments: build the types for which the first taps would wait half a second."""
    kinds: tuple[type[BaseModel], ...] = (Update, *METHODS, *ANSWERS)
    for kind in kinds:
        await asyncio.sleep(_BREATH)
        await night.worker.idle()
        kind.model_rebuild()


def _seat(db: Database, settings: Settings) -> Seat:
    """Ours among the replicas; on a file there are none."""
    if not is_postgresql(settings.database_url):
        return Alone()
    name = name_in(settings.data_dir)
    return Seat(db, settings.database_url, name, VERSION, BURIALS, FAREWELLS)


def _asked_to_stop(asked: asyncio.Event, number: int) -> None:
    """The first time gently; the second time at once, which loses nothing either."""
    if asked.is_set():
        os._exit(128 + number)
    asked.set()
