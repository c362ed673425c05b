"""Nights 3 and 4: the ladder climbs past whoever is silent or cannot be reached, until one answers."""

from __future__ import annotations

from functools import partial

import pytest

from bot.outbox.actions import pause
from bot.sandbox.hand import Hand
from tests.stories.listening import LEADS, SYSADMINS, Ladder, quiet, rings
from tests.stories.night import Hero, Night

both = pytest.mark.parametrize("ladder", [LEADS, SYSADMINS], ids=str)


def blocked(hero: Hero) -> None:
    hero.phone.blocks()


def deactivated(hero: Hero) -> None:
    Hand(hero.phone.box, hero.phone.user_id).deactivate()


async def three(night: Night, ladder: Ladder) -> tuple[Hero, Hero, Hero]:
    """The first level, the second, and somebody who is at home tonight."""
    return (
        await ladder.person(night, "Первый"),
        await ladder.person(night, "Второй", level=2),
        await ladder.person(night, "Дома", shift=None),
    )


async def test_3_nobody_answers_the_leads_ladder_climbs_by_the_numbers_of_the_centre(night: Night) -> None:
    heroes = (*await three(night, LEADS), await night.administrator("Борис"))
    await LEADS.begins(night)
    assert await rings(night, 30, *heroes) == {
        "Первый": [0, 2, 10, 12, 15, 17, 20, 22, 25, 27, 30],
        "Второй": [5, 7, 10, 12, 15, 17, 20, 22, 25, 27, 30],
        "Дома": [10, 12, 15, 17, 20, 22, 25, 27, 30],
        "Борис": [10, 12, 15, 17, 20, 22, 25, 27, 30],
    }


async def test_3_nobody_answers_the_sysadmins_ladder_climbs_by_its_own_numbers(night: Night) -> None:
    heroes = (*await three(night, SYSADMINS), await night.administrator("Борис"))
    await SYSADMINS.begins(night)
    assert await rings(night, 40, *heroes) == {
        "Первый": [0, 20, 30, 40],
        "Второй": [10, 20, 30, 40],
        "Дома": [20, 30, 40],
        "Борис": [],
    }


@pytest.mark.parametrize(("ladder", "every"), [(LEADS, 5), (SYSADMINS, 10)], ids=str)
async def test_3_the_top_of_the_ladder_is_never_silent_all_night(
    night: Night, ladder: Ladder, every: int
) -> None:
    heroes = await three(night, ladder)
    await ladder.begins(night)
    await night.forward(minutes=2 * every)
    for hero in heroes:
        hero.heard()
    heard = await rings(night, 4 * 60, *heroes)
    assert all(set(range(every, 4 * 60 + 1, every)) <= set(minutes) for minutes in heard.values())


@both
async def test_3_the_first_answer_ends_it_and_the_others_read_who_has_it(
    night: Night, ladder: Ladder
) -> None:
    first, second, at_home = await three(night, ladder)
    await night.forward(minutes=39)
    olga = await ladder.begins(night)
    await night.forward(minutes=35)
    await second.taps("Принять")
    for other in (first, at_home):
        other.sees("Уже занимается Второй, с 03:14")
        assert "Принять" not in other.buttons()
    second.sees("Приняли вы, 03:14")
    olga.sees("Второй")
    for hero in (first, second, at_home):
        hero.heard()
    await quiet(night, first, at_home, hours=1)


@both
async def test_3_what_still_waits_to_be_sent_comes_silently_after_the_first_answer(
    night: Night, ladder: Ladder
) -> None:
    first, second, at_home = await three(night, ladder)
    night.expects_repairs = True  # pages that wait for so long are the auditor's to call
    await night.settle()
    for hero in (second, at_home):
        await night.db.write(partial(pause, person_id=hero.id, seconds=3600, now=night.clock.now()))
    await ladder.begins(night)
    await night.forward(minutes=30)
    assert second.phone.messages == at_home.phone.messages == []
    await first.taps("Принять")
    await quiet(night, second, at_home, hours=1)
    for hero in (second, at_home):
        hero.sees("Уже занимается Первый, с 02:30")


@both
async def test_3_an_answer_in_the_very_second_of_the_climb_wakes_nobody_else(
    night: Night, ladder: Ladder
) -> None:
    first, second, at_home = await three(night, ladder)
    await ladder.begins(night)
    await night.forward(minutes=4 if ladder is LEADS else 9)
    night.clock.forward(minutes=1)
    await first.taps("Принять")
    await quiet(night, second, at_home, hours=1)
    assert second.phone.messages == []


@both
@pytest.mark.parametrize("cannot", [blocked, deactivated])
async def test_4_who_cannot_be_reached_is_passed_over_at_once_and_the_administrator_reads_why(
    night: Night, ladder: Ladder, cannot: object
) -> None:
    first, second, _ = await three(night, ladder)
    boss = await night.administrator("Борис")
    assert callable(cannot)
    cannot(first)
    await ladder.begins(night)
    assert len(second.heard()) == 1, "without a minute's wait"
    told = boss.sees("Сообщения не доходят: Первый").text
    assert ("Бот заблокирован" if cannot is blocked else "Аккаунт удалён") in told
    assert "Вызов уже ушёл на следующую ступень" in told
    assert boss.heard() == [], "it is told; only the top of the ladder wakes an administrator"


async def test_4_the_administrator_is_told_once_and_their_own_page_stays_the_last_thing_they_see(
    night: Night,
) -> None:
    first, _, _ = await three(night, LEADS)
    boss = await night.administrator("Борис")
    first.phone.blocks()
    await LEADS.begins(night)
    await night.forward(minutes=20)
    assert night.kinds().count("page_refused") > 2
    assert sum("Сообщения не доходят" in post.text for post in boss.phone.messages) == 1
    assert "Принять" in boss.phone.buttons(boss.phone.last)


@both
async def test_4_who_never_pressed_start_is_passed_over_at_once(night: Night, ladder: Ladder) -> None:
    await ladder.person(night, "Новый", has_started=False)
    second = await ladder.person(night, "Второй", level=2)
    boss = await night.administrator("Борис")
    await ladder.begins(night)
    assert len(second.heard()) == 1
    assert "«Start» так и не нажали" in boss.sees("Сообщения не доходят: Новый").text


@both
async def test_4_blocked_between_two_pages_the_next_is_called_when_the_second_one_is_refused(
    night: Night, ladder: Ladder
) -> None:
    first, second, at_home = await three(night, ladder)
    await ladder.begins(night)
    first.heard()
    await night.forward(minutes=1)
    first.phone.blocks()
    heard = await rings(night, 12, second, at_home)
    assert heard["Второй"][0] == (1 if ladder is LEADS else 9), "at the repeat, or at the climb"
    assert night.kinds().count("page_refused") >= (1 if ladder is LEADS else 0)


@both
async def test_4_nobody_below_can_be_reached_so_the_top_is_called_in_the_same_minute(
    night: Night, ladder: Ladder
) -> None:
    first, second, at_home = await three(night, ladder)
    first.phone.blocks()
    second.phone.blocks()
    await ladder.begins(night)
    assert len(at_home.heard()) == 1


@both
async def test_4_no_phone_at_all_can_be_reached_and_who_comes_back_is_called_by_the_next_round(
    night: Night, ladder: Ladder
) -> None:
    first, second, at_home = await three(night, ladder)
    for hero in (first, second, at_home):
        hero.phone.blocks()
    await ladder.begins(night)
    await night.forward(minutes=23)
    await second.unblocks()
    second.heard()
    heard = await rings(night, 10, second)
    assert heard["Второй"][0] == (2 if ladder is LEADS else 7)
    await second.taps("Принять")
    assert ladder.acknowledged in night.kinds()
