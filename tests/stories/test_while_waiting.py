"""Step 4 of the regulation: where an operator goes while it is being mended, and who is asked what."""

from __future__ import annotations

from tests.stories.beginnings import team, ticket_filed
from tests.stories.night import Night


async def test_nothing_works_the_lead_is_asked_and_the_answer_comes_back(night: Night) -> None:
    olga, lev, _ = await team(night)
    await ticket_filed(olga)
    await lev.taps("Принять")
    lev.heard()
    await night.forward(minutes=1)
    while "Нет" in olga.buttons():
        await olga.taps("Нет")
    olga.sees("Сейчас не открывается ничего")
    assert len(lev.heard()) == 1
    await lev.taps("Написать ответ")
    await lev.writes("Посидите на связи, в 03:00 созвон")
    olga.sees("Посидите на связи")
    assert "awaiting_the_lead" in {event.data.get("new") for event in night.history()}


async def test_only_the_knowledge_base_works_so_the_regulations_are_studied(night: Night) -> None:
    olga, lev, _ = await team(night)
    await ticket_filed(olga)
    await lev.taps("Принять")
    while "Откройте: База знаний" not in olga.phone.last.text:
        await olga.taps("Нет")
    await olga.taps("Да, работает")
    olga.sees("повторите регламенты")
    assert "studying" in {event.data.get("new") for event in night.history()}


async def test_three_unanswered_rechecks_in_a_row_reach_the_lead(night: Night) -> None:
    olga, lev, _ = await team(night)
    await ticket_filed(olga)
    await lev.taps("Принять")
    await olga.taps("Да, работает")
    await night.forward(minutes=31)
    lev.does_not_see("Молчит")
    await night.forward(minutes=10)
    lev.sees("Молчит")
    await olga.taps("Ещё нет")
    lev.does_not_see("Молчит")


async def test_the_sysadmin_cannot_resolve_it_and_the_lead_hears_why(night: Night) -> None:
    olga, lev, semyon = await team(night)
    await ticket_filed(olga)
    await lev.taps("Принять")
    lev.heard()
    await night.forward(minutes=1)
    await semyon.taps("Принять")
    await semyon.taps("Не могу исправить")
    await semyon.writes("Авария у провайдера")
    assert len(lev.heard()) == 1
    lev.sees("Авария у провайдера")
    olga.sees("не может исправить")


async def test_a_question_that_comes_while_the_bot_asks_whether_it_works_is_on_the_card_too(
    night: Night,
) -> None:
    olga, lev, semyon = await team(night)
    await ticket_filed(olga)
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await night.forward(minutes=10)
    olga.sees("Работает?")
    await semyon.taps("Нужны подробности")
    await semyon.writes("Какая версия софтфона?")
    await lev.taps("Написать оператору")
    await lev.writes("Держитесь, чинят")
    card = olga.sees("Какая версия софтфона?").text
    assert "Держитесь, чинят" in card
    assert "Работает?" in card
    assert "Семён" in card
    assert "✅ Работает" in olga.buttons()
