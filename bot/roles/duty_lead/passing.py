"""What else a lead can do with an incident they have: pass it on, call the next level, put reminders off."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.incident import passing_actions
from bot.incident.known import declare_mass
from bot.incident.lead_actions import held
from bot.incident.models import Incident
from bot.incident.telling import facts
from bot.outage.queries import is_mass
from bot.person.models import Person
from bot.person.rules import Role
from bot.roles.acting import act, look
from bot.roles.colleagues import choosing, colleagues
from bot.roles.duty_lead import taps
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts
from bot.telegram.visit import Visit


async def more_wanted(visit: Visit, tap: taps.MoreWays) -> None:
    await visit.reply(await look(visit, _ways, tap.incident, visit.person.id, visit.texts))


async def taken_over(visit: Visit, tap: taps.TakeOver) -> None:
    await act(visit, passing_actions.take_over, tap.incident, tap.holder)


async def to_whom(visit: Visit, tap: taps.PassOn) -> None:
    await visit.turn_into(await look(visit, _to_whom, tap.incident, visit.person, visit.now, visit.texts))


async def passed_on(visit: Visit, tap: taps.PassTo) -> None:
    await act(visit, passing_actions.pass_on, tap.incident, tap.colleague)
    await visit.turn_into(Drawing(Text(visit.texts("lead-passed-on", number=tap.incident))))


async def next_called(visit: Visit, tap: taps.CallNext) -> None:
    await act(visit, passing_actions.call_next_level, tap.incident)
    await visit.turn_into(Drawing(Text(visit.texts("lead-called-next", number=tap.incident))))


async def snoozed(visit: Visit, tap: taps.Snooze) -> None:
    await act(visit, passing_actions.snooze, tap.incident)
    until = visit.texts.at(visit.now + await visit.read(_pause, tap.incident))
    await visit.turn_into(Drawing(Text(visit.texts("lead-snoozed", number=tap.incident, at=until))))


async def declared(visit: Visit, tap: taps.DeclareMass) -> None:
    await act(visit, declare_mass, tap.incident)
    await visit.turn_into(Drawing(Text(visit.texts("lead-mass-declared"))))


def _pause(session: Session, incident_id: int) -> timedelta:
    return facts(session, session.get_one(Incident, incident_id)).timings.snooze


def _ways(session: Session, number: int, reader_id: int, texts: Texts) -> Drawing:
    incident = held(session, number, reader_id)
    ways: list[tuple[str, type[taps.PassOn | taps.CallNext | taps.Snooze | taps.DeclareMass]]] = [
        ("lead-pass-on", taps.PassOn),
        ("lead-call-next", taps.CallNext),
        ("lead-snooze", taps.Snooze),
    ]
    if incident.software is not None and not is_mass(session, incident.outage_id):
        ways.append(("lead-declare-mass", taps.DeclareMass))
    rows = tuple((Button(texts(label), tap(incident=number).pack()),) for label, tap in ways)
    return Drawing(Text(texts("lead-more-ways", number=number)), rows)


def _to_whom(session: Session, incident: int, reader: Person, now: datetime, texts: Texts) -> Drawing:
    held(session, incident, reader.id)
    people = colleagues(session, Role.DUTY_LEAD, reader, now)
    if not people:
        return Drawing(Text(texts("lead-nobody-to-pass-to")))
    question = texts("lead-pass-to", number=incident)
    return choosing(question, people, lambda one: taps.PassTo(incident=incident, colleague=one.id))
