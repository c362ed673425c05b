"""Who was called about one operator sees the board once they are many, and nothing above it to press."""

from __future__ import annotations

from tests.stories.boards import Crowd, board, crew
from tests.stories.night import Hero, Night

POINTS_DOWN = "↓ Ниже есть новее"


async def one_then_three(night: Night, *, acknowledged: bool = False, minutes: float = 0) -> Crowd:
    """The first one's lead is called; so much later two more report the same."""
    there = await crew(night)
    there.many = [await night.operator(f"Оператор {number}") for number in range(1, 4)]
    await there.many[0].reports()
    await there.many[0].taps("Не помогло")
    if acknowledged:
        await there.lev.taps("Принять")
    await night.forward(minutes=minutes)
    for one in there.many[1:]:
        await one.reports(known="У меня то же самое")
    await night.forward(seconds=5)
    return there


def above_the_board(lead: Hero) -> list[str]:
    """What stands above the board, but for the menu, with its buttons."""
    shown = board(lead)
    above = [post for post in lead.phone.messages if post.id < shown.id and "Обращение" in post.text]
    return [post.text for post in above] + [str(post.buttons) for post in above]


async def test_the_lead_who_was_called_first_has_the_board_and_the_single_card_points_to_it(
    night: Night,
) -> None:
    there = await one_then_three(night)
    assert above_the_board(there.lev) == []
    assert [post.text for post in there.lev.phone.messages].count(POINTS_DOWN) == 1
    await there.lev.taps("Принять")
    there.many[0].sees("Лев")


async def test_the_lead_who_has_the_first_incident_has_one_board_and_no_card_above_it(night: Night) -> None:
    there = await one_then_three(night, acknowledged=True)
    assert above_the_board(there.lev) == []
    assert [post.text for post in there.lev.phone.messages].count(POINTS_DOWN) == 1
    await there.many[0].writes("ещё 503")
    await night.forward(seconds=5)
    assert above_the_board(there.lev) == [], "nothing brings it back"


async def test_a_second_level_keeps_the_card_until_the_board_comes(night: Night) -> None:
    there = await one_then_three(night, minutes=6)
    there.sonya.sees("Это массовый сбой №1, все вместе: /outage_1")
    await night.forward(minutes=6)
    assert above_the_board(there.sonya) == []


async def test_a_card_that_is_looked_at_in_a_mass_outage_stays_what_it_is(night: Night) -> None:
    there = await one_then_three(night)
    await there.lev.taps("Принять")
    await there.lev.writes("/i_2")
    there.lev.sees("Обращение №2")
    await night.forward(minutes=1)
    there.lev.sees("Обращение №2")
