"""The composition root: all parts of one running bot; tables are in wiring.py, a process in running.py."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from aiogram import Bot
from aiogram.types import Update
from sqlalchemy.orm import Session

from bot import alarm
from bot.clock import Clock
from bot.db import Database, Woken, is_storage_trouble
from bot.forgetting.sweeping import Sweeper
from bot.health.canary import Canary
from bot.health.canary_rules import is_canary
from bot.health.monitor import Intake
from bot.incident.gap_actions import tell_of_gap
from bot.intake.bringing import Bringing
from bot.intake.claims import Claims
from bot.intake.gap import Gaps
from bot.intake.poll import Poller
from bot.intake.rules import Entry, State
from bot.intake.spool import Spool
from bot.intake.worker import Worker
from bot.nursery import Nursery
from bot.picture.keeping import Shelf
from bot.probing.rounds import Rounds
from bot.replica.seat import Alone, Seat
from bot.roles.administrator import group_screens
from bot.roles.administrator import pages as administrator_pages
from bot.roles.duty_lead.group_page import group_board
from bot.roles.everybody import doors
from bot.roles.everybody.cards import button_with_label
from bot.runbook.library import Library
from bot.settings import Settings
from bot.telegram.commands import Menus, Reader, readers
from bot.telegram.dispatch import Dispatch
from bot.telegram.group_keeper import GroupKeeper
from bot.telegram.held_back import HeldBack
from bot.telegram.pacing import Pacing
from bot.telegram.screens import Screens
from bot.telegram.sender import Sender
from bot.telegram.wire import Wire
from bot.wiring import BEATS, DRAWERS, JOBS, RECEIVERS, house_beats, screens_of

if TYPE_CHECKING:
    from bot.intake.webhook import Webhook

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    from bot.intake.webhook import Webhook


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
        seat: Seat | None = None,
        spool: Spool | None = None,
        notes_gaps: bool = False,
    ) -> None:
        """`canary_chat`: where the canary is heard; None: nowhere, its last step asks Telegram who we are.

        `spool`: keeps what comes in while a server is away. `notes_gaps`: whether people hear of long ones.
        """
        self.db, self.clock, self.seat = db, clock, seat or Alone()
        wire = Wire(bot)
        self.revoked = asyncio.Event()
        """Telegram has never known our token: only another one helps."""
        self.sender = self._sender_of(wire, library, shelf, pacing)
        screens = screens_of(library, shelf, wire, bot)
        self.dispatch = self._dispatch(library, screens)
        self.worker = Worker(
            db,
            clock,
            bot,
            self._handle,
            turn_away=self.dispatch.turn_away,
            on_quarantine=administrator_pages.tell_quarantined,
        )
        self._gaps = Gaps(db, self._gap_found) if notes_gaps else None
        self.poller = self._poller_of(bot, spool)
        self.groups = GroupKeeper(db, clock, self.sender, group_board, may=lambda: self.seat.first)
        self.canary = Canary(
            db, clock, lambda: library.centre, lambda one: self.poller.bring_in([one]), canary_chat, bot.id
        )
        self.alarm = alarm.AlarmClock(db, clock, JOBS, (*BEATS, *house_beats(library)))
        self.library, self.probing = library, Rounds(db, clock, library)
        self.sweeper = Sweeper(db, clock, lambda: library.centre.timings, shelf)
        self._menus = Menus(self.sender.say, screens)
        self._people_changed, self._people_are_new = asyncio.Event(), asyncio.Event()
        db.after_commit.append(self._committed)

    def _poller_of(self, bot: Bot, spool: Spool | None) -> Poller:
        db, clock, seat = self.db, self.clock, self.seat
        self.webhook: Webhook | None = None
        self._claims = None if seat.alone else Claims(db, self.worker, seat)
        takes = self._claims or self.worker
        self._spool = spool
        self._held_back = HeldBack(self.sender.say, clock)
        self._bringing = Bringing(db, clock, takes, spool, self._tell_held_back)
        return Poller(bot, db, clock, takes, on_intake=self._came_in, seat=seat, bringing=self._bringing)

    def _dispatch(self, library: Library, screens: Sequence[Screens]) -> Dispatch:
        return Dispatch(
            self.db,
            self.clock,
            self.sender.say,
            screens,
            on_invitation=partial(doors.invited, library),
            on_reachability=doors.reachability_changed,
            label_lookup=partial(button_with_label, DRAWERS),
            on_group=group_screens.group_changed,
        )

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
            seat=self.seat,
        )

    def listen(self, bot: Bot, settings: Settings) -> None:
        """Instead of asking for updates, have them brought here."""
        from bot.intake.webhook import Webhook

        self.webhook = Webhook(bot, self.clock, self.seat, self.poller.bring_in, self._came_in, settings)

    def start(self, nursery: Nursery) -> None:
        """Everything runs: first what was left over, then what comes in."""
        nursery.start(self.sender.run(), name="sender")
        nursery.start(self.groups.run(), name="leads group")
        self.worker.start(nursery, alone=self.seat.alone)
        self.alarm.start()
        self._waiting_for_more = [
            nursery.start(self._keep_menus(), name="menus"),
            nursery.start(self._keep_languages(), name="languages"),
            nursery.start(self._bringing.run(), name="spool"),
            nursery.start((self.webhook or self.poller).run(), name="intake"),
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
        self.groups.stop()
        await self.worker.stop(within=0.1 if self.seat.lost.is_set() else 8.0)
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
            await self._menus.publish(await self._readers())
            await self._people_changed.wait()

    async def _keep_languages(self) -> None:
        """Whoever cannot be looked up while the database is away is known from before."""
        while True:
            self._people_are_new.clear()
            self._held_back.languages = {one.telegram_id: one.language for one in await self._readers()}
            await self._people_are_new.wait()

    async def _readers(self) -> Sequence[Reader]:
        """Everybody, as soon as the database is there."""
        while True:
            try:
                return await self.db.read(readers)
            except Exception as error:
                if not is_storage_trouble(error):
                    raise
            await asyncio.sleep(1)

    @property
    def intake(self) -> Intake:
        """How what comes in comes in."""
        return (self.webhook or self.poller).health

    @property
    def spooled(self) -> int:
        """Updates that wait in a file for a server that is away."""
        return self._spool.count if self._spool else 0

    def _tell_held_back(self, entries: Sequence[Entry]) -> None:
        """Their senders hear that it waits; a canary has none."""
        self._held_back.tell([one for one in entries if not is_canary(one.update_id)])

    async def _came_in(self) -> None:
        self.sender.trust()
        if self._gaps is not None:
            await self._gaps.came_in()

    def _gap_found(self, session: Session, gap: timedelta) -> int:
        now = self.clock.now()
        return tell_of_gap(session, since=now - gap, now=now)

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
            self._people_are_new.set()
