"""The composition root: all parts of one running bot, from start to stop; the tables are in wiring.py."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from aiogram import Bot

from bot import alarm, log
from bot.clock import Clock, RehearsalClock, SteadyClock
from bot.db import Database, Woken, is_postgresql, place_of
from bot.forgetting.sweeping import Sweeper
from bot.hold.queries import open_hold
from bot.intake.claims import Claims
from bot.intake.poll import Poller
from bot.intake.worker import Worker
from bot.nursery import Nursery
from bot.picture.keeping import Shelf
from bot.probing.rounds import Rounds
from bot.rehearsal import AroundCalls, Boundaries
from bot.replica.seat import Alone, Seat
from bot.roles.administrator import pages as administrator_pages
from bot.roles.everybody import doors
from bot.roles.everybody.cards import button_with_label
from bot.runbook.library import Library
from bot.schema import VERSION
from bot.settings import Settings, SettingsMistake
from bot.single import among_others, name_in
from bot.telegram.commands import Menus, readers
from bot.telegram.dispatch import Dispatch
from bot.telegram.pacing import Pace, Pacing
from bot.telegram.screens import Screens
from bot.telegram.sender import Sender
from bot.telegram.wire import Wire, make_bot
from bot.timeline.queries import newest_at
from bot.wiring import BEATS, BURIALS, DRAWERS, JOBS, RECEIVERS, house_beats, screens_of

logger = logging.getLogger(__name__)


class NightShift:
    """All parts of one running bot. Tests and the demo use it with a wire and a clock of theirs."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        bot: Bot,
        library: Library,
        shelf: Shelf,
        pacing: Pacing,
        seat: Seat | None = None,
    ) -> None:
        self.db, self.clock, self.seat = db, clock, seat or Alone()
        wire = Wire(bot)
        self.revoked = asyncio.Event()
        """Telegram does not know our token any more: only a new one helps."""
        self.sender = Sender(
            db,
            wire,
            clock,
            DRAWERS,
            RECEIVERS,
            shelf.path,
            pacing=pacing,
            on_revoked=self.revoked.set,
            quiet_between=lambda: library.centre.noise.quiet_between,
            seat=self.seat,
        )
        screens = screens_of(library, shelf, wire, bot)
        self.dispatch = self._dispatch(library, screens)
        self.worker = Worker(
            db,
            clock,
            bot,
            self.dispatch.handle,
            turn_away=self.dispatch.turn_away,
            on_quarantine=administrator_pages.tell_quarantined,
        )
        self._claims = None if self.seat.alone else Claims(db, self.worker, self.seat)
        self.poller = Poller(bot, db, clock, self._claims or self.worker, seat=self.seat)
        self.alarm = alarm.AlarmClock(db, clock, JOBS, (*BEATS, *house_beats(library)))
        self.library, self.probing = library, Rounds(db, clock, library)
        self.sweeper = Sweeper(db, clock, lambda: library.centre.timings, shelf)
        self._menus = Menus(self.sender.say, screens)
        self._people_changed = asyncio.Event()
        db.after_commit.append(self._committed)

    def _dispatch(self, library: Library, screens: Sequence[Screens]) -> Dispatch:
        return Dispatch(
            self.db,
            self.clock,
            self.sender.say,
            screens,
            on_invitation=partial(doors.invited, library),
            on_reachability=doors.reachability_changed,
            label_lookup=partial(button_with_label, DRAWERS),
        )

    def start(self, nursery: Nursery) -> None:
        """Everything runs: first what was left over, then what comes in."""
        nursery.start(self.sender.run(), name="sender")
        self.worker.start(nursery, alone=self.seat.alone)
        self.alarm.start()
        self._waiting_for_more = [
            nursery.start(self._keep_menus(), name="menus"),
            nursery.start(self.poller.run(), name="poller"),
            nursery.start(self._by_the_first(self.probing.run), name="probing"),
            nursery.start(self._by_the_first(self.sweeper.run), name="sweeper"),
        ]
        if self._claims is not None:
            self._waiting_for_more.append(nursery.start(self._claims.run(), name="claims"))

    async def stop(self) -> None:
        """Take in nothing more, end what has begun; the rest is in the database for the next start."""
        for task in self._waiting_for_more:
            task.cancel()
        self.alarm.stop()
        await self.worker.stop()
        self.sender.stop()

    async def _by_the_first(self, work: Callable[[], Awaitable[None]]) -> None:
        """What need not be done by several. Done by two for a moment, it does no harm."""
        await self.seat.until_first()
        await work()

    async def _keep_menus(self) -> None:
        """Everybody's menu follows their roles and language."""
        while True:
            self._people_changed.clear()
            await self.seat.until_first()
            await self._menus.publish(await self.db.read(readers))
            await self._people_changed.wait()

    def _committed(self, woken: Woken) -> None:
        if "people" in woken:
            self._people_changed.set()


def run(settings: Settings, *, pace: Pace | None = None) -> int:
    """Run until SIGTERM or SIGINT. Exit code 0: asked to stop; 70: a part died, start me again.

    Taken for dead by the other replicas, because it stood still for long, it begins anew by itself.

    `pace`: another than Telegram's, for rehearsals whose stand-in counts no rates.
    """
    log.set_up(settings.log_level)
    from bot.migrating import migrate

    with among_others(settings.database_url, settings.data_dir):
        code: int | None = None
        while code is None:
            migrate(settings.database_url)
            code = asyncio.run(_serve(settings, pace or Pace(overall=settings.messages_per_second)))
        return code


async def _serve(settings: Settings, pace: Pace) -> int | None:
    """One life. None: the others took it for dead, and the next one may begin."""
    clock = RehearsalClock(settings.rehearsal_clock) if settings.rehearsal_clock else SteadyClock()
    library = Library(settings.runbooks_dir)
    boundaries = Boundaries(settings.rehearsal_die_at, settings.rehearsal_boundaries)
    rehearsing = settings.rehearsal_die_at is not None or settings.rehearsal_boundaries is not None
    db = Database(settings.database_url, boundary=boundaries.passed if rehearsing else None)
    if (waits := await db.read(open_hold)) is not None:
        logger.warning("action=on_hold since=%s remedy=`nightshift release`", waits.restored_at.isoformat())
    if isinstance(clock, SteadyClock):
        clock.not_before(await db.read(newest_at))
    shelf = Shelf(settings.pictures_dir)
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
    night = NightShift(db, clock, bot, library, shelf, Pacing(pace), seat)
    code = await _live(night, f"{place_of(settings.database_url)} runbooks={len(library.runbooks)}")
    await bot.session.close()
    db.close()
    if night.revoked.is_set():
        raise SettingsMistake(
            ["BOT_TOKEN: Telegram does not know it any more. @BotFather, /token, gives a new one."]
        )
    return code


async def _live(night: NightShift, where: str) -> int | None:
    """From the first beat to an orderly end: an exit code, or None for "begin anew"."""
    nursery, asked = Nursery(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _asked_to_stop, asked, number)
    night.start(nursery)
    logger.info("action=started database=%s", where)
    reasons = (asked, nursery.failed, night.revoked, night.seat.lost)
    waiting = {nursery.start(reason.wait(), name="a reason to stop") for reason in reasons}
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    logger.info("action=stopping asked=%s revoked=%s", asked.is_set(), night.revoked.is_set())
    for wait in waiting:
        wait.cancel()
    await night.stop()
    await nursery.close(within=10)
    await night.seat.leave()
    if nursery.failure is not None:
        return 70
    return 0 if asked.is_set() else None


def _seat(db: Database, settings: Settings) -> Seat:
    """Ours among the replicas; on a file there are none."""
    if not is_postgresql(settings.database_url):
        return Alone()
    name = name_in(settings.data_dir)
    return Seat(db, settings.database_url, name, VERSION, BURIALS)


def _asked_to_stop(asked: asyncio.Event, number: int) -> None:
    """The first time gently; the second time at once, which loses nothing either."""
    if asked.is_set():
        os._exit(128 + number)
    asked.set()
