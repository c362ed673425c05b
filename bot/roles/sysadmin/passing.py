"""What else a sysadmin can do with a ticket they have, and how another one comes to have it."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.incident import ticket_passing_actions
from bot.incident.sysadmin_actions import concerned, held_ticket
from bot.incident.telling import facts
from bot.person.models import Person
from bot.person.rules import Role
from bot.roles.acting import act, look
from bot.roles.colleagues import choosing, colleagues
from bot.roles.sysadmin import taps
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts
from bot.telegram.visit import Visit
from bot.ticket.models import Ticket


async def taken_over(visit: Visit, tap: taps.TakeTicketOver) -> None:
    await act(visit, ticket_passing_actions.take_ticket_over, tap.ticket, tap.holder)


async def more_wanted(visit: Visit, tap: taps.MoreTicketWays) -> None:
    await look(visit, held_ticket, tap.ticket, visit.person.id)
    await visit.reply(_ways(tap.ticket, visit.texts))


async def to_whom(visit: Visit, tap: taps.PassTicketOn) -> None:
    await visit.turn_into(await look(visit, _to_whom, tap.ticket, visit.person, visit.now, visit.texts))


async def passed_on(visit: Visit, tap: taps.PassTicketTo) -> None:
    await act(visit, ticket_passing_actions.pass_ticket_on, tap.ticket, tap.colleague)
    await visit.turn_into(Drawing(Text(visit.texts("ticket-passed-on", number=tap.ticket))))


async def next_called(visit: Visit, tap: taps.CallNextSysadmins) -> None:
    await act(visit, ticket_passing_actions.call_next_sysadmins, tap.ticket)
    await visit.turn_into(Drawing(Text(visit.texts("ticket-called-next", number=tap.ticket))))


async def snoozed(visit: Visit, tap: taps.SnoozeTicket) -> None:
    await act(visit, ticket_passing_actions.snooze_ticket, tap.ticket)
    until = visit.texts.at(visit.now + await visit.read(_pause, tap.ticket))
    await visit.turn_into(Drawing(Text(visit.texts("ticket-snoozed", number=tap.ticket, at=until))))


def _pause(session: Session, ticket_id: int) -> timedelta:
    incident = concerned(session, session.get_one(Ticket, ticket_id))[0]
    return facts(session, incident).timings.snooze


def _ways(ticket: int, texts: Texts) -> Drawing:
    rows = (
        (Button(texts("ticket-pass-on"), taps.PassTicketOn(ticket=ticket).pack()),),
        (Button(texts("ticket-call-next"), taps.CallNextSysadmins(ticket=ticket).pack()),),
        (Button(texts("ticket-snooze"), taps.SnoozeTicket(ticket=ticket).pack()),),
    )
    return Drawing(Text(texts("ticket-more-ways", number=ticket)), rows)


def _to_whom(session: Session, ticket: int, reader: Person, now: datetime, texts: Texts) -> Drawing:
    held_ticket(session, ticket, reader.id)
    people = colleagues(session, Role.SYSADMIN, reader, now)
    if not people:
        return Drawing(Text(texts("ticket-nobody-to-pass-to")))
    question = texts("ticket-pass-to", number=ticket)
    return choosing(question, people, lambda one: taps.PassTicketTo(ticket=ticket, colleague=one.id))
