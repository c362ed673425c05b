"""The operator gives the customer away themself, or the incident ends before anybody has them."""

from __future__ import annotations

from sqlalchemy import delete

from bot.redirect.queries import open_redirect
from bot.rota.models import Shift
from tests.stories.customers import customer_in_hand, named, redirected_to
from tests.stories.night import Night


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


async def test_nobody_works_tonight_but_the_operator(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.reports(customer="Чат")
    await olga.taps("Пропустить")
    await night.db.write(lambda session: session.execute(delete(Shift)))
    await olga.taps("Клиента коллеге")
    assert olga.buttons() == ["Оставить у себя"]
    assert lev.phone.messages == []
