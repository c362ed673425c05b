"""A customer is in hand when it breaks: a colleague is named, has them, and says what was promised."""

from __future__ import annotations

from bot.redirect.queries import promises
from bot.redirect.rules import Promise
from tests.stories.customers import customer_in_hand, named, redirected_to
from tests.stories.night import Night


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
