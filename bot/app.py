"""The composition root, the only place where parts meet: who draws which card, who answers which timer."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from aiogram import Bot

from bot import alarm, log
from bot.auditor import jobs as auditor_jobs
from bot.checkin import actions as checkin_actions
from bot.checkin import jobs as checkin_jobs
from bot.clock import Clock, RehearsalClock, SystemClock
from bot.db import Database, Woken, place_of
from bot.escalation import jobs as escalation_jobs
from bot.handover import jobs as handover_jobs
from bot.incident import jobs as incident_jobs
from bot.incident import redirect_jobs, reminders
from bot.incident import shift_jobs as incident_shift_jobs
from bot.intake.poll import Poller
from bot.intake.worker import Worker
from bot.nursery import Nursery
from bot.outbox.actions import UNREACHABLE, Receiver
from bot.outbox.jobs import note_unreachable
from bot.person.rules import Role
from bot.picture.keeping import Shelf
from bot.rehearsal import AroundCalls, Boundaries
from bot.roles import handing_over, handover_pages
from bot.roles.administrator import auditing
from bot.roles.administrator import pages as administrator_pages
from bot.roles.administrator import screens as administrator_screens
from bot.roles.duty_lead import missing as missing_pages
from bot.roles.duty_lead import pages as lead_pages
from bot.roles.duty_lead import screens as lead_screens
from bot.roles.everybody import checkin as checkin_pages
from bot.roles.everybody import doors
from bot.roles.everybody import pages as everybody_pages
from bot.roles.everybody import screens as everybody_screens
from bot.roles.everybody.cards import button_with_label
from bot.roles.operator import customer_page
from bot.roles.operator import pages as operator_pages
from bot.roles.operator import screens as operator_screens
from bot.roles.rota import gap_page, swap_pages
from bot.roles.rota import screens as rota_screens
from bot.roles.sysadmin import pages as sysadmin_pages
from bot.roles.sysadmin import screens as sysadmin_screens
from bot.rota import jobs as rota_jobs
from bot.rota.gap_jobs import Lookout
from bot.rota.swap_actions import EXPIRES
from bot.runbook.library import Library
from bot.settings import Settings, SettingsMistake
from bot.single import only_here
from bot.telegram.commands import Menus, readers
from bot.telegram.dispatch import Dispatch
from bot.telegram.drawing import Drawer
from bot.telegram.pacing import Pace, Pacing
from bot.telegram.sender import Sender
from bot.telegram.wire import Wire, make_bot

logger = logging.getLogger(__name__)

JOBS: Mapping[str, alarm.Job] = {
    EXPIRES: rota_jobs.swap_unanswered,
    "climb": incident_jobs.climb_on,
    "page_again": escalation_jobs.ring_again,
    "ask_again": incident_jobs.ask_again,
    "silent": incident_jobs.went_silent,
    "recheck": incident_jobs.ask_recheck,
    "shift_over": incident_jobs.end_of_shift,
    "duties": reminders.duties_forgotten,
    "let_go": reminders.lead_let_go,
    "news": reminders.news_wanted,
    "let_ticket_go": reminders.ticket_let_go,
    "operator_news": incident_jobs.repeat_news,
    "unclaimed": redirect_jobs.customer_unclaimed,
}

BEATS: Sequence[alarm.Beat] = (
    alarm.Beat("auditor", auditor_jobs.EVERY, auditor_jobs.something_is_wrong, auditor_jobs.put_all_right),
    alarm.Beat(
        "redirects",
        timedelta(seconds=30),
        redirect_jobs.redirects_need_care,
        redirect_jobs.care_for_redirects,
    ),
    alarm.Beat(
        "shift_ends",
        timedelta(minutes=1),
        incident_shift_jobs.shift_moved,
        incident_shift_jobs.follow_the_rota,
    ),
)


def house_beats(library: Library) -> Sequence[alarm.Beat]:
    """Beats of the whole house, which go by the centre's file as it reads now."""
    lookout = Lookout(lambda: library.centre)
    return (
        alarm.Beat("rota", timedelta(hours=1), rota_jobs.is_behind, rota_jobs.catch_up),
        alarm.Beat("rota announced", timedelta(minutes=1), lookout.needed, lookout.look),
        alarm.Beat(
            "check-ins",
            checkin_jobs.EVERY,
            partial(checkin_jobs.is_due, library),
            partial(checkin_jobs.keep_up, library),
        ),
        alarm.Beat(
            "handovers",
            handover_jobs.EVERY,
            partial(handover_jobs.is_due, library),
            partial(handover_jobs.keep_up, library),
        ),
    )


DRAWERS: Mapping[str, Drawer] = {
    "shift_start": checkin_pages.shift_start,
    "handover": handover_pages.handover,
    "not_confirmed": missing_pages.not_confirmed,
    "stand_in": missing_pages.stand_in,
    "operator_incident": operator_pages.operator_incident,
    "lead_incident": lead_pages.lead_incident,
    "ticket": sysadmin_pages.ticket,
    "ticket_picture": sysadmin_pages.ticket_picture,
    "customer": customer_page.customer,
    "unreachable": administrator_pages.unreachable,
    "quarantined": administrator_pages.quarantined,
    "auditor": auditing.put_right,
    "not_handled": everybody_pages.not_handled,
    "swap_asked": swap_pages.swap_asked,
    "swap_answered": swap_pages.swap_answered,
    "put_on_duty": swap_pages.put_on_duty,
    "rota_gaps": gap_page.rota_gaps,
}

RECEIVERS: Mapping[str, Receiver] = {
    checkin_actions.START_CARD: checkin_jobs.start_card_delivered,
    "handover": handover_jobs.card_delivered,
    "page": escalation_jobs.page_arrived,
    "redirect": redirect_jobs.redirect_arrived,
    UNREACHABLE: note_unreachable,
}


class NightShift:
    """All parts of one running bot. Tests and the demo use it with a wire and a clock of theirs."""

    def __init__(
        self, db: Database, clock: Clock, bot: Bot, library: Library, shelf: Shelf, pacing: Pacing
    ) -> None:
        self.db, self.clock = db, clock
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
        )
        screens = (
            operator_screens.setup(library, shelf, wire.download),
            lead_screens.setup(),
            sysadmin_screens.setup(),
            administrator_screens.setup(library, bot),
            lead_screens.setup(Role.ADMINISTRATOR),
            *rota_screens.setup(),
            *handing_over.setup(library),
            everybody_screens.setup(library, DRAWERS),
        )
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
            self.dispatch.handle,
            turn_away=self.dispatch.turn_away,
            on_quarantine=administrator_pages.tell_quarantined,
        )
        self.poller = Poller(bot, db, clock, self.worker)
        self.alarm = alarm.AlarmClock(db, clock, JOBS, (*BEATS, *house_beats(library)))
        self._menus = Menus(self.sender.say, screens)
        self._people_changed = asyncio.Event()
        db.after_commit.append(self._committed)

    def start(self, nursery: Nursery) -> None:
        """Everything runs: first what was left over, then what comes in."""
        nursery.start(self.sender.run(), name="sender")
        self.worker.start(nursery)
        self.alarm.start()
        self._waiting_for_more = (
            nursery.start(self._keep_menus(), name="menus"),
            nursery.start(self.poller.run(), name="poller"),
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

    def _committed(self, woken: Woken) -> None:
        if "people" in woken:
            self._people_changed.set()


def run(settings: Settings, *, pace: Pace | None = None) -> int:
    """Run until SIGTERM or SIGINT. Exit code 0: asked to stop; 70: a part died, start me again.

    `pace`: another than Telegram's, for rehearsals whose stand-in counts no rates.
    """
    log.set_up(settings.log_level)
    from bot.migrating import migrate

    with only_here(settings.database_url):
        migrate(settings.database_url)
        return asyncio.run(_serve(settings, pace or Pace(overall=settings.messages_per_second)))


async def _serve(settings: Settings, pace: Pace) -> int:
    clock = RehearsalClock(settings.rehearsal_clock) if settings.rehearsal_clock else SystemClock()
    library = Library(settings.runbooks_dir)
    boundaries = Boundaries(settings.rehearsal_die_at, settings.rehearsal_boundaries)
    rehearsing = settings.rehearsal_die_at is not None or settings.rehearsal_boundaries is not None
    db = Database(settings.database_url, boundary=boundaries.passed if rehearsing else None)
    shelf = Shelf(settings.data_dir / "pictures")
    bot = make_bot(settings.needed_token(), api_url=settings.bot_api_url)
    if rehearsing:
        bot.session.middleware(AroundCalls(boundaries))
    night = NightShift(db, clock, bot, library, shelf, Pacing(pace))
    nursery = Nursery()
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _asked_to_stop, asked, number)
    night.start(nursery)
    place = place_of(settings.database_url)
    logger.info("action=started database=%s runbooks=%s", place, len(library.runbooks))
    reasons = (asked, nursery.failed, night.revoked)
    waiting = {nursery.start(reason.wait(), name="a reason to stop") for reason in reasons}
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    logger.info("action=stopping asked=%s revoked=%s", asked.is_set(), night.revoked.is_set())
    for wait in waiting:
        wait.cancel()
    await night.stop()
    await nursery.close(within=10)
    await bot.session.close()
    db.close()
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
