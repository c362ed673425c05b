"""Silence makes people call: who waits for a ticket hears every half hour that they are not forgotten."""

from __future__ import annotations

from tests.stories.night import Hero, Night


async def waiting(night: Night) -> tuple[Hero, Hero, Hero]:
    """Olga waits and answers no recheck; Semyon has the ticket, Lev the incident."""
    olga, lev, semyon = await night.operator("Ольга"), await night.lead("Лев"), await night.sysadmin("Семён")
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    await lev.taps("Принять")
    for duty in ("Статус выставлен", "Снятие с линии"):
        await lev.taps(duty)
    await lev.writes("/nobody_1")
    await semyon.taps("Принять")
    olga.heard()
    return olga, lev, semyon


def repeated(night: Night) -> int:
    return night.kinds().count("news_repeated")


async def test_after_half_an_hour_without_news_the_card_comes_anew_and_says_so(night: Night) -> None:
    olga, _, _ = await waiting(night)
    await night.forward(minutes=29)
    assert repeated(night) == 0
    before = olga.phone.last.id
    await night.forward(minutes=1)
    assert repeated(night) == 1
    assert olga.phone.last.id > before
    assert "Семён" in olga.phone.last.text
    assert "02:30: новостей пока нет" in olga.phone.last.text
    assert olga.heard() == []


async def test_any_change_that_the_operator_sees_begins_the_half_hour_anew(night: Night) -> None:
    olga, _, semyon = await waiting(night)
    await night.forward(minutes=20)
    await semyon.taps("1 час")
    await night.forward(minutes=29)
    assert repeated(night) == 0
    await night.forward(minutes=1)
    olga.sees("новостей пока нет")
    await semyon.taps("15 мин")
    olga.does_not_see("новостей пока нет")


async def test_what_only_the_lead_or_the_sysadmin_sees_is_no_news(night: Night) -> None:
    _, lev, semyon = await waiting(night)
    await night.forward(minutes=29)
    await lev.taps("Ещё")
    await lev.taps("Напомнить позже")
    await semyon.taps("Ещё")
    await semyon.taps("Спросить меня позже")
    await night.forward(minutes=1)
    assert repeated(night) == 1


async def test_after_five_times_the_operator_is_left_in_peace_and_the_lead_sees_it(night: Night) -> None:
    olga, lev, semyon = await waiting(night)
    for _ in range(6):
        await semyon.taps("Ещё")
        await semyon.taps("Спросить меня позже")
        await night.forward(minutes=29)
    await night.forward(minutes=6)
    assert repeated(night) == 5
    assert "news_ended" in night.kinds()
    lev.sees("Новостей для оператора нет, последний раз бот писал ему в 04:30")
    await lev.writes("/board")
    assert "🔕" in lev.phone.last.text
    await lev.taps("Написать оператору")
    await lev.writes("Ждём подрядчика")
    lev.does_not_see("Новостей для оператора нет")
    olga.does_not_see("новостей пока нет")
    await night.forward(minutes=30)
    assert repeated(night) == 6


async def test_nobody_is_told_that_there_is_no_news_before_a_ticket_or_after_the_fix(night: Night) -> None:
    olga, _, semyon = await waiting(night)
    await semyon.taps("Исправлено")
    await night.forward(minutes=60)
    assert repeated(night) == 0
    await olga.taps("Всё работает")
    nina = await night.operator("Нина")
    await nina.reports("CRM")
    await night.forward(minutes=60)
    assert "news_repeated" not in night.kinds(2)
