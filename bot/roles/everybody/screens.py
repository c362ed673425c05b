"""What everybody who is let in may ask at any time. The table is at the bottom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.queries import open_incidents_of
from bot.person.rules import Connection
from bot.question.actions import forget
from bot.roles.everybody import taps
from bot.roles.everybody.cards import post
from bot.roles.everybody.checkin import checked_in
from bot.roles.everybody.choosing import QUESTION, Choosing
from bot.roles.everybody.doors import arrive
from bot.roles.everybody.helping import help_for
from bot.roles.everybody.home import home
from bot.roles.everybody.noise import noise_asked, noise_turned
from bot.roles.lines import lines
from bot.roles.operator.taps import Cancel
from bot.runbook.library import Library
from bot.telegram.buttons import twin
from bot.telegram.drawing import Drawer, Drawing
from bot.telegram.screens import Screens
from bot.telegram.visit import Visit


async def start(visit: Visit) -> None:
    """Where you are, and the reply keyboard, which may have got lost."""
    await visit.write(arrive, visit.person.id, now=visit.now)
    await visit.reply(await visit.read(home, visit.person.id, now=visit.now))


async def status(visit: Visit) -> None:
    """What is open comes anew at the bottom; with nothing open, the home text."""
    if not await visit.write(arrive, visit.person.id, now=visit.now):
        await visit.reply(await visit.read(home, visit.person.id, now=visit.now))


async def cancel(visit: Visit) -> None:
    """Forget what was asked, never an incident."""
    if visit.question is not None:
        await visit.write(_forget, visit.person.id, about=visit.question.subject_id, now=visit.now)
        await visit.toast(visit.texts("cancel-forgotten"))
        return
    told = [visit.texts("cancel-nothing")]
    for incident in (await visit.read(open_incidents_of, visit.person.id))[:3]:
        command = twin(Cancel(incident=incident.id, sure=0).pack())
        told.append(visit.texts("cancel-goes-on", number=incident.id, command=command))
    await visit.reply(Drawing(lines(*told)))


def _forget(session: Session, person_id: int, *, about: int | None, now: datetime) -> None:
    forget(session, person_id)
    if about is not None:
        post(session, person_id, now=now, about=about)


def setup(library: Library, drawers: Mapping[str, Drawer]) -> Screens:
    """`drawers`: all of them, by card; /help says the twins of what they draw."""
    choosing = Choosing(library)

    async def help_asked(visit: Visit) -> None:
        await visit.reply(await visit.read(help_for, visit.person, drawers))

    return Screens(
        role=None,
        taps={
            taps.Open: choosing.opened,
            taps.Language: choosing.language_chosen,
            taps.Zone: choosing.zone_chosen,
            taps.Recheck: choosing.interval_chosen,
            taps.Clear: choosing.connection_cleared,
            taps.CheckIn: checked_in,
            taps.Noise: noise_turned,
        },
        commands={
            "start": start,
            "status": status,
            "help": help_asked,
            "cancel": cancel,
            "settings": choosing.menu,
            "noise": noise_asked,
        },
        labels={"keyboard-status": "status"},
        answers={QUESTION: choosing.city_written} | dict.fromkeys(Connection, choosing.connection_written),
    )
