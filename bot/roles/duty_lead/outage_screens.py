"""What a lead taps and writes on the board of a mass outage."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot.incident import (
    bulk_actions,
    mass_actions,
    moving_actions,
    returning,
    undoing,
)
from bot.incident.mass_actions import EVERYBODY
from bot.incident.queries import open_incidents
from bot.incident.rules import Duty
from bot.roles.acting import act, answer, look
from bot.roles.duty_lead import outage_hands
from bot.roles.duty_lead import outage_menus as menus
from bot.roles.duty_lead import outage_taps as taps
from bot.roles.duty_lead.outage_notes import privately, settled
from bot.roles.duty_lead.selecting import meant, numbered
from bot.telegram.buttons import Tap
from bot.telegram.screens import TapHandler
from bot.telegram.visit import Visit

_LONGEST_NAME = 60


async def shown(visit: Visit, tap: taps.OutageTap) -> None:
    await act(visit, mass_actions.show_board, tap.outage)
    await privately(visit)


async def acknowledged(visit: Visit, tap: taps.AcknowledgeOutage) -> None:
    await act(visit, mass_actions.acknowledge_outage, tap.outage)
    if visit.in_group:
        await visit.toast(visit.texts("group-acknowledged"))


async def turned(visit: Visit, tap: taps.TurnOutage) -> None:
    await act(visit, mass_actions.turn_to, tap.outage, tap.page)


async def more_wanted(visit: Visit, tap: taps.MoreForAll) -> None:
    await visit.reply(await look(visit, menus.more_ways, tap.outage, visit.person, visit.texts))


async def back_wanted(visit: Visit, tap: taps.WhoIsBack) -> None:
    await visit.reply(await look(visit, menus.who_is_back, tap.outage, visit.texts))


async def marks_wanted(visit: Visit, tap: taps.Marks) -> None:
    await visit.turn_into(await look(visit, menus.mark_ways, tap.outage, visit.person, visit.texts))


async def statuses_set(visit: Visit, tap: taps.AllStatusSet) -> None:
    await _ticked(visit, tap, Duty.STATUS_SET)


async def all_off_the_line(visit: Visit, tap: taps.AllOffTheLine) -> None:
    await _ticked(visit, tap, Duty.OFF_THE_LINE)


async def _ticked(visit: Visit, tap: taps.AllStatusSet | taps.AllOffTheLine, duty: Duty) -> None:
    more = {"newest": tap.newest, "everybody": visit.in_group}
    await act(visit, bulk_actions.tick_for_all, tap.outage, duty, **more)
    await settled(visit, "outage-done")


async def all_redirected(visit: Visit, tap: taps.AllRedirected) -> None:
    """To whom: a button, or a name in the next message."""
    for_whom = (tap.outage, tap.newest, visit.person, visit.now, visit.texts, visit.in_group)
    choices = await look(visit, menus.who_comes, *for_whom)
    more = {"newest": tap.newest, "everybody": visit.in_group}
    await act(visit, mass_actions.ask_of_lead, tap.outage, "redirect_all", **more)
    await visit.reply(choices)
    await privately(visit)


async def all_redirected_to(visit: Visit, tap: taps.AllRedirectTo) -> None:
    await act(visit, bulk_actions.name_for_all, tap.outage, tap.colleague, newest=tap.newest)
    await settled(visit, "outage-done")


async def nobody_to_redirect(visit: Visit, tap: taps.AllToNobody) -> None:
    await act(visit, bulk_actions.tick_for_all, tap.outage, Duty.REDIRECTED, newest=tap.newest)
    await settled(visit, "outage-done")


async def colleague_named(visit: Visit) -> None:
    """The name of whoever has the customers now, in words."""
    outage = visit.question.subject_id if visit.question else None
    name = " ".join(visit.text.split())[:_LONGEST_NAME]
    if not name or outage is None:
        await visit.toast(visit.texts("outage-prompt-redirect"))
        return
    await answer(visit, bulk_actions.tick_for_all, outage, Duty.REDIRECTED, to=name, newest=_newest(visit))


async def undone(visit: Visit, tap: taps.Undo) -> None:
    await act(visit, undoing.undo, tap.deed)
    await settled(visit, "outage-undone")


async def wants_to_write(visit: Visit, tap: taps.WriteToAll) -> None:
    await act(visit, mass_actions.ask_of_lead, tap.outage, "write_to_all")
    await visit.toast(visit.texts("outage-prompt-write"))


async def wrote(visit: Visit) -> None:
    """The words for everybody, or for whom is selected."""
    outage = visit.question.subject_id if visit.question else None
    if not visit.text or outage is None:
        await visit.toast(visit.texts("lead-in-words"))
        return
    await answer(visit, bulk_actions.write_to_all, outage, visit.text, newest=_newest(visit))


async def wants_to_select(visit: Visit, tap: taps.Select) -> None:
    await act(visit, mass_actions.ask_of_lead, tap.outage, "select")
    await visit.toast(visit.texts("outage-prompt-select"))


async def named(visit: Visit) -> None:
    """Numbers, ranges or a word; anything else selects nobody, and says so."""
    outage = visit.question.subject_id if visit.question else None
    wanted = await visit.read(meant, outage, visit.text, visit.texts) if outage is not None else None
    if outage is None or wanted is None:
        await visit.toast(visit.texts("outage-prompt-select"))
        return
    await answer(visit, mass_actions.mean, outage, wanted)


async def moves_wanted(visit: Visit, tap: taps.Moves) -> None:
    await visit.turn_into(await look(visit, menus.move_ways, tap.outage, visit.person, visit.texts))


async def split_off(visit: Visit, tap: taps.SplitOff) -> None:
    await act(visit, moving_actions.split_off, tap.outage)
    await settled(visit, "outage-done")


async def which_join(visit: Visit, tap: taps.JoinWhich) -> None:
    choices = await look(visit, menus.which_join, tap.outage, visit.person, visit.texts)
    await act(visit, mass_actions.ask_of_lead, tap.outage, "join_incidents")
    await visit.turn_into(choices)


async def joined(visit: Visit, tap: taps.JoinOutage) -> None:
    await act(visit, moving_actions.join_outage, tap.incident, tap.outage)
    await settled(visit, "outage-done")


async def join_named(visit: Visit) -> None:
    """Numbers and ranges of incidents that have the same cause."""
    outage = visit.question.subject_id if visit.question else None
    wanted = numbered(visit.text, await visit.read(_open_numbers))
    if outage is None or not wanted:
        await visit.toast(visit.texts("outage-prompt-join"))
        return
    await answer(visit, moving_actions.join_all, outage, wanted)


async def where_to(visit: Visit, tap: taps.MoveWhere) -> None:
    await visit.turn_into(await look(visit, menus.where_to, tap.outage, visit.person, visit.texts))


async def moved(visit: Visit, tap: taps.MoveTo) -> None:
    await act(visit, moving_actions.move_to, tap.outage, tap.target, newest=tap.newest)
    await settled(visit, "outage-done")


async def next_wave(visit: Visit, tap: taps.NextWave) -> None:
    await act(visit, returning.next_wave_now, tap.outage)


async def sure_asked(visit: Visit, tap: taps.AskAllToReturn) -> None:
    await visit.reply(await look(visit, menus.sure, tap.outage, visit.person, visit.texts))
    await privately(visit)


async def all_return(visit: Visit, tap: taps.AllReturn) -> None:
    await act(visit, returning.let_all_return, tap.outage)
    await settled(visit, "outage-all-asked")


async def stopped(visit: Visit, tap: taps.StopReturn) -> None:
    await act(visit, returning.stop_returning, tap.outage)


def _newest(visit: Visit) -> int:
    """Whom the lead meant when they were asked; a question of an older version did not say so."""
    return int(visit.question.data.get("newest", EVERYBODY)) if visit.question else EVERYBODY


def _open_numbers(session: Session) -> list[int]:
    return [incident.id for incident, _ in open_incidents(session)]


TAPS: Mapping[type[Tap], TapHandler] = {
    taps.OutageTap: shown,
    taps.AcknowledgeOutage: acknowledged,
    taps.TurnOutage: turned,
    taps.MoreForAll: more_wanted,
    taps.Marks: marks_wanted,
    taps.WhoIsBack: back_wanted,
    taps.AllStatusSet: statuses_set,
    taps.AllOffTheLine: all_off_the_line,
    taps.AllRedirected: all_redirected,
    taps.AllRedirectTo: all_redirected_to,
    taps.AllToNobody: nobody_to_redirect,
    taps.Undo: undone,
    taps.WriteToAll: wants_to_write,
    taps.Select: wants_to_select,
    taps.Moves: moves_wanted,
    taps.SplitOff: split_off,
    taps.JoinWhich: which_join,
    taps.JoinOutage: joined,
    taps.MoveWhere: where_to,
    taps.MoveTo: moved,
    taps.Hands: outage_hands.hands_wanted,
    taps.TakeOutageOver: outage_hands.taken_over,
    taps.PassOutageOn: outage_hands.to_whom,
    taps.PassOutageTo: outage_hands.passed_on,
    taps.CallNextForAll: outage_hands.next_called,
    taps.NextWave: next_wave,
    taps.AskAllToReturn: sure_asked,
    taps.AllReturn: all_return,
    taps.StopReturn: stopped,
}
ANSWERS = {
    "write_to_all": wrote,
    "select": named,
    "redirect_all": colleague_named,
    "join_incidents": join_named,
}
