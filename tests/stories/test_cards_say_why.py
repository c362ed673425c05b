"""What a card says to a reader who did nothing just now: why it is here, who is called, until when."""

from __future__ import annotations

from datetime import timedelta

from bot.person.rules import Role
from tests.stories.night import Hero, Night
from tests.stories.shift_starts import HERE, soon

_NOT_ALL = "Отмечено не всё"


async def acknowledged(night: Night) -> tuple[Hero, Hero, Hero]:
    """Lev has Olga's incident and has ticked nothing; Sonya is the second level."""
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    sonya = await night.lead("Соня", level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    return olga, lev, sonya


async def test_a_reminder_says_what_it_is_and_what_follows_when(night: Night) -> None:
    _, lev, _ = await acknowledged(night)
    lev.does_not_see(_NOT_ALL)
    await night.forward(minutes=10)
    lev.sees("Отмечено не всё. Если так и будет до 03:25, позову другого руководителя")
    await lev.taps("Статус выставлен")
    lev.sees(_NOT_ALL)
    await lev.taps("Снятие с линии")
    lev.does_not_see(_NOT_ALL)


async def test_who_puts_reminders_off_is_not_told_that_something_is_missing(night: Night) -> None:
    _, lev, _ = await acknowledged(night)
    await night.forward(minutes=10)
    await lev.taps("Ещё")
    await lev.taps("Напомнить позже")
    await lev.writes("/status")
    lev.does_not_see(_NOT_ALL)


async def test_who_passed_it_on_reads_who_is_called_and_is_not_told_to_answer(night: Night) -> None:
    _, lev, sonya = await acknowledged(night)
    await lev.taps("Ещё")
    await lev.taps("Передать коллеге")
    await lev.taps("Соня")
    card = lev.sees("Зову: Соня").text
    assert "Жду ответа до 02:05, потом вызову: вас" in card
    assert "Ответьте" not in card
    assert "Ответьте до 02:05, иначе вызову: Лев" in sonya.sees("Обращение №1").text
    await night.forward(minutes=5)
    lev.does_not_see("Зову:")
    lev.sees("Ответьте до")


async def test_of_many_who_are_called_two_are_named(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    for name in ("Соня", "Глеб", "Ира"):
        await night.lead(name, level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    await lev.taps("Ещё")
    await lev.taps("Позвать ступень выше")
    card = lev.sees("Зову: Соня, Глеб, и ещё: 1").text
    assert "потом вызову: всех руководителей и администраторов" in card


async def test_nobody_is_said_to_wait_for_news_where_nobody_waits(night: Night) -> None:
    now = night.clock.now()
    olga = await night.operator("Ольга", shift=(now - timedelta(hours=1), now + timedelta(minutes=40)))
    lev, semyon = await night.lead("Лев"), await night.sysadmin("Семён")
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await night.forward(minutes=31)
    semyon.sees("Операторы ждут новостей")
    await night.forward(minutes=10)
    semyon.sees("Сейчас никто не ждёт")
    semyon.does_not_see("ждут новостей")
    assert "Да, занимаюсь" not in semyon.buttons()


async def test_a_lead_who_missed_it_is_not_told_that_the_lead_knows(night: Night) -> None:
    lev = await night.lead("Лев", shift=None)
    await soon(night, lev, Role.DUTY_LEAD)
    await night.forward(minutes=20)
    lev.sees("До 02:20 вы не отметились: вызовы могут пойти сразу следующей ступени")
    lev.does_not_see("руководитель об этом знает")


async def test_the_card_of_a_shift_says_when_it_is_over(night: Night) -> None:
    olga = await night.operator("Ольга", shift=None)
    await soon(night, olga, Role.OPERATOR, hours=1)
    await night.forward(minutes=10)
    await olga.taps(HERE)
    await night.forward(hours=1, minutes=1)
    olga.does_not_see("Вы на смене")
    olga.sees("Смена окончена, 03:10")
    assert olga.heard() == []


async def test_what_a_lead_read_about_the_missing_is_put_right_after_both_shifts(night: Night) -> None:
    semyon, lev, sonya = (await night.sysadmin("Семён", shift=None), *await _two_leads(night))
    await soon(night, semyon, Role.SYSADMIN, hours=2)
    await night.forward(minutes=10)
    await lev.taps(HERE)
    await night.forward(minutes=10)
    lev.sees("Семён, сисадмин: молчит с 02:10")
    await night.forward(hours=2)
    lev.does_not_see("Семён, сисадмин: молчит")
    assert len(sonya.phone.messages) == 1, "whoever came later is not told of one who has gone"


async def test_whoever_stood_in_reads_that_it_is_over_though_they_lead_now(night: Night) -> None:
    _, sonya = await _two_leads(night)
    await night.forward(minutes=20)
    sonya.sees("Вызовы, на которые ответа не будет, могут сразу прийти вам")
    await night.forward(hours=2)
    sonya.does_not_see("могут сразу прийти вам")
    sonya.sees("Лев: вопрос снят")


async def _two_leads(night: Night) -> tuple[Hero, Hero]:
    """Lev leads for two hours from ten past two, and Sonya from then on."""
    lev, sonya = await night.lead("Лев", shift=None), await night.lead("Соня", shift=None)
    begins = night.clock.now() + timedelta(minutes=10)
    change, ends = begins + timedelta(hours=2), begins + timedelta(hours=10)
    await night.on_duty(lev, Role.DUTY_LEAD, begins, change)
    await night.on_duty(sonya, Role.DUTY_LEAD, change, ends)
    return lev, sonya


async def test_who_is_called_now_and_next_reads_that_it_is_they_again(night: Night) -> None:
    _, lev, sonya = await acknowledged(night)
    await lev.taps("Ещё")
    await lev.taps("Передать коллеге")
    await lev.taps("Соня")
    await night.forward(minutes=5)
    assert "Ответьте до 02:10, иначе вызову: вас ещё раз" in sonya.sees("Обращение №1").text
