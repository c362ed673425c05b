"""A lead acts for many while these return, join, change hands or are moved by somebody else."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.outage.models import Outage
from bot.person.rules import Role
from tests.stories.boards import board, crowd
from tests.stories.night import Hero, Night


def outage_of(night: Night, incident_id: int) -> int:
    def asked(session: Session) -> int:
        return session.get_one(Incident, incident_id).outage_id

    return night.db.read_here(asked)


def lead_of_outage(night: Night, outage_id: int) -> int | None:
    return night.db.read_here(lambda session: session.get_one(Outage, outage_id).lead_id)


def ticked(night: Night, count: int) -> list[int]:
    return [night.kinds(number).count("duty_ticked") for number in range(1, count + 1)]


async def another(night: Night, name: str, *, customer: str = "Нет") -> Hero:
    """One more operator joins."""
    one = await night.operator(name)
    await one.reports(known="У меня то же самое", customer=customer)
    return one


async def test_what_was_for_whom_is_selected_is_not_for_all_once_these_returned(night: Night) -> None:
    there = await crowd(night)
    await there.lev.writes("/select_1")
    await there.lev.writes("2")
    shown = board(there.lev)
    await there.many[1].taps("Уже работает всё")
    await there.lev.taps_old(shown, "Статус выставлен: 1")
    assert ticked(night, 4) == [0, 0, 0, 0]
    assert "Никто не выбран" in there.lev.toast
    await night.forward(seconds=3)
    await there.lev.taps("Статус выставлен: 3")
    assert ticked(night, 4) == [1, 0, 1, 1]


async def test_words_for_whom_is_selected_do_not_reach_all_once_these_returned(night: Night) -> None:
    there = await crowd(night)
    await there.lev.writes("/select_1")
    await there.lev.writes("2")
    await there.lev.writes("/writeall_1")
    await there.many[1].taps("Уже работает всё")
    await there.lev.writes("Только для второго")
    there.many[0].does_not_see("Только для второго")
    there.lev.sees("Никто не выбран")


async def test_who_joins_behind_the_lead_s_back_is_not_ticked_unseen(night: Night) -> None:
    there = await crowd(night)
    shown = board(there.lev)
    await another(night, "Пятый", customer="Звонок")
    await there.lev.taps_old(shown, "Статус выставлен: 4")
    assert ticked(night, 5) == [1, 1, 1, 1, 0]
    await night.forward(seconds=3)
    assert "Статус выставлен: 1" in there.lev.phone.buttons(board(there.lev))


async def test_nobody_to_redirect_is_not_said_of_a_customer_who_came_after_the_question(night: Night) -> None:
    there = await crowd(night, 4, customers=1)
    await there.lev.taps("Передать клиентов: 1")
    await another(night, "Пятый", customer="Звонок")
    await there.lev.taps("Передавать некого")
    assert ticked(night, 5) == [1, 0, 0, 0, 0]


async def test_who_was_moved_to_what_was_split_off_is_not_taken_back_by_the_next_report(night: Night) -> None:
    there = await crowd(night, 5)
    await there.lev.writes("/select_1")
    await there.lev.writes("1-2")
    await there.lev.writes("/splitoff_1")
    apart = outage_of(night, 1)
    await there.lev.writes("/select_1")
    await there.lev.writes("3")
    await there.lev.writes("/movewhere_1")
    await there.lev.taps("1 Телефония")
    assert outage_of(night, 3) == apart
    await another(night, "Шестой")
    assert [outage_of(night, number) for number in (1, 2, 3, 4, 6)] == [apart, apart, apart, 1, 1]


async def test_undone_it_is_again_what_was_split_off(night: Night) -> None:
    there = await crowd(night, 5)
    await there.lev.writes("/select_1")
    await there.lev.writes("1-2")
    await there.lev.writes("/splitoff_1")
    apart = outage_of(night, 1)
    await there.lev.writes("/joinoutage_1_1")
    assert outage_of(night, 1) == 1
    await there.lev.taps("Отменить последнее")
    await another(night, "Шестой")
    assert [outage_of(night, number) for number in (1, 2, 6)] == [apart, apart, 1]


async def test_what_a_lead_joined_of_other_software_stays_when_more_report_that(night: Night) -> None:
    there = await crowd(night)
    for name in ("Ольга", "Вера"):
        one = await night.operator(name)
        await one.reports("CRM")
        await one.taps("Не помогло")
    await there.lev.writes("/joinoutage_5_1")
    await there.lev.writes("/joinoutage_6_1")
    lena = await night.operator("Лена")
    await lena.reports("CRM")
    assert [outage_of(night, number) for number in (5, 6)] == [1, 1]
    assert "outage_mass" not in night.kinds(7)


async def test_undo_leaves_alone_what_another_lead_has_moved_on(night: Night) -> None:
    there = await crowd(night)
    olga = await night.operator("Ольга")
    await olga.reports("CRM")
    await olga.taps("Не помогло")
    crm = outage_of(night, 5)
    await there.lev.writes("/joinoutage_5_1")
    shown = board(there.lev)
    await there.sonya.writes("/outage_1")
    await there.sonya.taps("Забрать себе")
    await there.sonya.writes("/select_1")
    await there.sonya.writes("5")
    await there.sonya.writes("/splitoff_1")
    third = outage_of(night, 5)
    assert third not in (1, crm)
    await there.lev.taps_old(shown, "Отменить последнее")
    assert outage_of(night, 5) == third


async def test_who_joins_when_nobody_waits_any_more_pages_whoever_is_there(night: Night) -> None:
    soon = night.clock.now() + timedelta(hours=1)
    there = await crowd(night, 0, acknowledged=False)
    for number in range(3):
        one = await night.operator(f"Ночной {number}", shift=(night.clock.now() - timedelta(hours=1), soon))
        await one.reports(known="У меня то же самое")
    await there.lev.taps("Принять")
    await there.lev.taps("Статус выставлен: 3")
    await there.lev.taps("Сняты с линии: 3")
    await there.semyon.taps("Принять")
    await night.forward(hours=1, minutes=1)
    assert "shift_ended" in night.kinds(3)
    there.lev.heard()
    there.sonya.heard()
    await another(night, "Дневной")
    assert lead_of_outage(night, 1) is None
    assert len(there.lev.heard()) == 1


async def test_a_lead_who_ticked_for_everybody_has_full_patience_for_who_comes_next(night: Night) -> None:
    there = await crowd(night, 3)
    await there.lev.taps("Статус выставлен: 3")
    await there.lev.taps("Сняты с линии: 3")
    await night.forward(minutes=84)
    await another(night, "Новый")
    await night.forward(minutes=2)
    assert lead_of_outage(night, 1) == there.lev.id
    await night.forward(minutes=9)
    assert night.kinds(1).count("duties_reminded") == 1


async def test_a_menu_of_an_outage_whose_lead_has_left_says_so(night: Night) -> None:
    there = await crowd(night)
    await night.fire(there.lev, Role.DUTY_LEAD)
    await there.sonya.writes("/hands_1")
    there.sonya.does_not_see("сбой базы")
    assert "не вашей смены" in there.sonya.screen()


async def test_a_question_to_the_lead_is_open_again_when_the_answer_for_all_is_withdrawn(
    night: Night,
) -> None:
    there = await crowd(night)

    def asked(session: Session) -> bool:
        return session.get_one(Incident, 1).lead_asked_at is not None

    while "Нет" in there.many[0].buttons():
        await there.many[0].taps("Нет")
    assert night.db.read_here(asked), there.many[0].screen()
    await there.lev.writes("/writeall_1")
    await there.lev.writes("Всем ждать")
    assert not night.db.read_here(asked)
    await there.lev.taps("Отменить последнее")
    assert night.db.read_here(asked)


async def test_after_a_long_stop_the_outage_s_lead_hears_one_reminder_not_all(night: Night) -> None:
    there = await crowd(night)
    there.lev.heard()
    night.clock.forward(hours=3)
    await night.settle()
    assert lead_of_outage(night, 1) == there.lev.id
    assert sum("lead_let_go" in night.kinds(number) for number in (1, 2, 3, 4)) == 0
