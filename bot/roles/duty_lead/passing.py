"""What else a lead can do with an incident they have: pass it on, call the next level, put reminders off."""

from __future__ import annotations

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.incident import passing_actions
from bot.person.models import Person
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.roles.acting import act
from bot.roles.duty_lead import taps
from bot.rota.queries import everybody
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.texts import Texts
from bot.telegram.visit import Visit

_MOST = 6


async def more_wanted(visit: Visit, tap: taps.MoreWays) -> None:
    await visit.reply(_ways(tap.incident, visit.texts))


async def taken_over(visit: Visit, tap: taps.TakeOver) -> None:
    await act(visit, passing_actions.take_over, tap.incident)


async def to_whom(visit: Visit, tap: taps.PassOn) -> None:
    leads = await visit.read(_leads, visit)
    await visit.turn_into(_colleagues(tap.incident, leads, visit.texts))


async def passed_on(visit: Visit, tap: taps.PassTo) -> None:
    await act(visit, passing_actions.pass_on, tap.incident, tap.colleague)
    await visit.turn_into(Drawing(Text(visit.texts("lead-passed-on", number=tap.incident))))


async def next_called(visit: Visit, tap: taps.CallNext) -> None:
    await act(visit, passing_actions.call_next_level, tap.incident)
    await visit.turn_into(Drawing(Text(visit.texts("lead-called-next", number=tap.incident))))


async def snoozed(visit: Visit, tap: taps.Snooze) -> None:
    await act(visit, passing_actions.snooze, tap.incident)
    until = visit.texts.at(visit.now + passing_actions.SNOOZE)
    await visit.turn_into(Drawing(Text(visit.texts("lead-snoozed", number=tap.incident, at=until))))


def _ways(incident: int, texts: Texts) -> Drawing:
    rows = (
        (Button(texts("lead-pass-on"), taps.PassOn(incident=incident).pack()),),
        (Button(texts("lead-call-next"), taps.CallNext(incident=incident).pack()),),
        (Button(texts("lead-snooze"), taps.Snooze(incident=incident).pack()),),
    )
    return Drawing(Text(texts("lead-more-ways", number=incident)), rows)


def _leads(session: Session, visit: Visit) -> list[Person]:
    """Other leads: those on duty first."""
    leads = [*everybody(session, Role.DUTY_LEAD, visit.now), *people_with(session, Role.DUTY_LEAD)]
    return [person for person in dict.fromkeys(leads) if person.id != visit.person.id]


def _colleagues(incident: int, leads: list[Person], texts: Texts) -> Drawing:
    if not leads:
        return Drawing(Text(texts("lead-nobody-to-pass-to")))
    rows = tuple(
        (Button(inline(lead.name, most=22) or "?", taps.PassTo(incident=incident, colleague=lead.id).pack()),)
        for lead in leads[:_MOST]
    )
    return Drawing(Text(texts("lead-pass-to", number=incident)), rows)
