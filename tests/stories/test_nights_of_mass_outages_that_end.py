"""Night 19 comes to its end: who checks first, who comes when, and what if it was no fix."""

from __future__ import annotations

from pathlib import Path

from bot.clock import WoundClock
from bot.db import Database
from tests.stories.boards import Crowd, board, crew, crowd
from tests.stories.houses import house
from tests.stories.night import Hero, Night

CHECK, WILL_YOU = "✅ Всё работает", "Проверю сейчас"


def asked(many: list[Hero], button: str = CHECK) -> list[Hero]:
    return [one for one in many if button in one.buttons()]


async def fixed(night: Night, count: int) -> Crowd:
    """So many wait, and the sysadmin says that it is fixed."""
    there = await crowd(night, count)
    await there.semyon.taps("Принять")
    await there.semyon.taps("Исправлено")
    return there


async def first_wave(night: Night, count: int) -> Crowd:
    """Two have checked first, and the first wave is asked."""
    there = await fixed(night, count)
    for one in asked(there.many, WILL_YOU)[:2]:
        await one.taps(WILL_YOU)
        await one.taps("Всё работает")
    return there


async def test_fewer_than_five_check_at_once(night: Night) -> None:
    there = await fixed(night, 4)
    assert len(asked(there.many)) == 4


async def test_five_are_enough_for_waves(night: Night) -> None:
    there = await fixed(night, 5)
    assert asked(there.many) == []
    assert len(asked(there.many, WILL_YOU)) == 4


async def test_red_in_the_second_wave_stops_and_the_sysadmin_has_the_words(night: Night) -> None:
    there = await first_wave(night, 24)
    for one in asked(there.many)[:3]:
        await one.taps("Всё работает")
    await night.forward(minutes=1)
    second = asked(there.many)
    assert len(second) == 7 + 10
    there.lev.heard(), there.semyon.heard()
    await second[-1].taps("Нет, не работает")
    await second[-1].writes("снова 503, после входа")
    await night.forward(minutes=5)
    assert len(asked(there.many)) == 16, "nobody else is asked"
    there.semyon.sees("снова 503, после входа")
    assert len(there.semyon.heard()) == 1
    assert len(there.lev.heard()) == 1
    there.lev.does_not_see("Волна")
    await there.semyon.taps("Исправлено")
    assert asked(there.many, WILL_YOU) != [], "from the beginning"


async def test_those_who_check_already_may_still_say_that_it_works(night: Night) -> None:
    there = await first_wave(night, 14)
    last, *others = asked(there.many)
    await last.taps("Нет, не работает")
    await last.writes("не пускает")
    for one in others:
        await one.taps("Всё работает")
    assert night.kinds(1)[-1] == "closed"
    await night.forward(seconds=3)
    there.lev.sees("3 оператора")


async def test_nobody_volunteers_so_the_lead_hears_it_and_decides(night: Night) -> None:
    there = await fixed(night, 6)
    there.lev.heard()
    for one in asked(there.many, WILL_YOU):
        await one.taps("Пусть другие")
    for one in asked(there.many, WILL_YOU):
        await one.taps("Пусть другие")
    await night.forward(seconds=3)
    assert len(there.lev.heard()) == 1
    await there.lev.taps("Следующая волна")
    assert len(asked(there.many)) == 6


async def test_volunteers_who_fall_silent_are_replaced(night: Night) -> None:
    there = await fixed(night, 12)
    for one in asked(there.many, WILL_YOU)[:2]:
        await one.taps(WILL_YOU)
    assert asked(there.many, WILL_YOU) == []
    await night.forward(minutes=11)
    assert len(asked(there.many, WILL_YOU)) == 4
    there.lev.sees("Проверяют первыми: 0")


async def test_while_they_return_in_turns_nobody_is_asked_out_of_turn(night: Night) -> None:
    await fixed(night, 12)
    await night.forward(minutes=25)
    for number in range(1, 13):
        assert "recheck_asked" not in night.kinds(number)


async def test_who_reports_while_others_return_waits_for_their_turn(night: Night) -> None:
    there = await first_wave(night, 14)
    vera = await night.operator("Вера")
    await vera.writes("/report")
    await vera.taps("Телефония")
    vera.sees("исправлено в 02:00")
    await vera.taps("У меня то же самое")
    await vera.taps("Нет")
    await night.forward(minutes=1)
    assert CHECK in vera.buttons()
    assert there.semyon.heard()[1:] == []


async def test_who_reports_after_the_fix_tries_it_and_then_opens_the_ticket_again(night: Night) -> None:
    there = await fixed(night, 4)
    for one in there.many[:3]:
        await one.taps("Всё работает")
    there.semyon.heard()
    vera = await night.operator("Вера")
    await vera.reports(known="У меня то же самое")
    vera.sees("Попробуйте сами")
    assert there.semyon.heard() == [], "perhaps it is only theirs"
    await vera.taps("Не помогло")
    await vera.sends_photo(caption="у меня всё ещё 503")
    assert "ticket_reopened" in night.kinds(5)
    there.semyon.sees("у меня всё ещё 503")
    assert len(there.semyon.heard()) == 1


async def test_it_cannot_be_mended_so_the_lead_hears_it_once(night: Night) -> None:
    there = await crowd(night, 8)
    await there.semyon.taps("Принять")
    there.lev.heard()
    await there.semyon.taps("Не могу исправить")
    await there.semyon.writes("авария у провайдера")
    assert len(there.lev.heard()) == 1
    assert "Семён не может исправить. Решаете вы: напишите, что делать" in board(there.lev).text
    there.many[0].sees("Семён не может исправить. Решает руководитель")


async def test_the_numbers_are_the_centre_s(db: Database, clock: WoundClock, tmp_path: Path) -> None:
    ours = "{operators: 4, within: 2 min, asked: 3}"
    back = "{volunteers: 1, wave: 3, wave_every: 5 min, at_once_below: 7}"
    books = house(
        tmp_path,
        ("{operators: 3, within: 10 min, asked: 3}", ours),
        ("{volunteers: 2, wave: 10, wave_every: 1 min, at_once_below: 5}", back),
    )
    night = Night(db, clock, tmp_path, books)
    there = await crew(night)
    for number in range(1, 4):
        one = await night.operator(f"Оператор {number}")
        there.many.append(one)
        await one.reports(known="У меня то же самое")
        await night.forward(seconds=70)
    assert "outage_mass" not in night.kinds(3), "three, and not within two minutes"
    for number in range(4, 9):
        one = await night.operator(f"Оператор {number}")
        there.many.append(one)
        await one.reports(known="У меня то же самое")
    assert "outage_mass" in night.kinds(1)
    await there.semyon.taps("Принять")
    await there.semyon.taps("Исправлено")
    (first, *_) = asked(there.many, WILL_YOU)
    assert len(asked(there.many, WILL_YOU)) == 2
    first.sees("Нужен 1 человек, чтобы проверить раньше остальных: если все")
    await first.taps(WILL_YOU)
    await first.taps("Всё работает")
    assert len(asked(there.many)) == 3
    await night.forward(minutes=4)
    assert len(asked(there.many)) == 3
    await night.forward(minutes=1)
    assert len(asked(there.many)) == 6
    await night.close()
