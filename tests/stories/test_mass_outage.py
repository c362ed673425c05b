"""Thirty at once: one outage, one board, one ticket, thirty incidents."""

from __future__ import annotations

from pathlib import Path

from bot.clock import WoundClock
from bot.db import Database
from tests.stories.houses import chats_for, house
from tests.stories.night import Hero, Night


async def operators(night: Night, count: int) -> list[Hero]:
    return [await night.operator(f"Оператор {number}") for number in range(1, count + 1)]


async def mass_outage(night: Night, count: int = 3) -> tuple[list[Hero], Hero, Hero]:
    """So many operators have reported the same within a minute; nobody has acknowledged yet."""
    many = await operators(night, count)
    lev, semyon = await night.lead("Лев"), await night.sysadmin("Семён")
    for one in many:
        await one.reports(known="У меня то же самое")
    return many, lev, semyon


async def test_who_picks_software_that_others_have_reported_sees_it_and_joins(night: Night) -> None:
    olga, vera = await operators(night, 2)
    lev = await night.lead("Лев")
    await olga.reports()
    await olga.taps("Не помогло")
    await vera.writes("/report")
    await vera.taps("Телефония")
    vera.sees("Сообщил 1 оператор")
    await vera.taps("У меня то же самое")
    await vera.taps("Нет")
    vera.sees("Шаг 1")
    assert "outage_joined" in night.kinds(2)
    assert lev.phone.messages


async def test_three_within_ten_minutes_are_a_mass_outage_with_one_page(night: Night) -> None:
    many, lev, semyon = await mass_outage(night)
    assert len(lev.heard()) == 1
    lev.sees("Массовый сбой")
    await lev.taps("Принять")
    for one in many:
        one.sees("Лев")
    await lev.taps("Статус выставлен: 3")
    await lev.taps("Сняты с линии: 3")
    assert night.kinds(2).count("duty_ticked") == 2
    assert len(semyon.heard()) == 1


async def test_after_a_mass_fix_two_check_first_and_the_others_return_in_waves(night: Night) -> None:
    many, lev, semyon = await mass_outage(night, 16)
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await semyon.taps("Исправлено")
    asked = [one for one in many if "Проверю сейчас" in one.buttons()]
    assert len(asked) == 4
    await asked[0].taps("Пусть другие")
    await asked[1].taps("Проверю сейчас")
    await asked[2].taps("Проверю сейчас")
    assert "Проверю сейчас" not in asked[3].buttons()
    await asked[1].taps("Всё работает")
    assert sum("✅ Всё работает" in one.buttons() for one in many) == 1
    await asked[2].taps("Всё работает")
    assert sum("✅ Всё работает" in one.buttons() for one in many) == 10
    await night.forward(minutes=1)
    assert sum("✅ Всё работает" in one.buttons() for one in many) == 14


async def test_a_red_answer_stops_the_waves_and_opens_the_ticket_again(night: Night) -> None:
    many, lev, semyon = await mass_outage(night, 16)
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await semyon.taps("Исправлено")
    first, second = [one for one in many if "Проверю сейчас" in one.buttons()][:2]
    await first.taps("Проверю сейчас")
    await second.taps("Проверю сейчас")
    await first.taps("Нет, не работает")
    await first.writes("опять 503")
    await night.forward(minutes=3)
    assert "return_stopped" in night.kinds(16)
    assert sum("✅ Всё работает" in one.buttons() for one in many) == 1
    semyon.sees("опять 503")


async def test_a_full_channel_is_not_offered_to_the_next_operator(
    db: Database, clock: WoundClock, tmp_path: Path
) -> None:
    night = Night(db, clock, tmp_path, house(tmp_path, chats_for(1)))
    many, _, _ = await mass_outage(night)
    many[0].sees("Откройте: Чаты")
    many[1].sees("Откройте: Чаты")
    await many[0].taps("Да, работает")
    await many[1].taps("Да, работает")
    many[0].sees("Работайте здесь: Чаты")
    many[1].sees("Откройте: Почта")
    await many[1].taps("Да, работает")
    many[1].sees("Работайте здесь: Почта")
    await night.close()


async def test_whoever_finds_a_channel_full_reads_so_and_whoever_works_there_keeps_their_place(
    db: Database, clock: WoundClock, tmp_path: Path
) -> None:
    night = Night(db, clock, tmp_path, house(tmp_path, chats_for(1)))
    many, _, _ = await mass_outage(night)
    many[0].does_not_see("мест больше нет")
    await many[0].taps("Да, работает")
    await many[1].taps("Да, работает")
    card = many[1].sees("Откройте: Почта").text
    assert "Чаты: мест больше нет" in card
    await many[0].taps("Проверить ещё раз")
    many[0].sees("Откройте: Чаты")
    many[0].does_not_see("мест больше нет")
    await many[0].taps("Да, работает")
    many[0].sees("Работайте здесь: Чаты")
    await night.close()
