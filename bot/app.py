"""The composition root: all parts of one running bot, from start to stop; the tables are in wiring.py."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections import Counter
from collections.abc import Mapping
from functools import partial

from aiogram import Bot
from aiogram.types import Update

from bot import alarm, lean, log
from bot.clock import Clock, RehearsalClock, SteadyClock
from bot.db import Database, Woken
from bot.forgetting.sweeping import Sweeper
from bot.health.canary import Canary
from bot.health.canary_rules import is_canary
from bot.health.monitor import Intake
from bot.health.pulse import Patience
from bot.hold.queries import open_hold
from bot.intake.poll import Poller
from bot.intake.rules import State
from bot.intake.worker import Worker
from bot.nursery import Nursery
from bot.picture.keeping import Shelf
from bot.probing.rounds import Rounds
from bot.rehearsal import AroundCalls, Boundaries
from bot.roles.administrator import pages as administrator_pages
from bot.roles.everybody import doors
from bot.roles.everybody.cards import button_with_label
from bot.runbook.library import Library
from bot.settings import Settings, SettingsMistake, secrets_of
from bot.single import folder_is_there, only_here
from bot.telegram.commands import Menus, readers
from bot.telegram.dispatch import Dispatch
from bot.telegram.pacing import Pace, Pacing
from bot.telegram.sender import Sender
from bot.telegram.wire import Wire, make_bot
from bot.timeline.queries import newest_at
from bot.watching import Watch
from bot.wiring import BEATS, DRAWERS, JOBS, RECEIVERS, house_beats, screens_of

logger = logging.getLogger(__name__)

_TURN = 0.001
"""Seconds of Python's lock in one thread's hands. The writer gives it away with every statement, and with
Python's own five milliseconds a tap of fifty statements would wait a quarter of a second in a flood."""


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
        *,
        canary_chat: int | None = None,
    ) -> None:
        """`canary_chat`: where the canary is heard; None: nowhere, its last step asks Telegram who we are."""
        self.db, self.clock = db, clock
        wire = Wire(bot)
        self.revoked = asyncio.Event()
        """Telegram has never known our token: only another one helps."""
        self.sender = self._sender_of(wire, library, shelf, pacing)
        screens = screens_of(library, shelf, wire, bot)
        self.dispatch = Dispatch(
            db,
            clock,
            self.sender.say,
            screens,
            on_invitation=partial(doors.invited, library),
            on_reachability=doors.reachability_changed,
            label_lookup=partial(button_with_label, DRAWERS),
        )
        self.worker = Worker(
            db,
            clock,
            bot,
            self._handle,
            turn_away=self.dispatch.turn_away,
            on_quarantine=administrator_pages.tell_quarantined,
        )
        self.poller = Poller(bot, db, clock, self.worker, on_intake=self.sender.trust)
        self.canary = Canary(
            db, clock, lambda: library.centre, lambda one: self.poller.bring_in([one]), canary_chat or bot.id
        )
        self.alarm = alarm.AlarmClock(db, clock, JOBS, (*BEATS, *house_beats(library)))
        self.library, self.probing = library, Rounds(db, clock, library)
        self.sweeper = Sweeper(db, clock, lambda: library.centre.timings, shelf)
        self._menus = Menus(self.sender.say, screens)
        self._people_changed = asyncio.Event()
        db.after_commit.append(self._committed)

    def _sender_of(self, wire: Wire, library: Library, shelf: Shelf, pacing: Pacing) -> Sender:
        return Sender(
            self.db,
            wire,
            self.clock,
            DRAWERS,
            RECEIVERS,
            shelf.path,
            pacing=pacing,
            on_revoked=self._token_refused,
            quiet_between=lambda: library.centre.noise.quiet_between,
        )

    def start(self, nursery: Nursery) -> None:
        """Everything runs: first what was left over, then what comes in."""
        nursery.start(self.sender.run(), name="sender")
        self.worker.start(nursery)
        self.alarm.start()
        self._waiting_for_more = (
            nursery.start(self._keep_menus(), name="menus"),
            nursery.start(self.poller.run(), name="poller"),
            nursery.start(self.probing.run(), name="probing"),
            nursery.start(self.sweeper.run(), name="sweeper"),
        )

    async def stop(self) -> None:
        """Take in nothing more, end what has begun; the rest is in the database for the next start."""
        for task in self._waiting_for_more:
            task.cancel()
        self.alarm.stop()
        await self.worker.stop()
        self.sender.stop()

    async def _keep_menus(self) -> None:
        """Everybody's menu follows their roles and language."""
        while True:
            self._people_changed.clear()
            await self._menus.publish(await self.db.read(readers))
            await self._people_changed.wait()

    @property
    def intake(self) -> Intake:
        """How what comes in comes in."""
        return self.poller.health

    @property
    def token_refused(self) -> bool:
        return self.sender.revoked

    @property
    def counted(self) -> Mapping[str, Counter[str]]:
        """What this process did, for the metrics."""
        return {
            "deliveries": self.sender.outcomes,
            "updates": self.worker.ended,
            "canaries": self.canary.flown,
        }

    async def _handle(self, update: Update) -> State | None:
        handle = self.canary.handled if is_canary(update.update_id) else self.dispatch.handle
        return await handle(update)

    def _token_refused(self) -> None:
        """A token that was good a moment ago may be so again; whoever runs us reads of it in /health."""
        if self.intake.last_intake is None:
            self.revoked.set()

    def _committed(self, woken: Woken) -> None:
        if "people" in woken:
            self._people_changed.set()


def run(settings: Settings, *, pace: Pace | None = None, patience: Patience | None = None) -> int:
    """Run until SIGTERM or SIGINT. Exit code 0: asked to stop; 70: a part died, start me again.

    `pace`: another than Telegram's, for rehearsals whose stand-in counts no rates. `patience`: until what
    stands is given up.
    """
    log.set_up(settings.log_level, settings.log_format, secrets_of(settings))
    log.catch_the_rest()
    sys.setswitchinterval(_TURN)
    from bot.migrating import migrate

    folder_is_there(settings)
    with only_here(settings.database_url):
        migrate(settings.database_url)
        return asyncio.run(_serve(settings, pace or Pace(overall=settings.messages_per_second), patience))


async def _serve(settings: Settings, pace: Pace, patience: Patience | None) -> int:
    clock = RehearsalClock(settings.rehearsal_clock) if settings.rehearsal_clock else SteadyClock()
    library = Library(settings.runbooks_dir)
    boundaries = Boundaries(settings.rehearsal_die_at, settings.rehearsal_boundaries)
    rehearsing = settings.rehearsal_die_at is not None or settings.rehearsal_boundaries is not None
    db = Database(settings.database_url, boundary=boundaries.passed if rehearsing else None)
    if (waits := await db.read(open_hold)) is not None:
        logger.warning(
            "action=on_hold since=%s remedy=%s", waits.restored_at.isoformat(), "nightshift release"
        )
    if isinstance(clock, SteadyClock):
        clock.not_before(await db.read(newest_at))
    shelf = Shelf(settings.data_dir / "pictures")
    bot = make_bot(settings.needed_token(), api_url=settings.bot_api_url)
    if rehearsing:
        bot.session.middleware(AroundCalls(boundaries))
    night = NightShift(db, clock, bot, library, shelf, Pacing(pace), canary_chat=settings.canary_chat)
    lean.all_imported()
    nursery = Nursery()
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _asked_to_stop, asked, number)
    night.start(nursery)
    watch = Watch(night, settings, writes=not rehearsing, patience=patience)
    await watch.start(nursery)
    reasons = (asked, nursery.failed, night.revoked)
    waiting = {nursery.start(reason.wait(), name="a reason to stop") for reason in reasons}
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    logger.info("action=stopping asked=%s revoked=%s", asked.is_set(), night.revoked.is_set())
    for wait in waiting:
        wait.cancel()
    watch.stop()
    await night.stop()
    await nursery.close(within=10)
    await bot.session.close()
    db.close()
    watch.close()
    if night.revoked.is_set():
        raise SettingsMistake(
            ["BOT_TOKEN: Telegram does not know it any more. @BotFather, /token, gives a new one."]
        )
    return 0 if nursery.failure is None else 70


def _asked_to_stop(asked: asyncio.Event, number: int) -> None:
    """The first time gently; the second time at once, which loses nothing either."""
    if asked.is_set():
        os._exit(128 + number)
    asked.set()
