"""A ticket changes hands as an incident does: taken over, passed on, the next level called, put off."""

from __future__ import annotations

from datetime import timedelta

from bot.incident.lead_actions import show_again
from bot.person.rules import Role
from tests.stories.night import Hero, Night


async def held(night: Night) -> tuple[Hero, Hero, Hero]:
    """Semyon has the ticket of Olga's incident; Dina is the second level. Lev leads."""
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    semyon, dina = await night.sysadmin("Семён"), await night.sysadmin("Дина", level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    await lev.taps("Принять")
    await semyon.taps("Принять")
    semyon.heard()
    return olga, semyon, dina


async def test_a_named_colleague_is_paged_and_everybody_sees_who_has_the_ticket(night: Night) -> None:
    olga, semyon, dina = await held(night)
    await semyon.taps("30 мин")
    await semyon.taps("Ещё")
    await semyon.taps("Передать коллеге")
    await semyon.taps("Дина")
    assert len(dina.heard()) == 1
    olga.does_not_see("прогноз")
    await dina.taps("Принять")
    olga.sees("Дина")
    semyon.sees("Уже занимается Дина")
    assert [kind for kind in night.kinds() if kind.startswith(("sysadmin_", "ticket_ack"))] == [
        "sysadmin_paged",
        "ticket_acknowledged",
        "sysadmin_paged",
        "sysadmin_passed_on",
        "ticket_acknowledged",
    ]


async def test_a_colleague_who_does_not_answer_brings_the_ladder(night: Night) -> None:
    _, semyon, dina = await held(night)
    await semyon.taps("Ещё")
    await semyon.taps("Передать коллеге")
    await semyon.taps("Дина")
    dina.heard()
    await night.forward(minutes=9)
    assert semyon.heard() == []
    await night.forward(minutes=1)
    assert len(semyon.heard()) == 1


async def test_a_colleague_whom_nothing_reaches_brings_the_ladder_at_once(night: Night) -> None:
    _, semyon, _ = await held(night)
    await night.sysadmin("Тарас", shift=None, has_started=False)
    await night.forward(minutes=1)
    await semyon.taps("Ещё")
    await semyon.taps("Передать коллеге")
    await semyon.taps("Тарас")
    assert "page_refused" in night.kinds()
    assert len(semyon.heard()) == 1


async def test_who_blocked_the_bot_is_not_offered_and_who_left_since_then_is_refused(night: Night) -> None:
    _, semyon, dina = await held(night)
    taras = await night.sysadmin("Тарас", shift=None)
    await taras.blocks()
    await semyon.taps("Ещё")
    await semyon.taps("Передать коллеге")
    assert "Тарас" not in semyon.buttons()
    await night.fire(dina, Role.SYSADMIN)
    await semyon.taps("Дина")
    assert "Ничего не изменилось" in semyon.toast
    assert "sysadmin_passed_on" not in night.kinds()


async def test_the_next_level_is_called_by_hand(night: Night) -> None:
    _, semyon, dina = await held(night)
    await semyon.taps("Ещё")
    await semyon.taps("Позвать ступень выше")
    assert len(dina.heard()) == 1
    assert semyon.heard() == []
    assert "sysadmin_called_next" in night.kinds()


async def test_the_second_level_calls_everybody(night: Night) -> None:
    _, semyon, dina = await held(night)
    await dina.writes("/ticket_1")
    await dina.taps("Забрать себе")
    await night.forward(minutes=1)
    await dina.taps("Ещё")
    await dina.taps("Позвать ступень выше")
    assert (len(semyon.heard()), len(dina.heard())) == (1, 1), "above the second level are all"


async def test_the_question_whether_somebody_is_on_it_can_be_put_off(night: Night) -> None:
    _, semyon, _ = await held(night)
    await night.forward(minutes=29)
    await semyon.taps("Ещё")
    await semyon.taps("Спросить меня позже")
    await night.forward(minutes=44)
    assert "news_asked" not in night.kinds()
    await night.forward(minutes=2)
    assert night.kinds().count("news_asked") == 1


async def test_another_sysadmin_takes_the_ticket_over(night: Night) -> None:
    olga, semyon, dina = await held(night)
    await dina.writes("/ticket_1")
    await dina.taps("Забрать себе")
    semyon.sees("Уже занимается Дина")
    olga.sees("Дина")
    await dina.taps("Исправлено")
    assert night.kinds()[-1] != "sysadmin_took_over"
    assert "ticket_resolved" in night.kinds()


async def test_the_ticket_of_somebody_who_left_is_taken_over(night: Night) -> None:
    _, semyon, dina = await held(night)
    await dina.writes("/ticket_1")
    await night.fire(semyon, Role.SYSADMIN)
    await dina.taps("Забрать себе")
    dina.sees("Приняли вы")


async def test_what_one_cannot_resolve_another_may_try(night: Night) -> None:
    olga, semyon, dina = await held(night)
    await semyon.taps("Не могу исправить")
    await semyon.writes("нет доступа")
    await dina.writes("/ticket_1")
    await dina.taps("Забрать себе")
    dina.sees("Приняли вы")
    olga.does_not_see("Исправить нельзя")
    await night.forward(minutes=31)
    dina.sees("заявка ещё у вас?")


async def test_of_two_who_take_over_in_the_same_second_one_has_it(night: Night) -> None:
    _, _, dina = await held(night)
    taras = await night.sysadmin("Тарас")
    await dina.writes("/ticket_1")
    await taras.writes("/ticket_1")
    await taras.taps("Забрать себе")
    await dina.writes("/overticket_1_3")
    dina.sees("Уже занимается Тарас")
    taras.sees("Приняли вы")
    assert night.kinds().count("sysadmin_took_over") == 1


async def test_a_ticket_that_is_open_again_is_asked_about_again(night: Night) -> None:
    olga, semyon, _ = await held(night)
    await semyon.taps("Исправлено")
    await olga.taps("Нет")
    await olga.writes("всё ещё 503")
    semyon.heard()
    await night.forward(minutes=31)
    semyon.sees("заявка ещё у вас?")


async def test_a_ticket_is_let_go_and_the_reason_is_at_the_bottom_of_the_chat(night: Night) -> None:
    _, semyon, dina = await held(night)
    await night.forward(minutes=181)
    assert "снова ищет сисадмина" in semyon.phone.last.text
    assert len(dina.heard()) >= 1
    await dina.taps("Принять")
    semyon.does_not_see("снова ищет сисадмина")


async def test_a_lead_whom_nobody_called_sees_what_follows_once_they_look(night: Night) -> None:
    olga, semyon, _ = await held(night)
    later = (night.clock.now() + timedelta(hours=9), night.clock.now() + timedelta(hours=18))
    ira = await night.lead("Ира", shift=later)
    await night.db.write(show_again, 1, by=ira.id, now=night.clock.now())
    await night.settle()
    ira.sees("Уже занимается Лев")
    await semyon.taps("Исправлено")
    await olga.taps("Всё работает")
    ira.sees("Снова работает")
    assert ira.heard() == []


async def test_an_old_button_takes_nothing_back_that_is_resolved(night: Night) -> None:
    olga, semyon = await night.operator("Ольга"), await night.sysadmin("Семён")
    await night.lead("Лев")
    dina = await night.sysadmin("Дина")
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    await semyon.taps("Принять")
    await semyon.taps("Исправлено")
    await dina.writes("/ackticket_1")
    assert night.kinds().count("ticket_acknowledged") == 1
    olga.sees("Проверьте")
