"""Who draws which card, who answers which timer, what is asked every so often, who has which screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from aiogram import Bot

from bot import alarm
from bot.auditor import jobs as auditor_jobs
from bot.checkin import actions as checkin_actions
from bot.checkin import jobs as checkin_jobs
from bot.escalation import jobs as escalation_jobs
from bot.handover import jobs as handover_jobs
from bot.health import canary_actions, canary_rules, clock_watch
from bot.hold.jobs import unless_held
from bot.incident import deeds, mass_reminders, page_jobs, redirect_jobs, reminders, returning
from bot.incident import jobs as incident_jobs
from bot.incident import shift_jobs as incident_shift_jobs
from bot.outbox.actions import UNREACHABLE, Receiver
from bot.outbox.jobs import note_unreachable
from bot.person.rules import Role
from bot.picture.keeping import Shelf
from bot.roles import handing_over, handover_pages
from bot.roles.administrator import auditing, group_page, health_pages, vouching
from bot.roles.administrator import pages as administrator_pages
from bot.roles.administrator import screens as administrator_screens
from bot.roles.duty_lead import missing as missing_pages
from bot.roles.duty_lead import outage_page
from bot.roles.duty_lead import pages as lead_pages
from bot.roles.duty_lead import screens as lead_screens
from bot.roles.everybody import checkin as checkin_pages
from bot.roles.everybody import pages as everybody_pages
from bot.roles.everybody import screens as everybody_screens
from bot.roles.operator import customer_page
from bot.roles.operator import pages as operator_pages
from bot.roles.operator import screens as operator_screens
from bot.roles.rota import gap_page, swap_pages
from bot.roles.rota import screens as rota_screens
from bot.roles.sysadmin import pages as sysadmin_pages
from bot.roles.sysadmin import pictures as sysadmin_pictures
from bot.roles.sysadmin import screens as sysadmin_screens
from bot.rota import jobs as rota_jobs
from bot.rota.gap_jobs import Lookout
from bot.rota.swap_actions import EXPIRES
from bot.runbook.library import Library
from bot.telegram.drawing import Drawer
from bot.telegram.screens import Screens
from bot.telegram.wire import Wire

JOBS: Mapping[str, alarm.Job] = {
    EXPIRES: rota_jobs.swap_unanswered,
    "climb": incident_jobs.climb_on,
    "page_again": escalation_jobs.ring_again,
    "ask_again": incident_jobs.ask_again,
    "silent": incident_jobs.went_silent,
    "recheck": incident_jobs.ask_recheck,
    "outage_duties": mass_reminders.outage_forgotten,
    "outage_let_go": mass_reminders.outage_let_go,
    "return": returning.go_on_returning,
    deeds.UNDO_OVER: deeds.undo_over,
    "shift_over": incident_jobs.end_of_shift,
    "duties": reminders.duties_forgotten,
    "let_go": reminders.lead_let_go,
    "news": reminders.news_wanted,
    "let_ticket_go": reminders.ticket_let_go,
    "operator_news": incident_jobs.repeat_news,
    canary_rules.KIND: canary_actions.flew_on,
    "unclaimed": redirect_jobs.customer_unclaimed,
}

BEATS: Sequence[alarm.Beat] = (
    alarm.Beat(
        "auditor",
        auditor_jobs.EVERY,
        unless_held(auditor_jobs.something_is_wrong),
        auditor_jobs.put_all_right,
    ),
    alarm.Beat(
        "redirects",
        timedelta(seconds=30),
        unless_held(redirect_jobs.redirects_need_care),
        redirect_jobs.care_for_redirects,
    ),
    alarm.Beat(
        "shift_ends",
        timedelta(minutes=1),
        unless_held(incident_shift_jobs.shift_moved),
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
    "outage": outage_page.outage,
    "ticket": sysadmin_pages.ticket,
    "ticket_picture": sysadmin_pictures.ticket_picture,
    "customer": customer_page.customer,
    "unreachable": administrator_pages.unreachable,
    vouching.CARD: vouching.vouching,
    "leads_group": group_page.leads_group,
    "quarantined": administrator_pages.quarantined,
    "auditor": auditing.put_right,
    "was_away": everybody_pages.was_away,
    "not_handled": everybody_pages.not_handled,
    "swap_asked": swap_pages.swap_asked,
    "swap_answered": swap_pages.swap_answered,
    "put_on_duty": swap_pages.put_on_duty,
    "rota_gaps": gap_page.rota_gaps,
    canary_rules.CARD: health_pages.canary,
    canary_rules.FAILED_CARD: health_pages.canary_failed,
    clock_watch.CARD: health_pages.clock_moved,
}

RECEIVERS: Mapping[str, Receiver] = {
    checkin_actions.START_CARD: checkin_jobs.start_card_delivered,
    "handover": handover_jobs.card_delivered,
    "page": page_jobs.page_arrived,
    "redirect": redirect_jobs.redirect_arrived,
    UNREACHABLE: note_unreachable,
}


def screens_of(library: Library, shelf: Shelf, wire: Wire, bot: Bot) -> Sequence[Screens]:
    """Every role's screens, in the order in which help names them."""
    return (
        operator_screens.setup(library, shelf, wire.download),
        lead_screens.setup(),
        sysadmin_screens.setup(),
        administrator_screens.setup(library, bot),
        lead_screens.setup(Role.ADMINISTRATOR),
        *vouching.setup(),
        *rota_screens.setup(),
        *handing_over.setup(library),
        everybody_screens.setup(library, DRAWERS),
    )
