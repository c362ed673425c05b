"""What a duty lead taps and writes: parse, act, leave the showing to the card. The table is at the bottom."""

from __future__ import annotations

from bot.incident import lead_actions, redirect_actions
from bot.incident.rules import Duty
from bot.person.rules import Role
from bot.roles.acting import act, answer
from bot.roles.duty_lead import outage_screens, passing, taps
from bot.roles.duty_lead.board import board
from bot.telegram.screens import Screens
from bot.telegram.visit import Visit

_LONGEST_NAME = 60


async def acknowledged(visit: Visit, tap: taps.Acknowledge) -> None:
    await act(visit, lead_actions.acknowledge, tap.incident)


async def acknowledged_to_name(visit: Visit, tap: taps.AcknowledgeAndName) -> None:
    await act(visit, redirect_actions.acknowledge_and_name, tap.incident)


async def status_was_set(visit: Visit, tap: taps.StatusSet) -> None:
    await act(visit, lead_actions.tick_duty, tap.incident, Duty.STATUS_SET)


async def off_the_line(visit: Visit, tap: taps.OffTheLine) -> None:
    await act(visit, lead_actions.tick_duty, tap.incident, Duty.OFF_THE_LINE)


async def redirected(visit: Visit, tap: taps.Redirected) -> None:
    await act(visit, lead_actions.ask_redirected_to, tap.incident)


async def redirected_to(visit: Visit, tap: taps.RedirectTo) -> None:
    await act(visit, redirect_actions.redirect_to, tap.incident, tap.colleague)


async def nobody_to_redirect(visit: Visit, tap: taps.NobodyToRedirect) -> None:
    await act(visit, lead_actions.tick_duty, tap.incident, Duty.REDIRECTED)


async def colleague_named(visit: Visit) -> None:
    """The name of whoever has the customer now, in words."""
    incident = visit.question.subject_id if visit.question else None
    name = " ".join(visit.text.split())[:_LONGEST_NAME]
    if not name or incident is None:
        await visit.toast(visit.texts("lead-prompt-redirect"))
        return
    await answer(visit, lead_actions.tick_duty, incident, Duty.REDIRECTED, to=name)


async def wants_to_write(visit: Visit, tap: taps.WriteOperator) -> None:
    await act(visit, lead_actions.ask_for_words_to_operator, tap.incident)
    await visit.toast(visit.texts("lead-prompt-write"))


async def wrote(visit: Visit) -> None:
    """The words that "write to the operator" asked for."""
    incident = visit.question.subject_id if visit.question else None
    if not visit.text or incident is None:
        await visit.toast(visit.texts("lead-in-words"))
        return
    if await answer(visit, lead_actions.write_to_operator, incident, visit.text):
        await visit.toast(visit.texts("lead-written"))


async def told(visit: Visit, tap: taps.TellOperator) -> None:
    await act(visit, lead_actions.write_to_operator, tap.incident, "", key=tap.answer)
    await visit.toast(visit.texts("lead-written"))


async def card_wanted(visit: Visit, tap: taps.ShowIncident | taps.ShowCard) -> None:
    await act(visit, lead_actions.show_again, tap.incident)


async def board_wanted(visit: Visit) -> None:
    await visit.reply(await visit.read(board, visit.person, 0))


async def board_turned(visit: Visit, tap: taps.BoardPage) -> None:
    await visit.turn_into(await visit.read(board, visit.person, tap.page))


def setup(role: Role = Role.DUTY_LEAD) -> Screens:
    """The same table for duty leads and, registered once more, for administrators whom the ladder pages."""
    return Screens(
        role=role,
        taps={
            taps.Acknowledge: acknowledged,
            taps.AcknowledgeAndName: acknowledged_to_name,
            taps.StatusSet: status_was_set,
            taps.OffTheLine: off_the_line,
            taps.Redirected: redirected,
            taps.RedirectTo: redirected_to,
            taps.NobodyToRedirect: nobody_to_redirect,
            taps.WriteOperator: wants_to_write,
            taps.TellOperator: told,
            taps.ShowIncident: card_wanted,
            taps.ShowCard: card_wanted,
            taps.TakeOver: passing.taken_over,
            taps.MoreWays: passing.more_wanted,
            taps.PassOn: passing.to_whom,
            taps.PassTo: passing.passed_on,
            taps.CallNext: passing.next_called,
            taps.Snooze: passing.snoozed,
            taps.DeclareMass: passing.declared,
            taps.BoardPage: board_turned,
            **outage_screens.TAPS,
        },
        commands={"board": board_wanted},
        answers={**outage_screens.ANSWERS, "redirect_to": colleague_named, "write_to_operator": wrote},
    )
