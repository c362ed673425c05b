"""A customer is in hand when it breaks: a colleague is named, has them, and says what was promised."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from bot.incident.queries import duties
from bot.person.rules import Role
from bot.redirect.queries import open_redirect, promises
from bot.redirect.rules import Promise
from bot.rota.models import Shift
from bot.timer.models import Timer
from tests.stories.night import Hero, Night


async def customer_in_hand(night: Night, customer: str = "Звонок") -> tuple[Hero, Hero, Hero]:
    """Olga has a customer, tried herself, and the lead Lev was called; Nina could take the customer."""
    olga, lev, nina = await night.operator("Ольга"), await night.lead("Лев"), await night.operator("Нина")
    await olga.writes("/report")
    await olga.taps("Телефония")
    await olga.taps(customer)
    await olga.writes("48213")
    await olga.taps("Не помогло")
    return olga, lev, nina


async def named(night: Night, customer: str = "Звонок") -> tuple[Hero, Hero, Hero]:
    """Lev has the incident and has named Nina. Nobody has been heard since."""
    olga, lev, nina = await customer_in_hand(night, customer)
    await night.forward(seconds=31)
    await lev.taps("Принять")
    await lev.taps("Клиент передан")
    lev.heard()
    await lev.taps("Нина")
    return olga, lev, nina


def redirected_to(night: Night) -> str | None:
    """Who has the customer, as the lead's duty says; None while it is not ticked."""
    duty = night.db.read_here(duties, 1).get("redirected")
    return duty.redirected_to if duty else None


async def test_the_colleague_is_paged_with_everything_they_need(night: Night) -> None:
    _, lev, nina = await named(night)
    assert nina.heard() == ["📞 Заберите клиента со звонка: 48213"]
    card = nina.sees("Заберите клиента").text
    assert "Телефония · Ольга, с 02:00" in card
    assert "Зовёт Лев, 02:00" in card
    assert "Ответьте до 02:01" in card
    assert nina.buttons() == ["Клиент у меня", "Не могу"]
    assert redirected_to(night) is None
    lev.sees("Клиента передаём: Нина, ответ до 02:01")


async def test_one_tap_claims_the_customer_and_ticks_the_duty(night: Night) -> None:
    olga, lev, nina = await named(night)
    await night.forward(seconds=20)
    await nina.taps("Клиент у меня")
    assert redirected_to(night) == "Нина"
    nina.sees("Клиент у вас с 02:00")
    for hero in (olga, lev):
        hero.sees("Клиент у коллеги: Нина, с 02:00 · обещание не записано")
    assert {"redirect_asked", "customer_claimed", "duty_ticked"} <= set(night.kinds())
    await night.forward(minutes=5)
    assert lev.heard() == []
    assert "customer_unclaimed" not in night.kinds()


async def test_what_was_promised_is_one_tap(night: Night) -> None:
    olga, lev, nina = await named(night)
    await nina.taps("Клиент у меня")
    await nina.taps("Перезвоним")
    for hero in (olga, lev):
        hero.sees("Клиент у коллеги: Нина, с 02:00 · обещано перезвонить")
    assert night.kinds()[-1] == "promise_noted"
    assert [one.promise for one in night.db.read_here(promises, 1)] == [Promise.CALL_BACK]


async def test_what_was_promised_can_be_said_in_words_and_changed(night: Night) -> None:
    _, lev, nina = await named(night)
    await nina.taps("Клиент у меня")
    await nina.writes("Скидка 10 %, /ack_1 завтра")
    lev.sees("обещано:")
    lev.sees("Скидка 10 %")
    await nina.taps("Изменить обещание")
    await nina.taps("Ничего не обещано")
    lev.sees("ничего не обещано")
    lev.does_not_see("Скидка")
    assert night.kinds().count("promise_noted") == 2


async def test_the_promise_can_be_left_and_answered_after_the_incident_is_closed(night: Night) -> None:
    olga, lev, nina = await named(night)
    await nina.taps("Клиент у меня")
    await nina.taps("Отвечу позже")
    nina.sees("Можно ответить позже")
    await olga.taps("Уже работает")
    nina.sees("Обращение закрыто, клиент остаётся у вас")
    await night.forward(hours=1)
    await nina.taps("Своими словами")
    await nina.writes("Перезвоним до девяти")
    nina.sees("Записано")
    assert [one.promise_words for one in night.db.read_here(promises, 1)] == ["Перезвоним до девяти"]
    lev.sees("Перезвоним до девяти")


async def test_words_of_a_colleague_with_an_incident_of_their_own_are_not_taken_for_a_promise(
    night: Night,
) -> None:
    _, lev, nina = await customer_in_hand(night)
    await nina.reports(software="CRM")
    await nina.taps("Не помогло")
    await lev.writes("/ack_1")
    await lev.writes("/redirectto_1_3")
    await nina.taps("Клиент у меня")
    await nina.writes("CRM пишет ошибку 500")
    assert night.db.read_here(promises, 1)[0].promise is None
    assert "report_added" in night.kinds(2)


async def test_unclaimed_for_a_minute_the_lead_hears_it_and_names_another(night: Night) -> None:
    olga, lev, nina = await named(night)
    pavel = await night.operator("Павел")
    await night.forward(seconds=59)
    assert lev.heard() == []
    await night.forward(seconds=1)
    assert len(lev.heard()) == 1
    lev.sees("Клиента ещё не забрали: Нина, ответа нет, срок был 02:01")
    olga.sees("Клиента ещё не забрали: Нина")
    nina.sees("Срок вышел в 02:01")
    await lev.taps("Назвать другого")
    await lev.taps("Павел")
    assert len(pavel.heard()) == 1
    await pavel.taps("Клиент у меня")
    assert redirected_to(night) == "Павел"
    nina.sees("Клиент уже у коллеги: Павел, с 02:01")
    assert nina.buttons() == []
    await night.forward(minutes=10)
    assert night.kinds().count("customer_unclaimed") == 1


async def test_whoever_cannot_gives_it_back_to_the_lead_at_once(night: Night) -> None:
    olga, lev, nina = await named(night)
    await nina.taps("Не могу")
    assert len(lev.heard()) == 1
    lev.sees("Нина не может, 02:00")
    olga.sees("Нина не может, 02:00")
    nina.sees("Руководитель позовёт другого")
    assert lev.buttons()[0] == "Назвать другого…"
    await night.forward(minutes=5)
    assert lev.heard() == []
    assert "customer_unclaimed" not in night.kinds()


async def test_whoever_could_not_may_have_the_customer_after_all(night: Night) -> None:
    _, _, nina = await named(night)
    await nina.taps("Не могу")
    await nina.taps("Клиент у меня")
    assert redirected_to(night) == "Нина"


async def test_of_two_colleagues_the_first_claim_wins_and_the_other_is_told_kindly(night: Night) -> None:
    _, lev, nina = await named(night)
    pavel = await night.operator("Павел")
    await lev.taps("Клиент передан")
    await lev.taps("Павел")
    old = nina.sees("Заберите клиента")
    await pavel.taps("Клиент у меня")
    nina.sees("Клиент уже у коллеги: Павел")
    assert len(nina.heard()) == 1, "the page; that nobody needs to come is quiet"
    await nina.taps_old(old, "Клиент у меня")
    assert "Клиент уже у коллеги: Павел, с 02:00" in nina.toast
    assert redirected_to(night) == "Павел"
    assert night.kinds().count("customer_claimed") == 1


async def test_who_was_named_first_may_still_claim_after_another_was_named(night: Night) -> None:
    _, lev, nina = await named(night)
    pavel = await night.operator("Павел")
    await night.forward(minutes=1)
    await lev.taps("Назвать другого")
    await lev.taps("Павел")
    lev.heard()
    await nina.taps("Клиент у меня")
    assert redirected_to(night) == "Нина"
    pavel.sees("Клиент уже у коллеги: Нина")
    await night.forward(minutes=3)
    assert lev.heard() == []


async def test_a_refusal_is_quiet_while_another_colleague_has_time_to_answer(night: Night) -> None:
    _, lev, nina = await named(night)
    await night.operator("Павел")
    await lev.taps("Клиент передан")
    await lev.taps("Павел")
    await nina.taps("Не могу")
    assert lev.heard() == []
    lev.sees("Клиента передаём: Павел")
    await night.forward(minutes=1)
    assert len(lev.heard()) == 1


async def test_a_colleague_whom_nothing_reaches_was_not_told_and_the_lead_hears_at_once(night: Night) -> None:
    _, lev, nina = await customer_in_hand(night)
    boris = await night.operator("Борис", has_started=False)
    await night.forward(seconds=31)
    await lev.taps("Принять")
    await nina.blocks()
    lev.heard()
    await lev.writes(f"/redirectto_1_{nina.id}")
    assert "вызов не дошёл" not in lev.screen(), "who has blocked us is not named at all"
    await lev.writes(f"/redirectto_1_{boris.id}")
    assert len(lev.heard()) == 1
    lev.sees("Борис не на связи, вызов не дошёл")
    assert "redirect_lapsed" in night.kinds()
    assert lev.buttons()[0] == "Назвать другого…"


async def test_a_colleague_who_is_revoked_is_not_waited_for(night: Night) -> None:
    _, lev, nina = await named(night)
    await night.fire(nina, Role.OPERATOR)
    await night.forward(seconds=31)
    assert len(lev.heard()) == 1
    lev.sees("Нина не на связи")
    await nina.writes("/claim_1")
    assert redirected_to(night) is None


async def test_a_colleague_whose_shift_ends_is_not_waited_for_but_may_say_that_they_came(
    night: Night,
) -> None:
    olga, lev, _ = await customer_in_hand(night)
    ends = night.clock.now() + timedelta(seconds=20)
    kate = await night.operator("Катя", shift=(night.clock.now() - timedelta(hours=8), ends))
    await lev.taps("Принять")
    await lev.taps("Клиент передан")
    await lev.taps("Катя")
    lev.heard()
    await night.forward(seconds=35)
    assert len(lev.heard()) == 1
    lev.sees("Катя уже не на смене")
    kate.sees("Ваша смена закончилась")
    await kate.taps("Клиент у меня")
    olga.sees("Клиент у коллеги: Катя")


async def test_the_operator_names_a_colleague_before_any_lead_has_answered(night: Night) -> None:
    olga, lev, nina = await customer_in_hand(night)
    lev.heard()
    await olga.taps("Клиента коллеге")
    olga.sees("Кому передать клиента?")
    await olga.taps("Нина")
    assert len(nina.heard()) == 1
    nina.sees("Зовёт Ольга")
    olga.sees("Клиента передаём: Нина, ответ до 02:01")
    await nina.taps("Клиент у меня")
    olga.sees("Клиент у коллеги: Нина")
    await lev.taps("Принять")
    lev.sees("Клиент у коллеги: Нина")
    assert not any("Клиент" in label for label in lev.buttons())


async def test_unclaimed_without_a_lead_it_rings_at_whoever_is_being_paged(night: Night) -> None:
    olga, lev, _ = await customer_in_hand(night)
    await olga.taps("Клиента коллеге")
    await olga.taps("Нина")
    lev.heard()
    await night.forward(minutes=1)
    assert len(lev.heard()) == 1
    lev.sees("Клиента ещё не забрали: Нина")
    assert lev.buttons() == ["Принять и назвать…", "Принять"]
    await lev.taps("Принять и назвать")
    lev.sees("Кому передать клиента?")
    olga.sees("Руководитель: Лев")


async def test_unclaimed_where_nobody_was_called_yet_the_ladder_begins(night: Night) -> None:
    olga, lev, _ = await night.operator("Ольга"), await night.lead("Лев"), await night.operator("Нина")
    await olga.reports(customer="Чат")
    await olga.taps("Пропустить")
    await olga.taps("Клиента коллеге")
    await olga.taps("Нина")
    assert lev.phone.messages == []
    await night.forward(minutes=1)
    assert len(lev.heard()) == 1
    lev.sees("Клиента ещё не забрали: Нина")


async def test_the_operator_keeps_the_customer_or_names_somebody_without_the_bot(night: Night) -> None:
    olga, lev, nina = await customer_in_hand(night)
    await lev.taps("Принять")
    await olga.taps("Клиента коллеге")
    await olga.taps("Оставить у себя")
    assert redirected_to(night) is None
    await olga.taps("Клиента коллеге")
    await olga.writes("Мария из чатов")
    assert redirected_to(night) == "Мария из чатов"
    lev.sees("клиент передан: Мария из чатов ✓")
    assert nina.phone.messages == []


async def test_the_operator_without_a_customer_is_not_asked_about_one(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.reports()
    assert "Клиента коллеге…" not in olga.buttons()


async def test_a_picture_sent_while_a_colleague_is_asked_for_goes_to_the_report(night: Night) -> None:
    olga, _, _ = await customer_in_hand(night)
    await olga.taps("Клиента коллеге")
    await olga.sends_photo(caption="ошибка 503")
    assert redirected_to(night) is None
    assert "ticket_filed" in night.kinds()


async def test_nobody_and_words_tick_the_duty_at_once_and_call_off_whoever_was_asked(night: Night) -> None:
    _, lev, nina = await named(night)
    await lev.taps("Клиент передан")
    await lev.writes("Мария")
    assert redirected_to(night) == "Мария"
    nina.sees("Руководитель решил вопрос с клиентом")
    nina.heard()
    await night.forward(minutes=5)
    assert (lev.heard(), nina.heard()) == ([], [])


async def test_the_software_comes_back_and_nobody_needs_to_come(night: Night) -> None:
    olga, lev, nina = await named(night)
    await olga.taps("Уже работает")
    nina.sees("Обращение закрыто в 02:00: снова на линии. Забирать клиента не нужно")
    assert nina.buttons() == []
    nina.heard()
    lev.heard()
    await night.forward(minutes=10)
    assert (lev.heard(), nina.heard()) == ([], [])
    assert "customer_unclaimed" not in night.kinds()


async def test_cancelled_by_the_operator_the_colleague_hears_it(night: Night) -> None:
    olga, _, nina = await named(night)
    old = nina.sees("Заберите клиента")
    await olga.taps("Отменить")
    await olga.taps("Да, это ошибка")
    nina.sees("отменено как ошибка. Забирать клиента не нужно")
    await nina.taps_old(old, "Клиент у меня")
    assert "уже закрыто" in nina.toast


async def test_the_operators_shift_ends_with_the_customer_in_hand(night: Night) -> None:
    olga, lev, nina = await named(night)
    await night.forward(hours=9)
    nina.sees("закончилась смена. Забирать клиента не нужно")
    lev.sees("Клиента так никто и не забрал")
    olga.sees("Смена закончилась")
    assert night.db.read_here(open_redirect, 1) is None


async def test_a_promise_outlives_the_leads_shift(night: Night) -> None:
    olga, _, nina = await named(night)
    await nina.taps("Клиент у меня")
    await nina.taps("Напишем")
    await night.forward(hours=2)
    held = night.db.read_here(promises, 1)
    assert [(one.colleague_id, one.promise) for one in held] == [(nina.id, Promise.WRITE_BACK)]
    olga.sees("обещано написать")


async def test_the_number_that_comes_later_is_on_the_colleagues_card(night: Night) -> None:
    olga, _, nina = await night.operator("Ольга"), await night.lead("Лев"), await night.operator("Нина")
    await olga.writes("/report")
    await olga.taps("Чаты")
    await olga.taps("Чат")
    await olga.writes("/givecustomer_1_3")
    nina.sees("Заберите клиента из чата")
    await olga.writes("77")
    assert "48213" not in nina.screen()


async def test_a_lost_timer_does_not_leave_the_customer_alone(night: Night) -> None:
    _, lev, _ = await named(night)
    await night.db.write(lambda session: session.execute(delete(Timer).where(Timer.kind == "unclaimed")))
    await night.forward(minutes=2)
    assert len(lev.heard()) == 1
    assert night.kinds().count("customer_unclaimed") == 1


async def test_the_restarted_bot_still_waits_for_the_answer(night: Night) -> None:
    _, lev, _ = await named(night)
    await night.close()
    night.start_bot()
    await night.forward(minutes=1)
    assert len(lev.heard()) == 1


async def test_where_am_i_brings_the_customers_card(night: Night) -> None:
    _, _, nina = await named(night)
    await nina.writes("/status")
    assert any("Заберите клиента" in post.text for post in nina.phone.messages[-2:])
    await nina.taps("Клиент у меня")
    await nina.writes("/cancel")
    nina.sees("Можно ответить позже")


async def test_only_who_was_named_may_answer(night: Night) -> None:
    olga, _, _ = await named(night)
    pavel = await night.operator("Павел")
    for hero in (pavel, olga):
        await hero.writes("/claim_1")
        await hero.writes("/promised_1_call_back")
    assert "customer_claimed" not in night.kinds()
    assert redirected_to(night) is None


async def test_nobody_works_tonight_but_the_operator(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.reports(customer="Чат")
    await olga.taps("Пропустить")
    await night.db.write(lambda session: session.execute(delete(Shift)))
    await olga.taps("Клиента коллеге")
    assert olga.buttons() == ["Оставить у себя"]
    assert lev.phone.messages == []
