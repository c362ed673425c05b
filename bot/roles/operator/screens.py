"""What an operator taps and writes: parse, act, leave the showing to the card. The table is at the bottom."""

from __future__ import annotations

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.incident.opening import note_reference
from bot.incident.operator_actions import (
    answer_recheck,
    answer_step,
    ask_for_words_to_lead,
    cancel,
    check_channel,
    works_again,
)
from bot.incident.queries import open_incidents_of
from bot.incident.redirect_actions import PROMISE
from bot.incident.report_actions import add_to_report, pass_over
from bot.incident.returning import volunteer
from bot.incident.telling import own
from bot.person.rules import Role
from bot.picture.keeping import Shelf
from bot.roles.operator import customers, taps
from bot.roles.operator.reporting import Reporting
from bot.roles.operator.sending import Download, Sending
from bot.runbook.library import Library
from bot.telegram.drawing import Button, Drawing
from bot.telegram.screens import Screens
from bot.telegram.visit import Visit

_LONGEST_REFERENCE = 40


async def step_answered(visit: Visit, tap: taps.Answer) -> None:
    await visit.write(answer_step, tap.incident, tap.turn, tap.answer, by=visit.person.id, now=visit.now)


async def channel_tried(visit: Visit, tap: taps.Channel) -> None:
    works = tap.works == 1
    this = (tap.incident, tap.turn, tap.channel)
    await visit.write(check_channel, *this, works=works, by=visit.person.id, now=visit.now)


async def no_picture_possible(visit: Visit, tap: taps.NoPicture) -> None:
    await visit.write(add_to_report, tap.incident, no_picture=True, by=visit.person.id, now=visit.now)


async def passed_over(visit: Visit, tap: taps.PassOver) -> None:
    await visit.write(pass_over, tap.incident, tap.turn, by=visit.person.id, now=visit.now)


async def reference_skipped(visit: Visit, tap: taps.SkipReference) -> None:
    await visit.write(note_reference, tap.incident, None, by=visit.person.id, now=visit.now)


async def reference_given(visit: Visit) -> None:
    incident = visit.question.subject_id if visit.question else None
    reference = " ".join(visit.text.split())[:_LONGEST_REFERENCE]
    if not reference or incident is None:
        await visit.toast(visit.texts("operator-reference-in-words"))
        return
    await visit.write(note_reference, incident, reference, by=visit.person.id, now=visit.now)


async def works(visit: Visit, tap: taps.Works) -> None:
    await visit.write(works_again, tap.incident, by=visit.person.id, now=visit.now)


async def not_yet(visit: Visit, tap: taps.NotYet) -> None:
    await visit.write(answer_recheck, tap.incident, later=False, by=visit.person.id, now=visit.now)


async def volunteered(visit: Visit, tap: taps.Volunteer) -> None:
    await visit.write(volunteer, tap.incident, yes=tap.yes == 1, by=visit.person.id, now=visit.now)


async def later(visit: Visit, tap: taps.Later) -> None:
    await visit.write(answer_recheck, tap.incident, later=True, by=visit.person.id, now=visit.now)


async def wants_to_write(visit: Visit, tap: taps.WriteLead) -> None:
    await visit.write(ask_for_words_to_lead, tap.incident, by=visit.person.id, now=visit.now)
    await visit.toast(visit.texts("operator-write-to-lead-now"))


async def cancelled(visit: Visit, tap: taps.Cancel) -> None:
    """Two taps: the first only asks, whose incident it is."""
    if tap.sure != 1:
        await visit.read(own, tap.incident, visit.person.id)
    if tap.sure == 1:
        await visit.write(cancel, tap.incident, by=visit.person.id, now=visit.now)
        await visit.turn_into(Drawing(Text(visit.texts("operator-cancelled", number=tap.incident))))
    elif tap.sure == 0:
        yes = taps.Cancel(incident=tap.incident, sure=1).pack()
        no = taps.Cancel(incident=tap.incident, sure=2).pack()
        buttons = (
            (Button(visit.texts("operator-cancel-no"), no),),
            (Button(visit.texts("operator-cancel-yes"), yes, "danger"),),
        )
        await visit.reply(Drawing(Text(visit.texts("operator-cancel-sure", number=tap.incident)), buttons))
    else:
        await visit.turn_into(Drawing(Text(visit.texts("operator-going-on", number=tap.incident))))


def _busy(session: Session, person_id: int) -> bool:
    """Words of somebody with an open incident are about it."""
    return bool(open_incidents_of(session, person_id))


def setup(library: Library, shelf: Shelf, download: Download) -> Screens:
    reporting, sending = Reporting(library), Sending(shelf, download)
    return Screens(
        role=Role.OPERATOR,
        taps={
            taps.Report: reporting.chosen,
            taps.Join: reporting.joined,
            taps.Apart: reporting.apart,
            taps.MeToo: reporting.me_too,
            taps.Different: reporting.different,
            taps.WithCustomer: reporting.opened,
            taps.SkipReference: reference_skipped,
            taps.Answer: step_answered,
            taps.Channel: channel_tried,
            taps.Volunteer: volunteered,
            taps.NoPicture: no_picture_possible,
            taps.PassOver: passed_over,
            taps.Works: works,
            taps.NotYet: not_yet,
            taps.Later: later,
            taps.WriteLead: wants_to_write,
            taps.NameColleague: customers.wants_to_name,
            taps.GiveCustomer: customers.given,
            taps.KeepCustomer: customers.kept,
            taps.Claim: customers.claimed,
            taps.Decline: customers.declined,
            taps.Promised: customers.promised,
            taps.PromiseInWords: customers.words_wanted,
            taps.PromiseLater: customers.left_for_later,
            taps.Cancel: cancelled,
        },
        commands={"report": reporting.what},
        labels={"keyboard-report": "report"},
        answers={
            "other_software": reporting.named,
            "other_customer": reporting.unnamed,
            "customer_reference": reference_given,
            "write_to_lead": sending.for_lead,
            "name_colleague": customers.named_in_words(sending.sent),
            PROMISE: customers.promised_in_words,
        },
        spoke=sending.sent,
        busy=_busy,
    )
