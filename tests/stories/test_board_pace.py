"""In a flood the board and the ticket change at most every three seconds; a tap and a page never wait."""

from __future__ import annotations

from bot.incident.telling import BOARD_EVERY
from tests.stories.boards import board, crowd
from tests.stories.night import Hero, Night

EVERY = BOARD_EVERY.total_seconds()


def changes(lead: Hero) -> int:
    """How often the board changed on the phone since it was sent."""
    return len(board(lead).past)


async def test_the_board_changes_once_however_many_report_within_three_seconds(night: Night) -> None:
    there = await crowd(night)
    before = changes(there.lev)
    for number in range(5):
        one = await night.operator(f"Ещё {number}")
        await one.reports(known="У меня то же самое")
    assert changes(there.lev) - before == 1
    there.lev.sees("5 операторов")
    night.clock.forward(seconds=EVERY - 0.001)
    await night.settle()
    assert changes(there.lev) - before == 1
    night.clock.forward(seconds=0.001)
    await night.settle()
    assert changes(there.lev) - before == 2
    there.lev.sees("9 операторов")


async def test_the_lead_s_own_tap_is_seen_at_once(night: Night) -> None:
    there = await crowd(night)
    await there.lev.taps("Статус выставлен: 4")
    await there.lev.taps("Сняты с линии: 4")
    assert "Статус выставлен: 4" not in there.lev.phone.buttons(board(there.lev))
    assert "Сняты с линии: 4" not in there.lev.phone.buttons(board(there.lev))


async def test_a_page_does_not_wait_behind_an_edit(night: Night) -> None:
    there = await crowd(night, acknowledged=False)
    there.lev.heard()
    one = await night.operator("Ещё один")
    await one.reports(known="У меня то же самое")
    await night.forward(minutes=2)
    assert there.lev.heard() != []


async def test_the_ticket_of_a_mass_outage_keeps_the_same_pace(night: Night) -> None:
    there = await crowd(night)
    await there.many[0].sends_photo(caption="503")
    await there.semyon.taps("Принять")
    await night.forward(seconds=EVERY)
    ticket = there.semyon.sees("Заявка №")
    before = len(ticket.past)
    for number in range(3):
        await there.many[number].writes(f"слова {number}")
    night.clock.forward(seconds=EVERY)
    await night.settle()
    assert len(there.semyon.sees("Заявка №").past) - before <= 2
