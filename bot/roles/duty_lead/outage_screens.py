"""What a lead taps and writes on the board of a mass outage."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from bot.incident import mass_actions
from bot.incident.queries import incidents_of_outage
from bot.incident.rules import Duty
from bot.roles.acting import act, answer
from bot.roles.duty_lead import outage_taps
from bot.roles.duty_lead.outage_page import more_ways
from bot.telegram.buttons import Tap
from bot.telegram.screens import TapHandler
from bot.telegram.visit import Visit

_NUMBERS = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")
_MOST_NAMED = 500


async def shown(visit: Visit, tap: outage_taps.OutageTap) -> None:
    await act(visit, mass_actions.show_board, tap.outage)


async def acknowledged(visit: Visit, tap: outage_taps.AcknowledgeOutage) -> None:
    await act(visit, mass_actions.acknowledge_outage, tap.outage)


async def statuses_set(visit: Visit, tap: outage_taps.AllStatusSet) -> None:
    await act(visit, mass_actions.tick_for_all, tap.outage, Duty.STATUS_SET)


async def all_off_the_line(visit: Visit, tap: outage_taps.AllOffTheLine) -> None:
    await act(visit, mass_actions.tick_for_all, tap.outage, Duty.OFF_THE_LINE)


async def all_redirected(visit: Visit, tap: outage_taps.AllRedirected) -> None:
    await act(visit, mass_actions.tick_for_all, tap.outage, Duty.REDIRECTED)


async def more_wanted(visit: Visit, tap: outage_taps.MoreForAll) -> None:
    await visit.reply(more_ways(tap.outage, visit.texts))


async def wants_to_write(visit: Visit, tap: outage_taps.WriteToAll) -> None:
    await act(visit, mass_actions.ask_of_lead, tap.outage, "write_to_all")
    await visit.toast(visit.texts("outage-prompt-write"))


async def wrote(visit: Visit) -> None:
    """The words for everybody, or for whom is selected."""
    outage = visit.question.subject_id if visit.question else None
    if not visit.text or outage is None:
        await visit.toast(visit.texts("lead-in-words"))
        return
    await answer(visit, mass_actions.write_to_all, outage, visit.text)


async def wants_to_select(visit: Visit, tap: outage_taps.Select) -> None:
    await act(visit, mass_actions.ask_of_lead, tap.outage, "select")
    await visit.toast(visit.texts("outage-prompt-select"))


async def selected(visit: Visit) -> None:
    """Numbers and ranges: "17, 20-25"; anything else selects nobody, and says so."""
    outage = visit.question.subject_id if visit.question else None
    if outage is None:
        return
    known = await visit.read(_open_ids, outage)
    wanted = _named(visit.text, known)
    if not wanted:
        await visit.toast(visit.texts("outage-prompt-select"))
        return
    await answer(visit, mass_actions.look, outage, selected=wanted)


async def split_off(visit: Visit, tap: outage_taps.SplitOff) -> None:
    await act(visit, mass_actions.split_off, tap.outage)


async def joined(visit: Visit, tap: outage_taps.JoinOutage) -> None:
    await act(visit, mass_actions.join_outage, tap.incident, tap.outage)


async def undone(visit: Visit, tap: outage_taps.Undo) -> None:
    await act(visit, mass_actions.undo, tap.deed)


async def turned(visit: Visit, tap: outage_taps.TurnOutage) -> None:
    await act(visit, mass_actions.look, tap.outage, page=tap.page)


def _open_ids(session: Session, outage_id: int) -> list[int]:
    return [incident.id for incident in incidents_of_outage(session, outage_id, open_only=True)]


def _named(text: str, known: Sequence[int]) -> list[int]:
    """Which of these the text names."""
    spans = [(int(first), int(last or first)) for first, last in _NUMBERS.findall(text)[:_MOST_NAMED]]
    return [one for one in known if any(first <= one <= last for first, last in spans)]


TAPS: Mapping[type[Tap], TapHandler] = {
    outage_taps.OutageTap: shown,
    outage_taps.AcknowledgeOutage: acknowledged,
    outage_taps.AllStatusSet: statuses_set,
    outage_taps.AllOffTheLine: all_off_the_line,
    outage_taps.AllRedirected: all_redirected,
    outage_taps.MoreForAll: more_wanted,
    outage_taps.WriteToAll: wants_to_write,
    outage_taps.Select: wants_to_select,
    outage_taps.SplitOff: split_off,
    outage_taps.JoinOutage: joined,
    outage_taps.Undo: undone,
    outage_taps.TurnOutage: turned,
}
ANSWERS = {"write_to_all": wrote, "select": selected}
