"""Night 19 while its lead leaves, forgets, cannot be reached, or its operators go home."""

from __future__ import annotations

from datetime import timedelta

from bot.person.rules import Role
from tests.stories.boards import Crowd, board, crew, crowd, obeys
from tests.stories.handing_over import SIGN
from tests.stories.looking import incident
from tests.stories.night import Hero, Night

HOUR = timedelta(hours=1)


async def evening(night: Night, count: int = 12) -> tuple[Crowd, Hero]:
    """Lev's time on duty ends in an hour, and Halyna's begins then; he has the mass outage."""
    now = night.clock.now()
    there = await crew(night)
    halyna = await night.lead("Галина", shift=(now + HOUR, now + 9 * HOUR))
    await night.on_duty(there.lev, Role.DUTY_LEAD, now - HOUR, now + HOUR)
    return await crowd(night, count, around=there), halyna


async def test_nobody_acknowledges_so_one_ladder_is_climbed_for_all_of_them(night: Night) -> None:
    there = await crowd(night, 6, acknowledged=False)
    assert there.sonya.heard() == []
    await night.forward(minutes=6)
    assert len(there.sonya.heard()) == 1
    await there.sonya.taps("Принять")
    there.lev.heard()
    await night.forward(minutes=9)
    assert there.lev.heard() == []
    assert there.sonya.heard() == []
    for one in there.many:
        one.sees("Соня")


async def test_acknowledging_one_of_them_on_an_old_card_is_acknowledging_all(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.reports()
    await olga.taps("Не помогло")
    old = lev.sees("Обращение №1")
    others = [await night.operator(f"Оператор {number}") for number in (2, 3)]
    for one in others:
        await one.reports(known="У меня то же самое")
    await lev.taps_old(old, "Принять")
    for one in (olga, *others):
        one.sees("Лев")
    await night.forward(minutes=6)
    assert night.kinds().count("ladder_climbed") == 0


async def test_the_lead_s_shift_ends_and_all_of_it_is_signed_for_by_one_tap(night: Night) -> None:
    there, halyna = await evening(night)
    await there.lev.taps("Статус выставлен: 12")
    await night.forward(hours=1)
    halyna.heard()
    halyna.sees("Передача смены: Лев → вам")
    before = len(halyna.phone.messages)
    await halyna.taps(SIGN)
    await night.forward(seconds=3)
    assert len(halyna.phone.messages) <= before + 2, "the board, not a card for each"
    assert "Приняли вы" in board(halyna).text
    obeys(board(halyna))
    await halyna.taps("Сняты с линии: 12")
    assert there.lev.phone.buttons(board(there.lev))[0] == "Забрать себе"
    for one in there.many:
        one.sees("Галина")


async def test_until_it_is_signed_both_leads_may_tick_for_all_and_nobody_is_reminded(night: Night) -> None:
    there, halyna = await evening(night, 4)
    await night.forward(hours=1)
    await there.lev.taps("Статус выставлен: 4")
    await halyna.writes("/alloffline_1_99")
    assert night.kinds(4).count("duty_ticked") == 2
    assert (incident(night).lead_id, incident(night).next_lead_id) == (there.lev.id, halyna.id)
    there.lev.heard(), halyna.heard()
    await night.forward(minutes=11)
    assert night.kinds().count("duties_reminded") == 4, "those of the hour before"


async def test_a_new_operator_during_a_handover_is_the_leads_too(night: Night) -> None:
    there, halyna = await evening(night, 4)
    await night.forward(hours=1)
    vera = await night.operator("Вера")
    await vera.reports(known="У меня то же самое")
    await night.forward(minutes=1)
    await halyna.taps(SIGN)
    vera.sees("Галина")
    await there.lev.writes("/allstatus_1_99")
    there.lev.sees("Уже занимается Галина")


async def test_a_lead_who_lost_the_role_leaves_nobody_alone(night: Night) -> None:
    night.expects_repairs = True
    there = await crowd(night, 4)
    there.sonya.heard()
    await night.fire(there.lev, Role.DUTY_LEAD)
    await night.forward(minutes=2)
    assert len(there.sonya.heard()) == 1, "one page for all of it"
    await there.sonya.taps("Принять")
    for one in there.many:
        one.sees("Соня")


async def test_acknowledged_and_forgotten_it_is_let_go_as_a_whole(night: Night) -> None:
    there = await crowd(night, 4)
    there.sonya.heard()
    await night.forward(minutes=9)
    await night.forward(hours=1, minutes=30)
    assert night.kinds().count("duties_reminded") == 5
    assert len(there.sonya.heard()) >= 1
    await there.sonya.taps("Принять")
    for one in there.many:
        one.sees("Соня")


async def test_an_operator_s_shift_ends_and_the_outage_goes_on_without_them(night: Night) -> None:
    now = night.clock.now()
    there = await crowd(night, 5)
    vera = await night.operator("Вера", shift=(now - HOUR, now + timedelta(minutes=20)))
    await vera.reports(known="У меня то же самое")
    await there.semyon.taps("Принять")
    await night.forward(minutes=21)
    assert "shift_ended" in night.kinds(6)
    vera.heard()
    await there.semyon.taps("Исправлено")
    assert vera.heard() == []
    there.lev.sees("вернулись 0 из 5")


async def test_a_volunteer_goes_home_and_another_one_is_asked(night: Night) -> None:
    now = night.clock.now()
    there = await crew(night)
    soon = now + timedelta(minutes=10)
    vera, ira = [await night.operator(name, shift=(now - HOUR, soon)) for name in ("Вера", "Ира")]
    for one in (vera, ira):
        await one.reports(known="У меня то же самое")
    there = await crowd(night, 8, around=there)
    await there.semyon.taps("Принять")
    await there.semyon.taps("Исправлено")
    await vera.taps("Проверю сейчас")
    await ira.taps("Проверю сейчас")
    assert not any("Проверю сейчас" in one.buttons() for one in there.many)
    await night.forward(minutes=11)
    assert sum("Проверю сейчас" in one.buttons() for one in there.many) == 4
