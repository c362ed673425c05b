"""What a sysadmin taps and writes: parse, act, leave the showing to the card. The table is at the bottom."""

from __future__ import annotations

from datetime import timedelta

from bot.incident import sysadmin_actions
from bot.person.rules import Role
from bot.roles.acting import act, answer
from bot.roles.sysadmin import passing, pictures, taps
from bot.roles.sysadmin.estimate import estimate_at
from bot.roles.sysadmin.reports import whom_it_reached
from bot.roles.sysadmin.tickets import tickets
from bot.telegram.screens import Screens
from bot.telegram.visit import Visit


async def acknowledged(visit: Visit, tap: taps.AcknowledgeTicket) -> None:
    await act(visit, sysadmin_actions.acknowledge_ticket, tap.ticket)


async def estimated(visit: Visit, tap: taps.Estimate) -> None:
    at = visit.now + timedelta(minutes=int(tap.minutes))
    await act(visit, sysadmin_actions.give_estimate, tap.ticket, at)


async def time_wanted(visit: Visit, tap: taps.EstimateTime) -> None:
    await act(visit, sysadmin_actions.ask_for, tap.ticket, "ticket_estimate")
    await visit.toast(visit.texts("ticket-prompt-estimate"))


async def time_given(visit: Visit) -> None:
    """The time in words; what cannot be understood is asked for once more."""
    ticket = visit.question.subject_id if visit.question else None
    at = estimate_at(visit.text, visit.now, visit.texts.zone)
    if at is None or ticket is None:
        await visit.toast(visit.texts("ticket-time-not-understood"))
        return
    if await answer(visit, sysadmin_actions.give_estimate, ticket, at):
        await visit.toast(visit.texts("ticket-estimate-noted", at=visit.texts.at(at)))


async def details_wanted(visit: Visit, tap: taps.Details) -> None:
    await act(visit, sysadmin_actions.ask_for, tap.ticket, "ticket_details")
    await visit.toast(visit.texts("ticket-prompt-details"))


async def inquired(visit: Visit, tap: taps.Inquire) -> None:
    await act(visit, sysadmin_actions.ask_details, tap.ticket, "", key=tap.question)
    await visit.toast(await visit.read(whom_it_reached, tap.ticket, visit.texts))


async def question_written(visit: Visit) -> None:
    """The sysadmin's own question."""
    ticket = visit.question.subject_id if visit.question else None
    if not visit.text or ticket is None:
        await visit.toast(visit.texts("ticket-in-words"))
        return
    if await answer(visit, sysadmin_actions.ask_details, ticket, visit.text):
        await visit.toast(await visit.read(whom_it_reached, ticket, visit.texts))


async def resolved(visit: Visit, tap: taps.Resolve) -> None:
    await act(visit, sysadmin_actions.resolve, tap.ticket)


async def still_on_it(visit: Visit, tap: taps.StillOnIt) -> None:
    await act(visit, sysadmin_actions.still_on_it, tap.ticket)


async def cannot_resolve(visit: Visit, tap: taps.CannotResolve) -> None:
    """Asks for the reason; only the answer, or the button without one, changes the ticket."""
    await act(visit, sysadmin_actions.ask_for, tap.ticket, "cannot_resolve_why")
    await visit.toast(visit.texts("ticket-prompt-cannot"))


async def cannot_resolve_at_all(visit: Visit, tap: taps.CannotResolveAtAll) -> None:
    await act(visit, sysadmin_actions.cannot_resolve, tap.ticket, "")


async def reason_given(visit: Visit) -> None:
    ticket = visit.question.subject_id if visit.question else None
    if not visit.text or ticket is None:
        await visit.toast(visit.texts("ticket-in-words"))
        return
    await answer(visit, sysadmin_actions.cannot_resolve, ticket, visit.text)


async def card_wanted(visit: Visit, tap: taps.ShowTicket) -> None:
    await act(visit, sysadmin_actions.show_ticket_again, tap.ticket)


async def tickets_wanted(visit: Visit) -> None:
    await visit.reply(await visit.read(tickets, visit.person, 0))


async def tickets_turned(visit: Visit, tap: taps.TicketsPage) -> None:
    await visit.turn_into(await visit.read(tickets, visit.person, tap.page))


def setup(role: Role = Role.SYSADMIN) -> Screens:
    """The table for sysadmins, and for whoever else the centre's ladder pages about tickets."""
    return Screens(
        role=role,
        taps={
            taps.AcknowledgeTicket: acknowledged,
            taps.Estimate: estimated,
            taps.EstimateTime: time_wanted,
            taps.Details: details_wanted,
            taps.Inquire: inquired,
            taps.Resolve: resolved,
            taps.StillOnIt: still_on_it,
            taps.CannotResolve: cannot_resolve,
            taps.CannotResolveAtAll: cannot_resolve_at_all,
            taps.TakeTicketOver: passing.taken_over,
            taps.MoreTicketWays: passing.more_wanted,
            taps.PassTicketOn: passing.to_whom,
            taps.PassTicketTo: passing.passed_on,
            taps.CallNextSysadmins: passing.next_called,
            taps.SnoozeTicket: passing.snoozed,
            taps.ShowTicket: card_wanted,
            taps.TicketsPage: tickets_turned,
            **pictures.TAPS,
        },
        commands={"tickets": tickets_wanted},
        answers={
            "ticket_estimate": time_given,
            "ticket_details": question_written,
            "cannot_resolve_why": reason_given,
        },
    )
