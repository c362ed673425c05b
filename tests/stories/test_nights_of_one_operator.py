"""Nights 1, 2, 8-13, 15, 16 of the domain: one operator, their lead, their sysadmin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.stories.beginnings import team, ticket_filed
from tests.stories.night import Night

pytestmark = pytest.mark.both_databases


async def test_1_the_reboot_helped_and_nobody_else_was_woken(night: Night) -> None:
    olga, lev, semyon = await team(night)
    await olga.reports()
    olga.sees("Перезагрузите устройство")
    await olga.taps("Заработало")
    olga.sees("Работает. Обращение закрыто")
    await night.forward(hours=2)
    assert (lev.heard(), semyon.heard()) == ([], [])
    assert lev.phone.messages == semyon.phone.messages == []
    assert night.history()[-1].data == {"closed_as": "self_help"}


async def test_2_the_whole_runbook(night: Night) -> None:
    olga, lev, semyon = await team(night)
    await olga.writes("🛑 Не работает ПО")
    await olga.taps("Телефония")
    await olga.taps("Звонок")
    await olga.writes("48213")
    await olga.taps("Не помогло")
    assert lev.sees("Ольга").text.index("48213") < lev.sees("Ольга").text.index("Ольга")
    assert len(lev.heard()) == 1
    await lev.taps("Принять")
    olga.sees("Лев")
    for duty in ("Статус выставлен", "Снятие с линии"):
        await lev.taps(duty)
    await lev.taps("Клиент передан")
    await lev.writes("Анна")
    olga.sees("Анна ✓")
    await olga.sends_photo()
    await olga.writes("Не пускает в софтфон, ошибка 503")
    card = semyon.sees("ошибка 503")
    assert card.photo
    assert card.protected
    assert len(semyon.heard()) == 1
    await semyon.taps("Принять")
    await semyon.taps("30 мин")
    olga.sees("Семён")
    lev.sees("Семён")
    await olga.taps("Да, работает")
    olga.sees("Работайте здесь: Чаты")
    lev.sees("Чаты")
    for _ in range(3):
        await night.forward(minutes=10)
        olga.sees("Проверьте: Телефония. Работает?")
        await olga.taps("Ещё нет")
    assert olga.heard() == []
    await semyon.taps("Исправлено")
    olga.sees("Проверьте у себя: Телефония")
    assert len(olga.heard()) == 1
    await olga.taps("Всё работает")
    olga.sees("Вы снова на линии")
    olga.sees("11:00")
    lev.sees("Снова работает")
    await night.forward(hours=3)
    assert "recheck_asked" in night.kinds()
    assert night.kinds()[-1] in {"closed", "page_delivered"}
    assert olga.heard() == []


async def test_8_no_screenshot_can_be_made_and_the_ticket_says_so(night: Night) -> None:
    olga, _, semyon = await team(night)
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.taps("Без скриншота")
    await olga.writes("Чёрный экран")
    card = semyon.sees("Чёрный экран")
    assert "скриншот" in card.text.lower()
    assert not card.photo


async def test_9_an_answer_an_hour_later_reaches_the_ticket(night: Night) -> None:
    olga, _, semyon = await team(night)
    await ticket_filed(olga)
    await semyon.taps("Принять")
    await semyon.taps("Нужны подробности")
    await semyon.writes("Какая версия софтфона?")
    olga.sees("Какая версия софтфона?")
    await night.forward(hours=1)
    await olga.writes("7.4.1")
    semyon.sees("7.4.1")
    assert "details_given" in night.kinds()


async def test_10_resolved_but_not_for_this_operator_is_reopened_with_their_words(night: Night) -> None:
    olga, lev, semyon = await team(night)
    await ticket_filed(olga)
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await semyon.taps("Исправлено")
    semyon.heard()
    await night.forward(seconds=30)
    await olga.taps("Нет, не работает")
    assert len(semyon.heard()) == 1
    await olga.writes("Теперь ошибка 504")
    semyon.sees("Теперь ошибка 504")
    olga.sees("Работает?")
    await semyon.taps("Исправлено")
    await olga.taps("Всё работает")
    assert night.kinds().count("ticket_resolved") == 2
    assert night.history()[-1].data.get("closed_as", "returned") == "returned"


async def test_11_it_comes_back_by_itself_before_anybody_answers(night: Night) -> None:
    olga, lev, semyon = await team(night)
    await ticket_filed(olga)
    await olga.taps("Уже работает")
    olga.sees("Вы снова на линии")
    lev.sees("Снова работает")
    assert lev.buttons() == []
    assert semyon.buttons() == []
    lev.heard()
    semyon.heard()
    await night.forward(hours=2)
    assert (lev.heard(), semyon.heard(), olga.heard()) == ([], [], [])


async def test_12_silent_after_rebooting_the_lead_hears_it(night: Night) -> None:
    olga, lev, _ = await team(night)
    await olga.reports()
    await night.forward(minutes=9)
    count = len(olga.phone.messages)
    await night.forward(minutes=1)
    assert len(olga.phone.messages) == count + 1
    await night.forward(minutes=5)
    assert lev.phone.messages == []
    await night.forward(minutes=1)
    lev.sees("Молчит")
    assert "шаг 1" in lev.sees("Ольга").text
    await olga.taps("Заработало")
    lev.sees("Помогла своя попытка")
    assert olga.heard() == []


async def test_12_more_time_moves_the_questions(night: Night) -> None:
    olga, lev, _ = await team(night)
    await olga.reports()
    await night.forward(minutes=8)
    await olga.taps("Ещё 5 минут")
    olga.sees("Жду вас до 02:13")
    await night.forward(minutes=10)
    assert lev.phone.messages == []
    await night.forward(minutes=1)
    lev.sees("Молчит")


async def test_13_the_shift_ends_while_the_outage_goes_on(night: Night) -> None:
    now = night.clock.now()
    olga = await night.operator("Ольга", shift=(now, now + timedelta(minutes=30)))
    lev, semyon = await night.lead("Лев"), await night.sysadmin("Семён")
    await ticket_filed(olga)
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await night.forward(minutes=31)
    olga.sees("Смена закончилась")
    lev.sees("Смена оператора закончилась")
    olga.heard()
    before = len(olga.phone.messages)
    await night.forward(hours=2)
    assert len(olga.phone.messages) == before
    await semyon.taps("Исправлено")
    assert olga.heard() == []


async def test_15_a_mistake_is_cancelled_and_whoever_was_paged_hears_it(night: Night) -> None:
    olga, lev, semyon = await team(night)
    await ticket_filed(olga)
    await olga.taps("Отменить")
    olga.sees("Отменить обращение №1?")
    await olga.taps("Да, это ошибка")
    lev.sees("Отменено")
    assert lev.buttons() == []
    assert semyon.buttons() == []
    lev.heard()
    await night.forward(hours=1)
    assert lev.heard() == []


async def test_15_the_first_tap_on_cancel_changes_nothing(night: Night) -> None:
    olga, lev, _ = await team(night)
    await ticket_filed(olga)
    await olga.taps("Отменить")
    await olga.taps("Нет, продолжаем")
    assert "cancelled" not in night.kinds()
    lev.sees("Ольга")


async def test_16_a_second_report_joins_the_open_incident(night: Night) -> None:
    olga, lev, _ = await team(night)
    await ticket_filed(olga)
    await olga.writes("/report")
    await olga.taps("CRM")
    await olga.taps("Добавить к №1")
    lev.sees("CRM")
    assert "software_added" in night.kinds()


async def test_16_a_second_report_becomes_another_incident(night: Night) -> None:
    olga, _, _ = await team(night)
    await ticket_filed(olga)
    await olga.writes("/report")
    await olga.taps("CRM")
    await olga.taps("Отдельное обращение")
    await olga.taps("Нет")
    olga.sees("Обращение №2 · CRM")
    assert night.kinds(2)[0] == "opened"
